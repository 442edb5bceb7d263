import { describe, expect, it } from 'vitest';
import { fitTiles } from './tile-fit';

const room = { width: 360, height: 320, side: 64 };

describe('fitTiles', () => {
  it('takes the largest whole scale that fits', () => {
    // 16 wide at 4 is 64: five in a row of 360, four rows of 66.
    expect(fitTiles({ width: 16, height: 16 }, 20, room)).toEqual({ scale: 4, columns: 5 });
    expect(fitTiles({ width: 16, height: 16 }, 60, room)).toEqual({ scale: 2, columns: 10 });
  });

  it('leaves no row short where that takes less than half of the columns', () => {
    // At 4 five fit beside each other: 4 + 4, not 5 + 3; but 7 stay 5 + 2.
    expect(fitTiles({ width: 16, height: 16 }, 8, room)).toEqual({ scale: 4, columns: 4 });
    expect(fitTiles({ width: 16, height: 16 }, 7, room)).toEqual({ scale: 4, columns: 5 });
    expect(fitTiles({ width: 16, height: 16 }, 0, room).columns).toBe(1);
  });

  it('counts the height after columns are taken away', () => {
    // 128 at 6 in rows of 13 are 258 high, but in rows of 8, as 16 belong together, 414; at 4 sixteen fit.
    const narrow = { width: 341, height: 300, side: 64 };
    expect(fitTiles({ width: 4, height: 4 }, 128, narrow, (columns) => columns)).toEqual({ scale: 6, columns: 13 });
    const align = (columns: number) => (columns >= 16 ? 16 : 8);
    expect(fitTiles({ width: 4, height: 4 }, 128, narrow, align)).toEqual({ scale: 4, columns: 16 });
  });

  it('stays at one pixel a value where nothing fits, and never makes empty columns', () => {
    expect(fitTiles({ width: 64, height: 64 }, 512, room)).toEqual({ scale: 1, columns: 5 });
    expect(fitTiles({ width: 4, height: 4 }, 2, room)).toEqual({ scale: 16, columns: 2 });
    expect(fitTiles({ width: 500, height: 1 }, 1, room)).toEqual({ scale: 1, columns: 1 });
  });
});
