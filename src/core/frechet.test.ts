import { describe, expect, it } from 'vitest';
import { frechetDistance, moments } from './frechet';
import type { Moments, Table } from './frechet';
import { RandomStream } from './random';

/** Rows from N(mean, diag(stds^2)). */
function normalRows(seed: number, rows: number, mean: readonly number[], stds: readonly number[]): Table {
  const columns = mean.length;
  const values = new RandomStream(seed, 'rows').fillNormal(new Float32Array(rows * columns));
  return { rows, columns, values: values.map((value, i) => mean[i % columns]! + stds[i % columns]! * value) };
}

/** Moments as if they had been measured on infinitely many rows. */
function exact(mean: readonly number[], covariance: readonly number[]): Moments {
  return { rows: 1e9, mean: Float64Array.from(mean), covariance: Float64Array.from(covariance) };
}

describe('moments', () => {
  it('agrees with a case by hand', () => {
    const { mean, covariance } = moments({ rows: 3, columns: 2, values: Float32Array.of(1, 2, 2, 4, 3, 9) });
    expect([...mean]).toEqual([expect.closeTo(2, 12), expect.closeTo(5, 12)]);
    expect([...covariance]).toEqual([1, 3.5, 3.5, 13].map((value) => expect.closeTo(value, 12)));
  });
});

describe('frechetDistance', () => {
  it('is (m1 - m2)^2 + (s1 - s2)^2 for two normals in one dimension', () => {
    expect(frechetDistance(exact([1], [4]), exact([4], [25]))).toBeCloseTo(9 + 9, 10);
  });

  it('agrees with the closed form for covariances that commute', () => {
    // Both have the axes (1, 1) and (1, -1), with variances 9, 1 and 4, 16.
    const a = exact([0, 0], [5, 4, 4, 5]);
    const b = exact([1, 2], [10, -6, -6, 10]);
    expect(frechetDistance(a, b)).toBeCloseTo(1 + 4 + (3 - 2) ** 2 + (1 - 4) ** 2, 10);
  });

  it('agrees with a second formula where they do not', () => {
    // tr (C1 C2)^1/2 of two 2x2 matrices is sqrt(tr(C1 C2) + 2 sqrt(det C1 det C2)).
    const [a, b] = [exact([0, 0], [2, 0.5, 0.5, 1]), exact([0, 0], [1, -0.3, -0.3, 3])];
    const traceOfProduct = 2 * 1 + 2 * (0.5 * -0.3) + 1 * 3;
    const root = Math.sqrt(traceOfProduct + 2 * Math.sqrt((2 - 0.25) * (3 - 0.09)));
    expect(frechetDistance(a, b)).toBeCloseTo(3 + 4 - 2 * root, 10);
  });

  it('is near the closed form on samples, symmetric, and blind to the order of rows', () => {
    const a = normalRows(1, 20_000, [0, 0, 0], [1, 2, 1]);
    const b = normalRows(2, 20_000, [1, 0, 0], [1, 1, 3]);
    const distance = frechetDistance(moments(a), moments(b))!;
    expect(distance).toBeGreaterThan(0.95 * 6);
    expect(distance).toBeLessThan(1.05 * 6);
    expect(frechetDistance(moments(b), moments(a))).toBeCloseTo(distance, 8);
    const order = new RandomStream(3, 'order').permutation(a.rows);
    const shuffled = new Float32Array(a.values.length);
    order.forEach((row, n) => shuffled.set(a.values.subarray(row * 3, row * 3 + 3), n * 3));
    expect(frechetDistance(moments({ ...a, values: shuffled }), moments(b))).toBeCloseTo(distance, 8);
  });

  it('is 0 for identical sets, and nearly so for two halves of one', () => {
    const all = normalRows(4, 4000, [0, 1, 2, 3], [1, 1, 0.5, 2]);
    expect(frechetDistance(moments(all), moments(all))).toBeLessThan(1e-9);
    const half = (start: number): Table => ({ ...all, rows: 2000, values: all.values.slice(start, start + 8000) });
    expect(frechetDistance(moments(half(0)), moments(half(8000)))).toBeLessThan(0.05);
  });

  it('stays finite where features never vary or all images are one', () => {
    const a = normalRows(5, 100, [0, 0, 0], [1, 0, 1]);
    const b = normalRows(6, 100, [0, 2, 0], [1, 0, 0]);
    expect(frechetDistance(moments(a), moments(b))).toBeGreaterThan(4);
    const one: Table = { rows: 64, columns: 3, values: new Float32Array(192).fill(7) };
    expect(frechetDistance(moments(one), moments(one))).toBe(0);
    expect(Number.isFinite(frechetDistance(moments(one), moments(a)))).toBe(true);
  });

  it('refuses sets that have no more rows than features', () => {
    const few = normalRows(7, 10, Array<number>(64).fill(0), Array<number>(64).fill(1));
    const many = normalRows(8, 100, Array<number>(64).fill(0), Array<number>(64).fill(1));
    expect(frechetDistance(moments(few), moments(many))).toBeNull();
    expect(frechetDistance(moments(many), moments(many))).not.toBeNull();
  });
});
