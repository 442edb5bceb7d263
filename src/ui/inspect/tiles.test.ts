import { describe, expect, it } from 'vitest';
import { greatestOf, mapTiles, oneTile, signalTiles, valuesOf } from './tiles';

describe('tiles', () => {
  it('show every value of feature maps at its place', () => {
    const values = Float32Array.from({ length: 2 * 3 * 4 }, (_, i) => i);
    const tiles = mapTiles({ shape: [2, 3, 4], values });
    expect([tiles.count, tiles.height, tiles.width]).toEqual([4, 2, 3]);
    for (let channel = 0; channel < 4; channel++)
      expect([...valuesOf(tiles, channel)]).toEqual([...values].filter((_, i) => i % 4 === channel));
    expect(greatestOf(tiles, [0, 2])).toBe(22);
  });

  it('add up what a signal says at each colour of a pixel', () => {
    const tiles = signalTiles([1, 2, 3, -1, -2, -3, 0, 0, 0, 5, 0, 1, 9, 9, 9, 1, 1, 1, 0, 1, 0, 2, 2, 2], 2, 3);
    expect(tiles.count).toBe(2);
    expect([...valuesOf(tiles, 0)]).toEqual([6, -6, 0, 6]);
    expect([...valuesOf(tiles, 1)]).toEqual([27, 3, 1, 6]);
  });

  it('read a single picture by rows', () => {
    expect(oneTile([1, 2, 3, 4, 5, 6], 2, 3).valueAt(0, 1, 0)).toBe(4);
  });
});
