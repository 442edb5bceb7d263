import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eigenSymmetric } from './eigen';
import { RandomStream } from './random';

function randomSymmetric(n: number, seed: number): Float64Array {
  const random = new RandomStream(seed, 'eigen');
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) matrix[i * n + j] = matrix[j * n + i] = 2 * random.uniform() - 1;
  return matrix;
}

/** The largest entry of A v - lambda v over all eigenpairs, and of V V^T - 1. */
function residuals(matrix: Float64Array, n: number) {
  const { values, vectors } = eigenSymmetric(matrix, n);
  let [pair, unit] = [0, 0];
  for (let k = 0; k < n; k++)
    for (let i = 0; i < n; i++) {
      let [product, inner] = [0, 0];
      for (let j = 0; j < n; j++) {
        product += matrix[i * n + j]! * vectors[k]![j]!;
        inner += vectors[k]![j]! * vectors[i]![j]!;
      }
      pair = Math.max(pair, Math.abs(product - values[k]! * vectors[k]![i]!));
      unit = Math.max(unit, Math.abs(inner - (i === k ? 1 : 0)));
    }
  return { pair, unit };
}

describe('eigenSymmetric', () => {
  it('solves a case by hand', () => {
    const { values, vectors } = eigenSymmetric(Float64Array.of(2, 1, 1, 2), 2);
    expect([...values]).toEqual([expect.closeTo(1, 12), expect.closeTo(3, 12)]);
    expect(Math.abs(vectors[1]![0]!)).toBeCloseTo(Math.SQRT1_2, 12);
    expect(vectors[1]![0]!).toBeCloseTo(vectors[1]![1]!, 12);
  });

  it('gives pairs that solve A v = lambda v, with orthonormal v', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 24 }), fc.nat(1000), (n, seed) => {
        const { pair, unit } = residuals(randomSymmetric(n, seed), n);
        expect(pair).toBeLessThan(1e-12);
        expect(unit).toBeLessThan(1e-12);
      }),
      { numRuns: 60, seed: 1 },
    );
    const { pair, unit } = residuals(randomSymmetric(128, 5), 128);
    expect(pair).toBeLessThan(1e-11);
    expect(unit).toBeLessThan(1e-11);
  });

  it('keeps trace and order', () => {
    const n = 40;
    const matrix = randomSymmetric(n, 3);
    const { values } = eigenSymmetric(matrix, n);
    const trace = Array.from({ length: n }, (_, i) => matrix[i * n + i]!).reduce((a, b) => a + b);
    expect(values.reduce((a, b) => a + b)).toBeCloseTo(trace, 10);
    expect([...values]).toEqual([...values].toSorted((a, b) => a - b));
  });

  it.each([
    ['nothing', new Float64Array(25)],
    ['one repeated eigenvalue', Float64Array.from({ length: 25 }, (_, i) => (i % 6 === 0 ? 4 : 0))],
    ['rank one', Float64Array.from({ length: 25 }, (_, i) => (1 + Math.floor(i / 5)) * (1 + (i % 5)))],
    ['tiny numbers', randomSymmetric(5, 2).map((value) => value * 1e-160)],
  ])('copes with %s', (_, matrix) => {
    const { pair, unit } = residuals(matrix, 5);
    expect(pair).toBeLessThan(1e-12);
    expect(unit).toBeLessThan(1e-12);
  });

  it('refuses what is not finite', () => {
    expect(() => eigenSymmetric(Float64Array.of(1, NaN, NaN, 1), 2)).toThrow(RangeError);
  });
});
