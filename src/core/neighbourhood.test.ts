import { describe, expect, it } from 'vitest';
import type { Table } from './frechet';
import { distances, nearestNeighbourAccuracy, pairDistances, precisionRecall } from './neighbourhood';
import { RandomStream } from './random';

const noPause = () => Promise.resolve();
const table = (columns: number, ...values: number[]): Table => ({
  rows: values.length / columns,
  columns,
  values: Float32Array.from(values),
});

function normal(seed: number, rows: number, columns: number, shift = 0, std = 1): Table {
  return { rows, columns, values: new RandomStream(seed, 'n').fillNormal(new Float32Array(rows * columns), shift, std) };
}

async function accuracy(a: Table, b: Table): Promise<number> {
  return nearestNeighbourAccuracy(await pairDistances(a, b, noPause));
}

async function reach(a: Table, b: Table) {
  return precisionRecall(await pairDistances(a, b, noPause));
}

describe('distances', () => {
  it('are squared and Euclidean', async () => {
    const { rows, columns, values } = await distances(table(2, 0, 0, 3, 4), table(2, 0, 0, 0, 2, 6, 8), noPause);
    expect([rows, columns, ...values]).toEqual([2, 3, 0, 4, 100, 25, 13, 25]);
  });
});

describe('nearestNeighbourAccuracy', () => {
  it('agrees with a case by hand', async () => {
    // On a line: a 0 1 5, b 4 9 9.5. Nearest: 0-1 right, 1-0 right, 5-4 wrong, 4-5 wrong, 9-9.5 and 9.5-9 right.
    expect(await accuracy(table(1, 0, 1, 5), table(1, 4, 9, 9.5))).toBeCloseTo(4 / 6, 12);
  });

  it('is about a half within one distribution, near 1 far apart, and 0 for copies', async () => {
    const real = normal(1, 400, 6);
    const same = await accuracy(real, normal(2, 400, 6));
    expect(Math.abs(same - 0.5)).toBeLessThan(0.06);
    expect(await accuracy(real, normal(2, 400, 6, 4))).toBeGreaterThan(0.98);
    expect(await accuracy(real, real)).toBe(0);
  });

  it('shares ties out, so that identical images tell nothing', async () => {
    const one = table(1, ...Array<number>(64).fill(3));
    // Of the 127 others at distance 0, 63 are of the own set.
    expect(await accuracy(one, one)).toBeCloseTo(63 / 127, 12);
  });

  it('refuses sets of different size', async () => {
    await expect(accuracy(normal(1, 5, 2), normal(2, 6, 2))).rejects.toThrow(RangeError);
  });
});

describe('precisionRecall', () => {
  it('is near 1 within one distribution', async () => {
    const found = await reach(normal(1, 500, 4), normal(2, 500, 4));
    expect(found!.precision).toBeGreaterThan(0.85);
    expect(found!.recall).toBeGreaterThan(0.85);
  });

  it('tells dropped modes by recall and strays by precision', async () => {
    const two = (seed: number) => {
      const [left, right] = [normal(seed, 250, 4, -5), normal(seed + 1, 250, 4, 5)];
      return table(4, ...left.values, ...right.values);
    };
    const dropped = await reach(normal(9, 500, 4, 5), two(1));
    expect(dropped!.precision).toBeGreaterThan(0.8);
    expect(dropped!.recall).toBeLessThan(0.55);
    const strays = await reach(two(5), normal(3, 500, 4, 5));
    expect(strays!.precision).toBeLessThan(0.55);
    expect(strays!.recall).toBeGreaterThan(0.8);
  });

  it('agrees with a case by hand', async () => {
    // Real 0 1 2 3: third nearest at 3, 2, 2, 3. Generated 5.5 reaches 3 (2.5 <= 3); 9 reaches none; 0 and 1 reach.
    // Generated 0 1 5.5 9: third nearest at 9, 8, 5.5, 9: all real ones are reached.
    expect(await reach(table(1, 5.5, 9, 0, 1), table(1, 0, 1, 2, 3))).toEqual({ precision: 0.75, recall: 1 });
  });

  it('refuses sets of a few', async () => {
    expect(await reach(normal(1, 3, 2), normal(2, 100, 2))).toBeNull();
  });
});
