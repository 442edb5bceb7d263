import fc from 'fast-check';
import { expect, it } from 'vitest';
import { markPlaces } from './mark-places';

it('leaves marks that do not meet where they belong', () => {
  expect(markPlaces([10, 40, 80], 0, 100, 13)).toEqual([10, 40, 80]);
});

it('pushes marks apart, at the bottom upwards', () => {
  expect(markPlaces([50, 52], 0, 100, 13)).toEqual([50, 63]);
  expect(markPlaces([99, 100], 0, 100, 13)).toEqual([87, 100]);
  expect(markPlaces([-5, 0], 0, 100, 13)).toEqual([0, 13]);
});

it('never lets two overlap, nor leaves the room where all fit', () => {
  const wishes = fc.array(fc.integer({ min: -50, max: 150 }), { maxLength: 7 });
  fc.assert(
    fc.property(wishes, (list) => {
      const places = markPlaces(list.toSorted((a, b) => a - b), 0, 100, 13);
      for (const [n, at] of places.entries()) {
        expect(at).toBeGreaterThanOrEqual(n === 0 ? 0 : places[n - 1]! + 13);
        expect(at).toBeLessThanOrEqual(100);
      }
    }),
  );
});
