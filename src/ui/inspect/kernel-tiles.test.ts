import { describe, expect, it } from 'vitest';
import { architecture, elements } from '../../core/architecture';
import { PRESETS } from '../../core/presets';
import { divergingColour, hasNegative, scaleLimit, tripleColour } from './colour-scale';
import { kernelTiles, squaredNorms } from './kernel-tiles';

const ALL = Object.values(PRESETS).flatMap((config) => {
  const pair = architecture({ ...config, hiddenLayer: true });
  return [...pair.generator, ...pair.discriminator];
});

describe('kernelTiles', () => {
  it('shows every stored weight of every kind of layer exactly once', () => {
    const kinds = new Set<string>();
    for (const layer of ALL.filter(({ parameters }) => elements(parameters[0]!.shape) < 1e5)) {
      const tiles = kernelTiles(layer, layer.input[2] === 3 || layer.output[2] === 3);
      kinds.add(tiles.kind);
      const seen = new Uint8Array(elements(layer.parameters[0]!.shape));
      for (let tile = 0; tile < tiles.count; tile++)
        for (let y = 0; y < tiles.height; y++)
          for (let x = 0; x < tiles.width; x++)
            for (let colour = 0; colour < tiles.depth; colour++) seen[tiles.index(tile, y, x, colour)]!++;
      expect(seen.every((times) => times === 1), layer.name).toBe(true);
    }
    expect([...kinds].toSorted()).toEqual(['colour', 'kernels', 'matrix', 'project', 'verdict']);
  });

  it('sums the squares of each picture’s weights', () => {
    for (const layer of ALL.filter(({ parameters }) => elements(parameters[0]!.shape) < 1e4))
      for (const edge of [false, true]) {
        const tiles = kernelTiles(layer, edge);
        const values = Float32Array.from({ length: elements(layer.parameters[0]!.shape) }, (_, i) => Math.sin(i));
        const expected = new Float64Array(tiles.count);
        for (let tile = 0; tile < tiles.count; tile++)
          for (let y = 0; y < tiles.height; y++)
            for (let x = 0; x < tiles.width; x++)
              for (let colour = 0; colour < tiles.depth; colour++) expected[tile]! += values[tiles.index(tile, y, x, colour)]! ** 2;
        expect(Array.from(squaredNorms(tiles, values)), layer.name).toEqual(Array.from(expected, (norm) => expect.closeTo(norm, 6)));
      }
  });

  it('reads a convolution as [k, k, in, out] and a transposed one as [k, k, out, in]', () => {
    const maps = { input: [8, 8, 3], output: [4, 4, 5], kernel: 4 } as const;
    // Input 2, output 1, row 3, column 0.
    expect(kernelTiles({ kind: 'conv', ...maps }).index(1 * 3 + 2, 3, 0, 0)).toBe(((3 * 4 + 0) * 3 + 2) * 5 + 1);
    expect(kernelTiles({ kind: 'transposedConv', ...maps }).index(1 * 3 + 2, 3, 0, 0)).toBe(((3 * 4 + 0) * 5 + 1) * 3 + 2);
    expect(kernelTiles({ kind: 'conv', ...maps }).mapsOf(1 * 3 + 2)).toEqual({ from: 2, to: 1 });
  });

  it('puts the three colours of an image into one picture, at either edge', () => {
    const reads = { kind: 'conv', input: [8, 8, 3], output: [4, 4, 5], kernel: 4 } as const;
    expect(kernelTiles(reads, true)).toMatchObject({ kind: 'colour', count: 5, depth: 3 });
    // Output 1, green, row 3, column 0.
    expect(kernelTiles(reads, true).index(1, 3, 0, 1)).toBe(kernelTiles(reads).index(1 * 3 + 1, 3, 0, 0));
    const makes = { kind: 'transposedConv', input: [4, 4, 5], output: [8, 8, 3], kernel: 4 } as const;
    // Input 4, blue.
    expect(kernelTiles(makes, true).index(4, 3, 0, 2)).toBe(kernelTiles(makes).index(2 * 5 + 4, 3, 0, 0));
    expect(kernelTiles(makes, true).mapsOf(4)).toEqual({ from: 4, to: null });
  });
});

describe('the colour scale', () => {
  it('has zero in the middle and the same darkness on both sides', () => {
    expect(divergingColour(0, 'light')).toEqual([255, 255, 255]);
    expect(divergingColour(0, 'dark')).toEqual([0, 0, 0]);
    expect(divergingColour(-1, 'light')).toEqual(divergingColour(-7, 'dark'));
    expect(divergingColour(0.5, 'light')).toEqual([234, 175, 128]);
  });

  it('of colours has grey for zero', () => {
    expect(tripleColour(0, -1, 1)).toEqual([128, 0, 255]);
  });

  it('ends at the greatest size, rounded up to two digits', () => {
    expect(scaleLimit([0.013, -0.04])).toBe(0.04);
    expect(scaleLimit(Float32Array.of(0.2, -0.137))).toBe(0.2);
    expect(scaleLimit([0.137])).toBe(0.14);
    expect(scaleLimit([0, 4.48])).toBe(4.5);
    expect(scaleLimit([-0.996])).toBe(1);
    expect(scaleLimit([1234])).toBe(1300);
    expect(scaleLimit([0, NaN])).toBe(1);
  });

  it('needs a negative half only where a value is negative', () => {
    expect(hasNegative([0, 4.48])).toBe(false);
    expect(hasNegative([-0, 1])).toBe(false);
    expect(hasNegative([1, -0.001])).toBe(true);
  });
});
