import { describe, expect, it } from 'vitest';
import { alignedColumns, PAGE, pageOfKernels } from './kernel-order';
import { kernelTiles } from './kernel-tiles';

const tiles = kernelTiles({ kind: 'conv', input: [8, 8, 30], output: [4, 4, 20], kernel: 2 });
const values = Float32Array.from({ length: 4 * 30 * 20 }, (_, i) => Math.sin(i * i));
const weightsOf = (tile: number) => [0, 1, 2, 3].map((i) => values[tiles.index(tile, i >> 1, i & 1, 0)]!);
const arrange = (order: 'index' | 'norm' | 'similarity', channel: number | null, page: number) =>
  pageOfKernels(tiles, values, { order, channel, page });
const pages = (order: 'index' | 'norm' | 'similarity', channel: number | null = null) => {
  const { last } = arrange(order, channel, 0);
  return Array.from({ length: last + 1 }, (_, page) => arrange(order, channel, page).shown);
};
const all = Array.from({ length: 600 }, (_, tile) => tile);
const normOf = (tile: number) => Math.hypot(...weightsOf(tile));

describe('a page of kernels', () => {
  it('by number is the next so many', () => {
    expect(pages('index').flat()).toEqual(all);
    expect(arrange('index', null, 1)).toMatchObject({ count: 600, page: 1, last: 2 });
    expect(arrange('index', null, 9)).toMatchObject({ page: 2, shown: all.slice(2 * PAGE) });
  });

  it('of one output map holds its own alone', () => {
    expect(arrange('index', 4, 3)).toEqual({ count: 30, page: 0, last: 0, shown: all.slice(120, 150) });
  });

  it('by norm goes on from page to page', () => {
    const norms = pages('norm').flat().map(normOf);
    expect(norms).toEqual(norms.toSorted((a, b) => b - a));
    expect(pages('norm').flat().toSorted((a, b) => a - b)).toEqual(all);
    const own = arrange('norm', 7, 0).shown;
    expect(own.toSorted((a, b) => a - b)).toEqual(all.slice(210, 240));
    expect(own.map(normOf)).toEqual(own.map(normOf).toSorted((a, b) => b - a));
  });

  it('by similarity holds, of too many for one order, those of the same rank by norm', () => {
    const [first] = pages('similarity');
    expect(first).not.toEqual(pages('norm')[0]);
    expect(first!.toSorted((a, b) => a - b)).toEqual(pages('norm')[0]!.toSorted((a, b) => a - b));
    expect(arrange('similarity', 7, 0).shown.toSorted((a, b) => a - b)).toEqual(all.slice(210, 240));
  });
});

describe('columns', () => {
  it('are as many as whole output maps or whole parts of one take', () => {
    expect([20, 16, 7, 3].map((columns) => alignedColumns(columns, 16))).toEqual([16, 16, 4, 2]);
    expect([20, 9, 8].map((columns) => alignedColumns(columns, 8))).toEqual([16, 8, 8]);
    expect(alignedColumns(13, 1)).toBe(13);
    expect(alignedColumns(5, 7)).toBe(5);
  });
});
