import { dot, norm, orthonormalBasis } from './latent-space';
import type { RandomStream } from './random';

/** A matrix known by its products alone, so that it may live anywhere. Vectors come and go as lists of columns. */
export interface LinearMap {
  rows: number;
  columns: number;
  /** A X, for X of `columns` rows. */
  times(x: readonly Float64Array[]): Promise<Float64Array[]>;
  /** The transpose of A times Y, for Y of `rows` rows. */
  transposedTimes(y: readonly Float64Array[]): Promise<Float64Array[]>;
}

/** What PCA finds in centred data of n rows, strongest component first. */
export interface PrincipalComponents {
  /** Each row's coordinate along a component: one list of n a component. */
  scores: Float64Array[];
  /** Unit vectors, one a component. */
  axes: Float64Array[];
  /** The variance along each component (divided by n). */
  variances: Float64Array;
}

/** Components kept beside those asked for, which makes the last of them accurate (Halko et al. 2011, section 4.2). */
const OVERSAMPLING = 10;
/** Rounds of power iteration: each sharpens a slowly decaying spectrum (Halko et al. 2011, algorithm 4.4). */
const ROUNDS = 4;

/**
 * The `count` strongest principal components of centred data, by randomized subspace iteration: an orthonormal basis Q
 * of the dominant row space is found by multiplying random vectors with A^T A, then the small problem Q^T A^T A Q is
 * solved exactly. The scores of different components are uncorrelated by construction.
 */
export async function principalComponents(
  data: LinearMap,
  count: number,
  stream: RandomStream,
): Promise<PrincipalComponents> {
  const width = Math.min(count + OVERSAMPLING, data.rows, data.columns);
  let basis = orthonormalBasis(
    Array.from({ length: width }, () => stream.fillNormal(new Float32Array(data.columns))),
  );
  for (let round = 0; round < ROUNDS; round++) {
    const projected = orthonormalBasis(await data.times(basis));
    if (projected.length === 0) break;
    basis = orthonormalBasis(await data.transposedTimes(projected));
  }
  const projected = await data.times(basis);
  const inner = projected.map((a) => Float64Array.from(projected, (b) => dot(a, b) / data.rows));
  const { values, vectors } = symmetricEigen(inner);
  const kept = vectors.slice(0, count);
  return {
    scores: kept.map((vector) => combine(projected, vector, data.rows)),
    axes: kept.map((vector) => combine(basis, vector, data.columns)),
    variances: values.slice(0, kept.length),
  };
}

/** A row-major matrix in memory as a LinearMap, with its column means taken off. */
export function centred(values: ArrayLike<number>, rows: number, columns: number): LinearMap & { mean: Float64Array } {
  const mean = new Float64Array(columns);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) mean[c]! += values[r * columns + c]! / rows;
  const at = (r: number, c: number) => values[r * columns + c]! - mean[c]!;
  return {
    rows,
    columns,
    mean,
    times: async (x) =>
      x.map((vector) =>
        Float64Array.from({ length: rows }, (_, r) => {
          let sum = 0;
          for (let c = 0; c < columns; c++) sum += at(r, c) * vector[c]!;
          return sum;
        }),
      ),
    transposedTimes: async (y) =>
      y.map((vector) => {
        const product = new Float64Array(columns);
        for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) product[c]! += at(r, c) * vector[r]!;
        return product;
      }),
  };
}

/** Sweeps after which Jacobi's method has converged for every matrix met here; it does so quadratically. */
const SWEEPS = 30;

/**
 * Eigenvalues, largest first, and unit eigenvectors of a symmetric matrix, by cyclic Jacobi rotations (Golub and Van
 * Loan, section 8.5). Each vector's largest entry is positive, so that signs do not depend on chance.
 */
export function symmetricEigen(matrix: readonly Float64Array[]): { values: Float64Array; vectors: Float64Array[] } {
  const n = matrix.length;
  const a = matrix.map((row) => Float64Array.from(row));
  const v = a.map((_, i) => Float64Array.from({ length: n }, (__, j) => (i === j ? 1 : 0)));
  const scale = Math.max(...a.map(norm), 0);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let off = 0;
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        off = Math.max(off, Math.abs(a[p]![q]!));
        rotate(a, v, p, q);
      }
    if (off <= 1e-14 * scale) break;
  }
  const order = Array.from({ length: n }, (_, i) => i).toSorted((i, j) => a[j]![j]! - a[i]![i]!);
  return {
    values: Float64Array.from(order, (i) => a[i]![i]!),
    vectors: order.map((i) => withPositivePeak(Float64Array.from({ length: n }, (_, row) => v[row]![i]!))),
  };
}

/** Makes a[p][q] zero by a rotation of rows and columns p and q, kept in v. */
function rotate(a: Float64Array[], v: Float64Array[], p: number, q: number): void {
  const apq = a[p]![q]!;
  if (apq === 0) return;
  const theta = (a[q]![q]! - a[p]![p]!) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (const row of a) turn(row, p, q, c, s);
  const [rowP, rowQ] = [a[p]!, a[q]!];
  for (let k = 0; k < rowP.length; k++) {
    const [x, y] = [rowP[k]!, rowQ[k]!];
    rowP[k] = c * x - s * y;
    rowQ[k] = s * x + c * y;
  }
  for (const row of v) turn(row, p, q, c, s);
}

function turn(row: Float64Array, p: number, q: number, c: number, s: number): void {
  const [x, y] = [row[p]!, row[q]!];
  row[p] = c * x - s * y;
  row[q] = s * x + c * y;
}

function withPositivePeak(vector: Float64Array): Float64Array {
  const peak = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  return peak < 0 ? vector.map((value) => -value) : vector;
}

/** The sum of columns, each times its weight. */
function combine(columns: readonly Float64Array[], weights: Float64Array, length: number): Float64Array {
  const sum = new Float64Array(length);
  columns.forEach((column, k) => {
    for (let i = 0; i < length; i++) sum[i]! += weights[k]! * column[i]!;
  });
  return sum;
}
