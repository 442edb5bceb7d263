import { eigenSymmetric } from './eigen';
import { moments } from './frechet';
import type { Table } from './frechet';
import type { RandomStream } from './random';

/** Rows compared with all centroids before others get a turn. */
const SLICE = 256;

/** Makes rows uncorrelated: shift and a symmetric matrix, row-major [columns, columns]. */
export interface Whitening {
  mean: Float64Array;
  matrix: Float64Array<ArrayBuffer>;
}

/**
 * ZCA whitening (Coates, Ng, Lee 2011, section 3.1.2): E (L + epsilon)^-1/2 E^T of the covariance E L E^T, which turns the
 * data as little as possible. `epsilon` keeps directions that hardly vary from growing.
 */
export function zcaWhitening(table: Table, epsilon: number): Whitening {
  const { columns } = table;
  const { mean, covariance } = moments(table);
  const { values, vectors } = eigenSymmetric(covariance, columns);
  const matrix = new Float64Array(columns * columns);
  vectors.forEach((vector, k) => {
    const scale = 1 / Math.sqrt(Math.max(0, values[k]!) + epsilon);
    for (let i = 0; i < columns; i++)
      for (let j = 0; j < columns; j++) matrix[i * columns + j]! += scale * vector[i]! * vector[j]!;
  });
  return { mean, matrix };
}

/** A table's rows, whitened. */
export function whitened({ rows, columns, values }: Table, { mean, matrix }: Whitening): Table {
  const out = new Float32Array(values.length);
  const row = new Float64Array(columns);
  for (let n = 0; n < rows; n++) {
    for (let c = 0; c < columns; c++) row[c] = values[n * columns + c]! - mean[c]!;
    for (let i = 0; i < columns; i++) {
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += matrix[i * columns + j]! * row[j]!;
      out[n * columns + i] = sum;
    }
  }
  return { rows, columns, values: out };
}

/**
 * K-means by Lloyd's iteration from rows drawn at random; a centroid that loses all its rows begins anew at another row.
 * Gives the centroids, row-major [count, columns].
 */
export async function kMeans(
  table: Table,
  count: number,
  rounds: number,
  random: RandomStream,
  pause: () => Promise<void>,
): Promise<Table> {
  const { rows, columns, values } = table;
  const row = (n: number) => values.subarray(n * columns, (n + 1) * columns);
  const centroids = new Float32Array(count * columns);
  random.permutation(rows).slice(0, count).forEach((n, k) => centroids.set(row(n), k * columns));
  for (let round = 0; round < rounds; round++) {
    const sums = new Float64Array(count * columns);
    const sizes = new Uint32Array(count);
    for (let n = 0; n < rows; n++) {
      if (n % SLICE === SLICE - 1) await pause();
      const nearest = nearestCentroid(row(n), centroids, count);
      sizes[nearest]!++;
      for (let c = 0; c < columns; c++) sums[nearest * columns + c]! += values[n * columns + c]!;
    }
    for (let k = 0; k < count; k++) {
      if (sizes[k] === 0) centroids.set(row(random.integer(rows)), k * columns);
      else for (let c = 0; c < columns; c++) centroids[k * columns + c] = sums[k * columns + c]! / sizes[k]!;
    }
  }
  return { rows: count, columns, values: centroids };
}

function nearestCentroid(row: Float32Array, centroids: Float32Array, count: number): number {
  let [best, found] = [Infinity, 0];
  for (let k = 0; k < count; k++) {
    let sum = 0;
    for (let c = 0; c < row.length; c++) sum += (row[c]! - centroids[k * row.length + c]!) ** 2;
    if (sum < best) [best, found] = [sum, k];
  }
  return found;
}
