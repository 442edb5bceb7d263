import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dragBox, moveBox } from './boxes';

describe('boxes', () => {
  it('lie between the two ends of a drag, within the sample', () => {
    expect(dragBox(3, [0.75, 0.5], [0.25, 1.5])).toEqual({ sample: 3, left: 0.25, top: 0.5, right: 0.75, bottom: 1 });
    expect(dragBox(3, [0.5, 0.5], [0.51, 0.9])).toBeNull();
  });

  it('never leave the sample nor turn inside out, however they are moved', () => {
    const share = (min: number, max: number) => fc.double({ min, max, noNaN: true });
    const point = (min: number, max: number) => fc.tuple(share(min, max), share(min, max));
    const moves = fc.array(fc.record({ by: point(-2, 2), resize: fc.boolean() }));
    fc.assert(
      fc.property(point(-2, 0.4), point(0.6, 2), moves, (from, to, list) => {
        const drawn = dragBox(0, from, to)!;
        const { left, top, right, bottom } = list.reduce((box, { by, resize }) => moveBox(box, by, resize), drawn);
        expect(Math.min(left, top)).toBeGreaterThanOrEqual(-1e-9);
        expect(Math.max(right, bottom)).toBeLessThanOrEqual(1 + 1e-9);
        expect(Math.min(right - left, bottom - top)).toBeGreaterThan(0);
      }),
    );
  });
});
