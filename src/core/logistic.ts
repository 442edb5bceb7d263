/** A fitted logistic regression: P(1 | x) = sigmoid(weights . x + bias), on features as they were given. */
export interface LogisticModel {
  weights: Float64Array;
  bias: number;
}

/** What the fit may cost: newton steps are few, but each solves a system of features x features. */
const ROUNDS = 25;
/** A step shorter than this, relative to the weights, ends the fit. */
const TOLERANCE = 1e-8;

/**
 * L2-regularised logistic regression by Newton's method (iteratively reweighted least squares; Bishop 2006, section
 * 4.3.3). `features` is row-major [rows, columns], `labels` are 0 or 1; columns are standardised inside, so that the
 * penalty treats them alike, and both classes weigh the same however many rows they have. Throws a RangeError when a
 * class has no rows.
 */
export function fitLogistic(
  features: Float32Array,
  labels: ArrayLike<number>,
  columns: number,
  penalty = 1e-2,
): LogisticModel {
  const rows = labels.length;
  const positives = Array.from({ length: rows }, (_, i) => labels[i]!).reduce((sum, label) => sum + label, 0);
  if (positives === 0 || positives === rows) throw new RangeError('logistic regression needs rows of both classes');
  const { mean, scale } = standardisation(features, rows, columns);
  const width = columns + 1;
  const x = new Float64Array(rows * width);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) x[r * width + c] = (features[r * columns + c]! - mean[c]!) / scale[c]!;
    x[r * width + columns] = 1;
  }
  const rowWeight = (label: number) => (label === 1 ? 0.5 / positives : 0.5 / (rows - positives));
  let weights = new Float64Array(width);
  for (let round = 0; round < ROUNDS; round++) {
    const { gradient, hessian } = derivatives(x, labels, weights, width, penalty, rowWeight);
    const step = solveSymmetric(hessian, gradient, width);
    weights = weights.map((weight, i) => weight - step[i]!);
    if (Math.hypot(...step) <= TOLERANCE * (1 + Math.hypot(...weights))) break;
  }
  const unscaled = weights.slice(0, columns).map((weight, c) => weight / scale[c]!);
  return { weights: unscaled, bias: weights[columns]! - unscaled.reduce((sum, weight, c) => sum + weight * mean[c]!, 0) };
}

function derivatives(
  x: Float64Array,
  labels: ArrayLike<number>,
  weights: Float64Array,
  width: number,
  penalty: number,
  rowWeight: (label: number) => number,
) {
  const gradient = new Float64Array(width);
  const hessian = new Float64Array(width * width);
  for (let i = 0; i < width - 1; i++) {
    gradient[i] = penalty * weights[i]!;
    hessian[i * width + i] = penalty;
  }
  // The bias is not penalised; a trace keeps the system solvable when the classes are separated.
  hessian[width * width - 1] = 1e-12;
  for (let r = 0; r < labels.length; r++) {
    const row = x.subarray(r * width, (r + 1) * width);
    const p = 1 / (1 + Math.exp(-row.reduce((sum, value, i) => sum + value * weights[i]!, 0)));
    const share = rowWeight(labels[r]!);
    const curvature = share * p * (1 - p);
    for (let i = 0; i < width; i++) {
      gradient[i]! += share * (p - labels[r]!) * row[i]!;
      const factor = curvature * row[i]!;
      if (factor !== 0) for (let j = 0; j <= i; j++) hessian[i * width + j]! += factor * row[j]!;
    }
  }
  return { gradient, hessian };
}

function standardisation(features: Float32Array, rows: number, columns: number) {
  const mean = new Float64Array(columns);
  const scale = new Float64Array(columns);
  for (let i = 0; i < features.length; i++) mean[i % columns]! += features[i]! / rows;
  for (let i = 0; i < features.length; i++) scale[i % columns]! += (features[i]! - mean[i % columns]!) ** 2 / rows;
  // A constant column says nothing; dividing by 1 leaves it at zero.
  return { mean, scale: scale.map((variance) => Math.sqrt(variance) || 1) };
}

/** Solves A x = b for a symmetric positive definite A, of which the lower triangle is given, by Cholesky. */
function solveSymmetric(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const l = a.slice();
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = l[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= l[i * n + k]! * l[j * n + k]!;
      l[i * n + j] = i === j ? Math.sqrt(Math.max(sum, Number.MIN_VALUE)) : sum / l[j * n + j]!;
    }
  const y = b.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) y[i]! -= l[i * n + k]! * y[k]!;
    y[i]! /= l[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) y[i]! -= l[k * n + i]! * y[k]!;
    y[i]! /= l[i * n + i]!;
  }
  return y;
}
