import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultInterpolation, INTERPOLATIONS, interpolate, lerp, slerp } from './interpolation';
import { norm } from './latent-space';

const vector = fc
  .array(fc.float({ min: -2, max: 2, noNaN: true }), { minLength: 4, maxLength: 4 })
  .map((values) => Float32Array.from(values));

describe('interpolation', () => {
  it('begins and ends at its end points, bit for bit', () => {
    fc.assert(
      fc.property(vector, vector, fc.constantFrom(...INTERPOLATIONS), (a, b, kind) => {
        expect(interpolate(kind, a, b, 0)).toEqual(a);
        expect(interpolate(kind, a, b, 1)).toEqual(b);
      }),
    );
  });

  it('is finite everywhere in between, whatever the vectors', () => {
    fc.assert(
      fc.property(vector, vector, fc.double({ min: 0, max: 1, noNaN: true }), (a, b, t) => {
        expect(slerp(a, b, t).every(Number.isFinite)).toBe(true);
      }),
    );
  });

  it('has the hand values of a quarter circle', () => {
    const middle = slerp(Float32Array.of(1, 0), Float32Array.of(0, 1), 0.5);
    expect([...middle]).toEqual([expect.closeTo(Math.SQRT1_2, 6), expect.closeTo(Math.SQRT1_2, 6)]);
    const third = slerp(Float32Array.of(2, 0), Float32Array.of(0, 2), 1 / 3);
    expect([...third]).toEqual([expect.closeTo(2 * Math.cos(Math.PI / 6), 6), expect.closeTo(1, 6)]);
    expect([...lerp(Float32Array.of(1, 0), Float32Array.of(0, 1), 0.25)]).toEqual([0.75, 0.25]);
  });

  it('along the arc keeps the norm of two z of the same norm; the straight line does not', () => {
    const [a, b] = [Float32Array.of(3, 0, 0, 4), Float32Array.of(0, 5, 0, 0)];
    for (const t of [0.1, 0.5, 0.9]) expect(norm(slerp(a, b, t))).toBeCloseTo(5, 5);
    expect(norm(lerp(a, b, 0.5))).toBeLessThan(4);
  });

  it('is the straight line for vectors that are near-parallel, opposite or zero', () => {
    const a = Float32Array.of(1, 2, 3);
    const near = Float32Array.of(1, 2, 3.00001);
    expect(slerp(a, near, 0.3)).toEqual(lerp(a, near, 0.3));
    expect(slerp(a, a, 0.3)).toEqual(lerp(a, a, 0.3));
    const opposite = a.map((value) => -value);
    expect(slerp(a, opposite, 0.25)).toEqual(lerp(a, opposite, 0.25));
    const zero = new Float32Array(3);
    expect(slerp(zero, a, 0.5)).toEqual(lerp(zero, a, 0.5));
  });

  it('suits the prior by default', () => {
    expect(defaultInterpolation({ zDistribution: 'normal' })).toBe('spherical');
    expect(defaultInterpolation({ zDistribution: 'uniform' })).toBe('linear');
  });
});
