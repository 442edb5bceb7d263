import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimate } from './decimate';

const WHOLE = { from: -Infinity, to: Infinity, points: 40, smoothing: 0 };
const numbers = (curve: (number | null)[]) => curve.filter((y) => y !== null);

describe('decimate', () => {
  it('gives few rows as they are, with gaps for what is not finite', () => {
    const xs = Float64Array.from([1, 2, 3]);
    const { ys } = decimate(xs, [Float32Array.from([1, NaN, 3]), Float32Array.from([4, 5, Infinity])], WHOLE);
    expect(ys).toEqual([
      [1, null, 3],
      [4, 5, null],
    ]);
  });

  it('keeps the newest row, the extremes and the order, in no more points than asked for', () => {
    // A zero of either sign is the same extreme: which of the two comes out says nothing.
    const value = fc.float({ noDefaultInfinity: true }).map((drawn) => drawn + 0);
    const column = fc.array(value, { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(column, fc.integer({ min: 2, max: 60 }), (values, points) => {
        const xs = Float64Array.from(values, (_, i) => 3 * i + 1);
        const ys = Float32Array.from(values);
        const { xs: outX, ys: [outY] } = decimate(xs, [ys], { ...WHOLE, points });
        expect(outX.length).toBe(outY!.length);
        expect(outX.length).toBeLessThanOrEqual(points + 1);
        outX.slice(1).forEach((x, i) => expect(x).toBeGreaterThan(outX[i]!));
        expect(outX.at(-1)).toBe(xs.at(-1));
        expect(outY!.at(-1)).toBe(Number.isNaN(ys.at(-1)) ? null : ys.at(-1));
        const finite = values.filter((value) => !Number.isNaN(value));
        if (finite.length === 0) return;
        expect(Math.max(...numbers(outY!))).toBe(Math.max(...finite));
        expect(Math.min(...numbers(outY!))).toBe(Math.min(...finite));
      }),
    );
  });

  it('reads a window of 100,000 rows', () => {
    const xs = Float64Array.from({ length: 100_000 }, (_, i) => i);
    const ys = Float32Array.from(xs, (x) => (x === 70_123 ? 1000 : Math.sin(x / 500)));
    const { xs: outX, ys: [outY] } = decimate(xs, [ys], { ...WHOLE, from: 60_000, to: 80_000, points: 500 });
    expect(outX[0]).toBe(60_000);
    expect(outX.at(-1)).toBe(80_000);
    expect(Math.max(...numbers(outY!))).toBe(1000);
  });

  it('smooths by an exponential moving average that does not depend on where the window begins', () => {
    const xs = Float64Array.from({ length: 2000 }, (_, i) => i);
    const ys = Float32Array.from(xs, (x) => (x % 2 === 0 ? 1 : 3));
    const by = { ...WHOLE, points: 5000, smoothing: 0.9 };
    const whole = decimate(xs, [ys], by);
    const late = decimate(xs, [ys], { ...by, from: 1000 });
    expect(whole.ys[0]![0]).toBe(1);
    expect(whole.ys[0]![1]).toBeCloseTo(0.9 * 1 + 0.1 * 3, 6);
    expect(late.ys[0]![0]).toBeCloseTo(whole.ys[0]![1000]!, 2);
  });
});
