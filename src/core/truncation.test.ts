import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawLatents } from './latent';
import type { Prior } from './latent-space';
import { RandomStream } from './random';
import { changeTruncation, normalCdf, normalQuantile, truncationRange } from './truncation';

const NORMAL: Prior = { zSize: 8, zDistribution: 'normal' };
const UNIFORM: Prior = { zSize: 8, zDistribution: 'uniform' };

describe('the normal distribution', () => {
  it('has the tabled values', () => {
    for (const [x, p] of [[0, 0.5], [1, 0.8413447461], [-1.96, 0.0249978951], [-6, 9.865876e-10]] as const)
      expect(Math.abs(normalCdf(x) / p - 1)).toBeLessThan(2e-7);
    expect(normalCdf(-Infinity)).toBe(0);
    expect(normalCdf(Infinity)).toBe(1);
  });

  it('is inverted by its quantile', () => {
    fc.assert(
      fc.property(fc.double({ min: -5, max: 4, noNaN: true }), (x) => {
        expect(Math.abs(normalQuantile(normalCdf(x)) - x)).toBeLessThan(2e-3);
      }),
    );
    expect(normalQuantile(0.975)).toBeCloseTo(1.959964, 5);
  });
});

describe('changeTruncation', () => {
  it.each([NORMAL, UNIFORM])('keeps draws within the limit and in their order ($zDistribution)', (prior) => {
    const { min, max } = truncationRange(prior);
    const z = drawLatents(new RandomStream(1, 'cut'), 50, prior);
    for (const limit of [min, max / 2, max]) {
      const cut = changeTruncation(z, Infinity, limit, prior);
      expect(Math.max(...cut.map(Math.abs))).toBeLessThanOrEqual(limit * (1 + 1e-6));
      const order = (values: Float32Array) => [...values.keys()].toSorted((i, j) => values[i]! - values[j]!);
      expect(order(cut)).toEqual(order(z));
    }
  });

  it.each([NORMAL, UNIFORM])('can be taken back ($zDistribution)', (prior) => {
    const z = drawLatents(new RandomStream(2, 'cut'), 50, prior);
    const back = changeTruncation(changeTruncation(z, Infinity, 0.7, prior), 0.7, Infinity, prior);
    expect(Math.max(...back.map((value, i) => Math.abs(value - z[i]!)))).toBeLessThan(1e-4);
  });

  it('gives the cut normal distribution: its variance at limit 1 is 0.2911', () => {
    const cut = changeTruncation(drawLatents(new RandomStream(4, 'cut'), 2500, NORMAL), Infinity, 1, NORMAL);
    const variance = cut.reduce((sum, value) => sum + value * value, 0) / cut.length;
    expect(Math.abs(variance / 0.29112 - 1)).toBeLessThan(0.03);
  });

  it('leaves zero where it is, and is the identity for an unchanged limit', () => {
    expect(changeTruncation(Float32Array.of(0), Infinity, 0.5, NORMAL)[0]).toBeCloseTo(0, 6);
    expect([...changeTruncation(Float32Array.of(1.25, -3), 1, 1, NORMAL)]).toEqual([1.25, -3]);
  });
});
