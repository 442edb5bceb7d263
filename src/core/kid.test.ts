import { describe, expect, it } from 'vitest';
import type { Table } from './frechet';
import { kernelDistance, kernelDistances } from './kid';
import { RandomStream } from './random';

const noPause = () => Promise.resolve();

function rows(seed: number, count: number, columns: number, shift = 0): Table {
  const values = new RandomStream(seed, 'kid').fillNormal(new Float32Array(count * columns), shift);
  return { rows: count, columns, values };
}

const all = (table: Table) => Uint32Array.from({ length: table.rows }, (_, i) => i);

/** The estimate straight from its definition: a loop over all pairs. */
function direct(a: Table, b: Table): number {
  const k = (s: Table, i: number, t: Table, j: number) => {
    const x = s.values.subarray(i * s.columns, (i + 1) * s.columns);
    const y = t.values.subarray(j * t.columns, (j + 1) * t.columns);
    return (x.reduce((sum, value, c) => sum + value * y[c]!, 0) / s.columns + 1) ** 3;
  };
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < a.rows; i++)
    for (let j = 0; j < a.rows; j++) if (i !== j) xx += k(a, i, a, j) / (a.rows * (a.rows - 1));
  for (let i = 0; i < b.rows; i++)
    for (let j = 0; j < b.rows; j++) if (i !== j) yy += k(b, i, b, j) / (b.rows * (b.rows - 1));
  for (let i = 0; i < a.rows; i++) for (let j = 0; j < b.rows; j++) xy += k(a, i, b, j) / (a.rows * b.rows);
  return xx + yy - 2 * xy;
}

describe('kernelDistance', () => {
  it('agrees with a case by hand', () => {
    // One feature: k(1, 2) = 27, k(0, 1) = 1, across k(1, 0) = 1, k(1, 1) = 8, k(2, 0) = 1, k(2, 1) = 27.
    const a: Table = { rows: 2, columns: 1, values: Float32Array.of(1, 2) };
    const b: Table = { rows: 2, columns: 1, values: Float32Array.of(0, 1) };
    expect(kernelDistance(a, all(a), b, all(b))).toBeCloseTo(27 + 1 - (2 * 37) / 4, 12);
  });

  it('agrees with a double loop', () => {
    const [a, b] = [rows(1, 13, 5), rows(2, 17, 5, 0.4)];
    expect(kernelDistance(a, all(a), b, all(b))).toBeCloseTo(direct(a, b), 9);
  });
});

describe('kernelDistances', () => {
  it('is about 0 within one distribution and grows with the distance', async () => {
    const real = rows(1, 1000, 8);
    const distance = async (shift: number) =>
      (await kernelDistances(real, rows(2, 1000, 8, shift), new RandomStream(1, 'k'), noPause))!;
    const [same, near, far] = [await distance(0), await distance(0.3), await distance(0.8)];
    expect(Math.abs(same.mean)).toBeLessThan(0.02);
    expect(near.mean).toBeGreaterThan(same.mean + 0.05);
    expect(far.mean).toBeGreaterThan(3 * near.mean);
  });

  it('is the same by seed', async () => {
    const measure = () => kernelDistances(rows(1, 300, 4), rows(2, 300, 4), new RandomStream(7, 'k'), noPause);
    expect(await measure()).toEqual(await measure());
  });

  it('has a spread for small sets too', async () => {
    const found = await kernelDistances(rows(1, 60, 4), rows(2, 80, 4), new RandomStream(1, 'k'), noPause);
    expect(found!.size).toBe(30);
    expect(found!.std).toBeGreaterThan(0.001);
  });

  it('refuses sets of a few', async () => {
    expect(await kernelDistances(rows(1, 19, 4), rows(2, 300, 4), new RandomStream(1, 'k'), noPause)).toBeNull();
  });
});
