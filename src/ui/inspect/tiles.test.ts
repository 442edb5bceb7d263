import { describe, expect, it } from 'vitest';
import { greatestOf, isEmpty, mapTiles, oneTile, rangeOf, signalTiles, valuesOf } from './tiles';

describe('tiles', () => {
  it('show every value of feature maps at its place', () => {
    const values = Float32Array.from({ length: 2 * 3 * 4 }, (_, i) => i);
    const tiles = mapTiles({ shape: [2, 3, 4], values });
    expect([tiles.count, tiles.height, tiles.width]).toEqual([4, 2, 3]);
    for (let channel = 0; channel < 4; channel++)
      expect([...valuesOf(tiles, channel)]).toEqual([...values].filter((_, i) => i % 4 === channel));
    expect(greatestOf(tiles, [0, 2])).toBe(22);
    expect(rangeOf(tiles, 2)).toEqual({ least: 2, greatest: 22 });
  });

  it('add up what a signal says at each colour of a pixel', () => {
    const tiles = signalTiles([1, 2, 3, -1, -2, -3, 0, 0, 0, 5, 0, 1, 9, 9, 9, 1, 1, 1, 0, 1, 0, 2, 2, 2], 2, 3);
    expect(tiles.count).toBe(2);
    expect([...valuesOf(tiles, 0)]).toEqual([6, -6, 0, 6]);
    expect([...valuesOf(tiles, 1)]).toEqual([27, 3, 1, 6]);
  });

  it('keep the signs of their least and greatest value', () => {
    const maps = mapTiles({ shape: [2, 2, 2], values: Float32Array.of(-0.5, -1, -0.25, 2, -0.125, 0.5, -8, 1) });
    expect(rangeOf(maps, 0)).toEqual({ least: -8, greatest: -0.125 });
    expect(rangeOf(maps, 1)).toEqual({ least: -1, greatest: 2 });
    expect(rangeOf(oneTile([0, 0], 1, 2), 0)).toEqual({ least: 0, greatest: 0 });
  });

  it('are empty only where nothing but zero is in them', () => {
    const signals = signalTiles([0, 0, 0, 0, 0, 0, 0, -1e-9], 2, 1);
    expect([isEmpty(signals, 0), isEmpty(signals, 1)]).toEqual([true, false]);
  });

  it('read a single picture by rows', () => {
    expect(oneTile([1, 2, 3, 4, 5, 6], 2, 3).valueAt(0, 1, 0)).toBe(4);
  });
});
