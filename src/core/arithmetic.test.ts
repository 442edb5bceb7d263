import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latentArithmetic, meanLatent, NEIGHBOURS, PAPER_NOISE, pixelArithmetic, withNeighbours } from './arithmetic';
import { drawLatents } from './latent';
import { norm, priorNorm, splitLatents } from './latent-space';
import type { Prior } from './latent-space';
import { RandomStream } from './random';

const NORMAL: Prior = { zSize: 100, zDistribution: 'normal' };

describe('latentArithmetic', () => {
  const slots = {
    a: [Float32Array.of(1, 2), Float32Array.of(3, 4)],
    b: [Float32Array.of(1, 1)],
    c: [Float32Array.of(0, 10), Float32Array.of(0, 20), Float32Array.of(0, 30)],
  };

  it('is mean A - mean B + mean C', () => {
    expect([...latentArithmetic(slots, { ...NORMAL, zSize: 2 }, false)]).toEqual([1, 22]);
  });

  it('can be brought back to the norm of the prior, in the same direction', () => {
    const prior: Prior = { zSize: 2, zDistribution: 'normal' };
    const rescaled = latentArithmetic(slots, prior, true);
    expect(norm(rescaled)).toBeCloseTo(priorNorm(prior).mean, 5);
    expect(rescaled[1]! / rescaled[0]!).toBeCloseTo(22, 4);
  });

  it('shows why: the mean of three normal z has a norm shorter by about sqrt(3)', () => {
    const draws = splitLatents(drawLatents(new RandomStream(1, 'three'), 300, NORMAL), NORMAL.zSize);
    const means = Array.from({ length: 100 }, (_, n) => norm(meanLatent(draws.slice(3 * n, 3 * n + 3))));
    const average = means.reduce((sum, value) => sum + value / means.length, 0);
    expect(average * Math.sqrt(3)).toBeCloseTo(priorNorm(NORMAL).mean, 0);
  });
});

describe('withNeighbours', () => {
  it('puts the result in the middle of nine, unchanged, and the others within the noise', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), fc.double({ min: 0.01, max: 1, noNaN: true }), (seed, amount) => {
        const result = Float32Array.of(0.5, -0.25, 1);
        const nine = withNeighbours(result, amount, new RandomStream(seed, 'neighbours'));
        expect(nine).toHaveLength(NEIGHBOURS + 1);
        expect(nine[4]).toEqual(result);
        const farthest = Math.max(...nine.flatMap((z) => [...z].map((value, i) => Math.abs(value - result[i]!))));
        expect(farthest).toBeLessThanOrEqual(amount + 1e-6);
        expect(farthest).toBeGreaterThan(amount / 4);
      }),
    );
  });

  it('is the same for the same seed', () => {
    const make = () => withNeighbours(Float32Array.of(1, 2), PAPER_NOISE, new RandomStream(9, 'neighbours'));
    expect(make()).toEqual(make());
  });
});

describe('pixelArithmetic', () => {
  const grey = (...values: number[]) => ({
    count: values.length,
    size: 1,
    rgba: Uint8ClampedArray.from(values.flatMap((value) => [value, value, value, 255])),
  });

  it('adds mean pictures and clamps to what can be shown', () => {
    expect([...pixelArithmetic({ a: grey(100, 200), b: grey(50), c: grey(20) }).rgba]).toEqual([120, 120, 120, 255]);
    expect(pixelArithmetic({ a: grey(200), b: grey(0), c: grey(200) }).rgba[0]).toBe(255);
    expect(pixelArithmetic({ a: grey(0), b: grey(200), c: grey(100) }).rgba[0]).toBe(0);
  });
});
