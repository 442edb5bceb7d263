import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderByNorm, orderBySimilarity, rankedByNorm } from './tile-order';

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

  it('by norm can be had for some ranks alone', () => {
    const few = fc.constantFrom(0, 0.5, 1, 2, 3, 4, 5, Infinity, NaN);
    fc.assert(
      fc.property(fc.array(few, { maxLength: 60 }), fc.nat(70), fc.nat(30), (norms, from, count) => {
        const finite = norms.map((norm) => (Number.isNaN(norm) ? -1 : norm));
        const all = [...norms.keys()].toSorted((a, b) => finite[b]! - finite[a]! || a - b);
        expect(rankedByNorm(Float64Array.from(norms), from, from + count)).toEqual(all.slice(from, from + count));
      }),
    );
  });
});
