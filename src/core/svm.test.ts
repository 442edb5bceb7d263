import { describe, expect, it } from 'vitest';
import type { Table } from './frechet';
import { RandomStream } from './random';
import { classify, fitSvm, standardisation, standardised } from './svm';

const pause = () => Promise.resolve();
const options = (cost: number, seed = 1) => ({ cost, rounds: 1000, random: new RandomStream(seed, 'svm'), pause });

/** Clouds around the corners of a polygon, one a class. */
function clouds(classes: number, perClass: number, spread: number, seed = 1): { table: Table; labels: number[] } {
  const noise = new RandomStream(seed, 'clouds').fillNormal(new Float32Array(classes * perClass * 2), 0, spread);
  const labels = Array.from({ length: classes * perClass }, (_, n) => n % classes);
  const values = noise.map((value, i) => {
    const angle = (2 * Math.PI * labels[Math.floor(i / 2)]!) / classes;
    return value + (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle));
  });
  return { table: { rows: labels.length, columns: 2, values }, labels };
}

/** The value that the machine of one class minimises, at some weights. */
function objective({ rows, columns, values }: Table, labels: number[], label: number, weights: Float64Array, cost: number): number {
  let sum = weights.reduce((total, weight) => total + weight ** 2, 0) / 2;
  for (let n = 0; n < rows; n++) {
    const y = labels[n] === label ? 1 : -1;
    let response = weights[columns]!;
    for (let c = 0; c < columns; c++) response += weights[c]! * values[n * columns + c]!;
    sum += cost * Math.max(0, 1 - y * response) ** 2;
  }
  return sum;
}

describe('fitSvm', () => {
  it('separates what can be separated', async () => {
    const { table, labels } = clouds(4, 40, 0.15);
    const machine = await fitSvm(table, labels, 4, options(10));
    expect(Array.from(classify(machine, table))).toEqual(labels);
    const other = clouds(4, 100, 0.15, 2);
    const right = classify(machine, other.table).filter((found, n) => found === other.labels[n]).length;
    expect(right / 400).toBeGreaterThan(0.97);
  });

  it('ends where its objective is flat and least', async () => {
    const { table, labels } = clouds(3, 60, 0.6);
    for (const cost of [0.1, 1, 10]) {
      const { weights } = await fitSvm(table, labels, 3, options(cost));
      for (let label = 0; label < 3; label++) {
        const own = weights.slice(label * 3, (label + 1) * 3);
        const at = (w: Float64Array) => objective(table, labels, label, w, cost);
        const least = at(own);
        const random = new RandomStream(label, 'around');
        for (let n = 0; n < 40; n++) expect(at(own.map((w) => w + 0.3 * (random.uniform() - 0.5)))).toBeGreaterThan(0.9999 * least);
      }
    }
  });

  it('solves one dimension by hand', async () => {
    // Rows 1 and -1 of two classes: the objective (w^2 + b^2) / 2 + 2 C max(0, 1 - w)^2 is least at w = 4 C / (1 + 4 C), b = 0.
    const table: Table = { rows: 2, columns: 1, values: Float32Array.of(1, -1) };
    const { weights } = await fitSvm(table, [0, 1], 2, options(2));
    expect(weights[0]).toBeCloseTo(8 / 9, 2);
    expect(weights[1]).toBeCloseTo(0, 2);
    expect(weights[2]).toBeCloseTo(-8 / 9, 2);
  });

  it('gives the same by seed', async () => {
    const { table, labels } = clouds(3, 50, 0.8);
    expect(await fitSvm(table, labels, 3, options(1, 5))).toEqual(await fitSvm(table, labels, 3, options(1, 5)));
  });
});

describe('standardised', () => {
  it('has mean 0 and rows of length 1 on average, and drops columns that never vary', () => {
    const values = new RandomStream(1, 'rows').fillNormal(new Float32Array(400 * 3), 5, 3).map((v, i) => (i % 3 === 1 ? 7 : v));
    const table = { rows: 400, columns: 3, values };
    const { values: found } = standardised(table, standardisation(table));
    const column = (c: number) => found.filter((_, i) => i % 3 === c);
    for (const c of [0, 2]) {
      expect(column(c).reduce((a, b) => a + b) / 400).toBeCloseTo(0, 4);
      expect(column(c).reduce((a, b) => a + b * b, 0) / 400).toBeCloseTo(1 / 3, 3);
    }
    expect(column(1).every((value) => value === 0)).toBe(true);
  });
});
