import { dot, norm } from './latent-space';
import type { RandomStream } from './random';

/**
 * A matrix A known by what it does, so that it may live anywhere, and panels V of columns that live where it does. What
 * has to be known here is small: the products of a panel's columns with each other.
 */
export interface DataMatrix<Panel> {
  rows: number;
  columns: number;
  /** A panel of `columns` rows, with these columns. */
  panel(columns: readonly Float32Array[]): Panel;
  /** A V, of `rows` rows. */
  times(v: Panel): Panel;
  /** A^T A V, of `columns` rows. */
  square(v: Panel): Panel;
  /** V W, for W as a list of columns. */
  combine(v: Panel, weights: readonly Float64Array[]): Panel;
  /** V^T V for each of the panels, as lists of rows. */
  products(...panels: Panel[]): Promise<Float64Array[][]>;
  /** The columns themselves. */
  read(v: Panel): Promise<Float64Array[]>;
  free(v: Panel): void;
}

/** What PCA finds in centred data of n rows, strongest component first. */
export interface PrincipalComponents {
  /** Each row's coordinate along a component: one list of n a component. */
  scores: Float64Array[];
  /** The variance along each component (divided by n). */
  variances: Float64Array;
}

/** Components kept beside those asked for, which makes the last of them accurate (Halko et al. 2011, section 4.2). */
const OVERSAMPLING = 10;
/** Rounds of power iteration: each sharpens a slowly decaying spectrum (Halko et al. 2011, algorithm 4.4). */
const ROUNDS = 4;

/**
 * The `count` strongest principal components of centred data, by randomized subspace iteration: random vectors are
 * multiplied with A^T A and made orthonormal, several times; within the space that they then span the problem is solved
 * exactly. Only the products of the vectors with each other come here (as in Cholesky QR, Yamamoto et al. 2015), and
 * the scores at the end. The scores of different components are uncorrelated by construction; data that vary along
 * fewer than `count` axes have fewer. `onRound` is told how many rounds of how many are done.
 */
export async function principalComponents<Panel>(
  data: DataMatrix<Panel>,
  count: number,
  stream: RandomStream,
  onRound: (done: number, total: number) => void = () => undefined,
): Promise<PrincipalComponents> {
  const width = Math.min(count + OVERSAMPLING, data.rows, data.columns);
  let basis = data.panel(Array.from({ length: width }, () => stream.fillNormal(new Float32Array(data.columns))));
  for (let round = 0; round < ROUNDS; round++) {
    onRound(round, ROUNDS);
    const squared = data.square(basis);
    const [own] = await data.products(squared);
    const weights = orthonormalizing(own!);
    if (weights.length === 0) return { scores: [], variances: new Float64Array(0) };
    data.free(basis);
    basis = data.combine(squared, weights);
    data.free(squared);
  }
  onRound(ROUNDS, ROUNDS);
  const projected = data.times(basis);
  const [own, inner] = await data.products(basis, projected);
  const whitening = orthonormalizing(own!);
  const { values, vectors } = symmetricEigen(within(inner!, whitening).map((row) => row.map((sum) => sum / data.rows)));
  const kept = vectors.slice(0, count);
  const scores = await data.read(
    data.combine(
      projected,
      kept.map((vector) => combine(whitening, vector, inner!.length)),
    ),
  );
  return { scores, variances: values.slice(0, kept.length) };
}

/** Share of a column's square that must be left beside the columns before it; less is rounding of 32 bits. */
const INDEPENDENT = 1e-7;

/**
 * Weights W, one column a vector, that make the columns of V W orthonormal, from V's products G = V^T V alone:
 * Gram-Schmidt in the inner product that G is. A column that lies in the span of those before it is left out.
 */
function orthonormalizing(products: readonly Float64Array[]): Float64Array[] {
  const weights: Float64Array[] = [];
  products.forEach((row, j) => {
    const square = row[j]!;
    if (!(square > 0)) return;
    const rest = Float64Array.from(row, (_, i) => (i === j ? 1 / Math.sqrt(square) : 0));
    for (const weight of weights) {
      const along = dot(weight, applied(products, rest));
      rest.forEach((_, i) => (rest[i]! -= along * weight[i]!));
    }
    const left = dot(rest, applied(products, rest));
    if (left > INDEPENDENT) weights.push(rest.map((value) => value / Math.sqrt(left)));
  });
  return weights;
}

/** W^T M W, for W as a list of columns. */
function within(matrix: readonly Float64Array[], columns: readonly Float64Array[]): Float64Array[] {
  const images = columns.map((column) => applied(matrix, column));
  return columns.map((column) => Float64Array.from(images, (image) => dot(column, image)));
}

/** M x. */
function applied(matrix: readonly Float64Array[], x: Float64Array): Float64Array {
  return Float64Array.from(matrix, (row) => dot(row, x));
}

/** A row-major matrix in memory, with its column means taken off. */
export function centred(values: ArrayLike<number>, rows: number, columns: number): DataMatrix<readonly Float64Array[]> {
  const mean = new Float64Array(columns);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) mean[c]! += values[r * columns + c]! / rows;
  const at = (r: number, c: number) => values[r * columns + c]! - mean[c]!;
  const times = (v: readonly Float64Array[]) =>
    v.map((vector) =>
      Float64Array.from({ length: rows }, (_, r) => {
        let sum = 0;
        for (let c = 0; c < columns; c++) sum += at(r, c) * vector[c]!;
        return sum;
      }),
    );
  return {
    rows,
    columns,
    panel: (given) => given.map((column) => Float64Array.from(column)),
    times,
    square: (v) =>
      times(v).map((vector) => {
        const product = new Float64Array(columns);
        for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) product[c]! += at(r, c) * vector[r]!;
        return product;
      }),
    combine: (v, weights) => weights.map((weight) => combine(v, weight, v[0]!.length)),
    products: async (...panels) => panels.map((v) => v.map((a) => Float64Array.from(v, (b) => dot(a, b)))),
    read: async (v) => [...v],
    free: () => undefined,
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
