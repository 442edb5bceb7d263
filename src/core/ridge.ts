import { symmetricEigen } from './pca';
import { dot } from './latent-space';

/** A linear score for each class: weights on centred features, plus the class's share. */
export interface LinearClassifier {
  mean: Float64Array;
  weights: readonly Float64Array[];
  shares: Float64Array;
}

/** Ridge's penalty in shares of the features' mean variance: enough to keep directions without data from mattering. */
const PENALTY = 0.01;

/**
 * Fits a classifier by ridge regression of each class's indicator on the features (Hoerl and Kennard 1970):
 * w = (X^T X / n + penalty I)^-1 X^T y / n for centred X and y, by the eigendecomposition of X^T X / n. There must be at
 * least one row; `labels` are from 0 to `classes` - 1.
 */
export function fitRidge(
  rows: readonly Float64Array[],
  labels: ArrayLike<number>,
  classes: number,
): LinearClassifier {
  const width = rows[0]!.length;
  const mean = new Float64Array(width);
  for (const row of rows) row.forEach((value, i) => (mean[i]! += value / rows.length));
  const centred = rows.map((row) => row.map((value, i) => value - mean[i]!));
  const covariance = Array.from({ length: width }, () => new Float64Array(width));
  for (const row of centred)
    for (let i = 0; i < width; i++)
      for (let j = 0; j < width; j++) covariance[i]![j]! += (row[i]! * row[j]!) / rows.length;
  const { values, vectors } = symmetricEigen(covariance);
  const penalty = (PENALTY * values.reduce((sum, value) => sum + value, 0)) / width + Number.MIN_VALUE;
  const shares = new Float64Array(classes);
  for (let n = 0; n < rows.length; n++) shares[labels[n]!]! += 1 / rows.length;
  const weights = Array.from({ length: classes }, (_, label) => {
    const moment = new Float64Array(width);
    centred.forEach((row, n) => {
      const target = (labels[n] === label ? 1 : 0) - shares[label]!;
      for (let i = 0; i < width; i++) moment[i]! += (row[i]! * target) / rows.length;
    });
    const weight = new Float64Array(width);
    vectors.forEach((vector, k) => {
      const along = dot(vector, moment) / (Math.max(0, values[k]!) + penalty);
      for (let i = 0; i < width; i++) weight[i]! += along * vector[i]!;
    });
    return weight;
  });
  return { mean, weights, shares };
}

/** The class with the highest score. */
export function classify({ mean, weights, shares }: LinearClassifier, row: Float64Array): number {
  const centred = row.map((value, i) => value - mean[i]!);
  let best = 0;
  let highest = -Infinity;
  weights.forEach((weight, label) => {
    const score = dot(weight, centred) + shares[label]!;
    if (score > highest) [best, highest] = [label, score];
  });
  return best;
}
