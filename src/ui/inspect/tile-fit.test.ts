import { describe, expect, it } from 'vitest';
import { fitTiles } from './tile-fit';

const room = { width: 360, height: 320, side: 64 };

describe('fitTiles', () => {
  it('takes the largest whole scale that fits', () => {
    // 16 wide at 4 is 64: five in a row of 360, four rows of 66.
    expect(fitTiles({ width: 16, height: 16 }, 20, room)).toEqual({ scale: 4, columns: 5 });
    expect(fitTiles({ width: 16, height: 16 }, 60, room)).toEqual({ scale: 2, columns: 10 });
  });

  it('stays at one pixel a value where nothing fits, and never makes empty columns', () => {
    expect(fitTiles({ width: 64, height: 64 }, 512, room)).toEqual({ scale: 1, columns: 5 });
    expect(fitTiles({ width: 4, height: 4 }, 2, room)).toEqual({ scale: 16, columns: 2 });
    expect(fitTiles({ width: 500, height: 1 }, 1, room)).toEqual({ scale: 1, columns: 1 });
  });
});
