import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderByNorm, orderBySimilarity } from './tile-order';

const VECTORS = [[1, 0], [0, 3], [0.9, 0.1], [0, -2], [0.1, 0.9]];

describe('the order of tiles', () => {
  it('by norm is descending', () => {
    expect(orderByNorm(5, (tile) => VECTORS[tile]!)).toEqual([1, 3, 0, 2, 4]);
  });

  it('by similarity goes from the greatest norm to the nearest by angle', () => {
    expect(orderBySimilarity(5, (tile) => VECTORS[tile]!)).toEqual([1, 4, 2, 0, 3]);
    expect(orderBySimilarity(0, () => [])).toEqual([]);
  });

  it('loses and repeats none, whatever the values', () => {
    const vectors = fc.array(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(vectors, (given) => {
        const all = given.map((_, tile) => tile);
        for (const order of [orderByNorm, orderBySimilarity])
          expect(order(given.length, (tile) => given[tile]!).toSorted((a, b) => a - b)).toEqual(all);
      }),
    );
  });
});
