import { describe, expect, it } from 'vitest';
import { architecture, elements } from '../../core/architecture';
import { PRESETS } from '../../core/presets';
import { divergingColour, scaleLimit } from './colour-scale';
import { kernelTiles } from './kernel-tiles';

const ALL = Object.values(PRESETS).flatMap((config) => {
  const pair = architecture({ ...config, hiddenLayer: true });
  return [...pair.generator, ...pair.discriminator];
});

describe('kernelTiles', () => {
  it('shows every stored weight of every kind of layer exactly once', () => {
    const kinds = new Set<string>();
    for (const layer of ALL.filter(({ parameters }) => elements(parameters[0]!.shape) < 1e5)) {
      const tiles = kernelTiles(layer);
      kinds.add(tiles.kind);
      const seen = new Uint8Array(elements(layer.parameters[0]!.shape));
      for (let tile = 0; tile < tiles.count; tile++)
        for (let y = 0; y < tiles.height; y++)
          for (let x = 0; x < tiles.width; x++) seen[tiles.index(tile, y, x)]!++;
      expect(seen.every((times) => times === 1), layer.name).toBe(true);
    }
    expect([...kinds].toSorted()).toEqual(['kernels', 'matrix', 'project', 'verdict']);
  });

  it('reads a convolution as [k, k, in, out] and a transposed one as [k, k, out, in]', () => {
    const maps = { input: [8, 8, 3], output: [4, 4, 5], kernel: 4 } as const;
    // Input 2, output 1, row 3, column 0.
    expect(kernelTiles({ kind: 'conv', ...maps }).index(1 * 3 + 2, 3, 0)).toBe(((3 * 4 + 0) * 3 + 2) * 5 + 1);
    expect(kernelTiles({ kind: 'transposedConv', ...maps }).index(1 * 3 + 2, 3, 0)).toBe(((3 * 4 + 0) * 5 + 1) * 3 + 2);
  });
});

describe('the colour scale', () => {
  it('has zero in the middle and the same darkness on both sides', () => {
    expect(divergingColour(0, 'light')).toEqual([255, 255, 255]);
    expect(divergingColour(0, 'dark')).toEqual([0, 0, 0]);
    expect(divergingColour(-1, 'light')).toEqual(divergingColour(-7, 'dark'));
    expect(divergingColour(0.5, 'light')).toEqual([234, 175, 128]);
  });

  it('ends at a round number that holds every value', () => {
    expect(scaleLimit([0.013, -0.04])).toBe(0.05);
    expect(scaleLimit([0.2])).toBe(0.2);
    expect(scaleLimit([-0.51])).toBe(1);
    expect(scaleLimit([7])).toBe(10);
    expect(scaleLimit([0, NaN])).toBe(1);
  });
});
