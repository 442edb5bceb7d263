import { eigenSymmetric } from './eigen';

/** Rows of numbers, row-major [rows, columns]: one row an image, one column a feature. */
export interface Table {
  rows: number;
  columns: number;
  values: Float32Array<ArrayBuffer>;
}

/** Mean and covariance (divided by rows - 1; row-major) of a table's columns, in float64. */
export interface Moments {
  rows: number;
  mean: Float64Array<ArrayBuffer>;
  covariance: Float64Array<ArrayBuffer>;
}

/** The moments of a table with at least two rows. */
export function moments({ rows, columns, values }: Table): Moments {
  const mean = new Float64Array(columns);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) mean[c]! += values[r * columns + c]! / rows;
  const covariance = new Float64Array(columns * columns);
  const row = new Float64Array(columns);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) row[c] = values[r * columns + c]! - mean[c]!;
    for (let i = 0; i < columns; i++) {
      const factor = row[i]! / (rows - 1);
      if (factor === 0) continue;
      for (let j = 0; j <= i; j++) covariance[i * columns + j]! += factor * row[j]!;
    }
  }
  for (let i = 0; i < columns; i++) for (let j = 0; j < i; j++) covariance[j * columns + i] = covariance[i * columns + j]!;
  return { rows, mean, covariance };
}

/** Whether two sets of n images are enough for covariances of this many features, which a Frechet distance needs. */
export function enoughForFrechet(rows: number, columns: number): boolean {
  return rows > columns;
}

/**
 * The squared Frechet distance between the normal distributions with two sets' moments (Dowson and Landau 1982):
 * |m1 - m2|^2 + tr(C1 + C2 - 2 (C1^1/2 C2 C1^1/2)^1/2). The matrix under the root is symmetric, so its eigenvalues are
 * real, and those that rounding made negative count as 0: the result is finite for singular covariances too. Null where
 * either set has no more rows than features, as its covariance would then say nothing of some directions.
 */
export function frechetDistance(a: Moments, b: Moments): number | null {
  const n = a.mean.length;
  if (!enoughForFrechet(Math.min(a.rows, b.rows), n)) return null;
  let shift = 0;
  for (let i = 0; i < n; i++) shift += (a.mean[i]! - b.mean[i]!) ** 2;
  const rooted = squareRoot(a.covariance, n);
  const inner = multiply(multiply(rooted, b.covariance, n), rooted, n);
  const roots = eigenSymmetric(inner, n).values.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0);
  // Below zero by rounding alone.
  return Math.max(0, shift + trace(a.covariance, n) + trace(b.covariance, n) - 2 * roots);
}

/** The symmetric root of a covariance. */
function squareRoot(matrix: Float64Array, n: number): Float64Array {
  const { values, vectors } = eigenSymmetric(matrix, n);
  const root = new Float64Array(n * n);
  vectors.forEach((vector, k) => {
    const scale = Math.sqrt(Math.max(0, values[k]!));
    if (scale === 0) return;
    for (let i = 0; i < n; i++) {
      const factor = scale * vector[i]!;
      for (let j = 0; j < n; j++) root[i * n + j]! += factor * vector[j]!;
    }
  });
  return root;
}

function multiply(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const product = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < n; k++) {
      const factor = a[i * n + k]!;
      for (let j = 0; j < n; j++) product[i * n + j]! += factor * b[k * n + j]!;
    }
  return product;
}

function trace(matrix: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += matrix[i * n + i]!;
  return sum;
}
