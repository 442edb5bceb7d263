import { describe, expect, it } from 'vitest';
import { nearestImages, shareNearer } from './nearest-images';
import { RandomStream } from './random';

const noPause = () => Promise.resolve();

function images(seed: number, count: number, columns: number): Uint8Array {
  const random = new RandomStream(seed, 'images');
  return Uint8Array.from({ length: count * columns }, () => random.integer(256));
}

describe('nearestImages', () => {
  it('agrees with a search through all', async () => {
    const columns = 130;
    const [queries, pool] = [images(1, 12, columns), images(2, 700, columns)];
    const found = await nearestImages(queries, pool, columns, noPause);
    for (let q = 0; q < 12; q++) {
      const all = Array.from({ length: 700 }, (_, n) => {
        let sum = 0;
        for (let c = 0; c < columns; c++) sum += ((queries[q * columns + c]! - pool[n * columns + c]!) / 255) ** 2;
        return Math.sqrt(sum / columns);
      });
      const best = Math.min(...all);
      expect(found.indices[q]).toBe(all.indexOf(best));
      expect(found.distances[q]).toBeCloseTo(best, 6);
    }
  });

  it('finds a copy at distance 0', async () => {
    const pool = images(3, 20, 64);
    const found = await nearestImages(pool.slice(7 * 64, 8 * 64), pool, 64, noPause);
    expect([found.indices[0], found.distances[0]]).toEqual([7, 0]);
  });
});

describe('shareNearer', () => {
  it('counts ties half', () => {
    expect(shareNearer([1, 2, 3, 4], [2, 2, 2, 5])).toBe(2.5 / 4);
  });
});
