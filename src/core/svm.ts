import type { Table } from './frechet';
import type { RandomStream } from './random';

/** A linear classifier of rows: a weight vector and a bias for each class. */
export interface LinearClassifier {
  classes: number;
  columns: number;
  /** Row-major [classes, columns + 1]; the last of each row is the bias. */
  weights: Float64Array<ArrayBuffer>;
}

/** How a support vector machine is fitted. */
export interface SvmOptions {
  /** What a violated margin costs beside the length of the weights: the C of the literature. */
  cost: number;
  /** Rounds through all rows at most. */
  rounds: number;
  random: RandomStream;
  pause: () => Promise<void>;
}

/** The range of projected gradients at which the machine is as good as it gets. */
const TOLERANCE = 0.01;
/** Rows gone through before others get a turn. */
const SLICE = 64;

/**
 * Linear support vector machines with the squared hinge loss, one class against all others, by dual coordinate descent
 * (Hsieh, Chang, Lin, Keerthi, Sundararajan 2008, algorithm 1): minimises |w|^2 / 2 + C sum max(0, 1 - y w x)^2 with the
 * bias as the weight of a constant feature. `labels[n]` is the class of row n.
 */
export async function fitSvm(table: Table, labels: ArrayLike<number>, classes: number, options: SvmOptions): Promise<LinearClassifier> {
  const { columns } = table;
  const weights = new Float64Array(classes * (columns + 1));
  const norms = Float64Array.from({ length: table.rows }, (_, n) => 1 + squareOf(table, n));
  for (let label = 0; label < classes; label++) {
    const own = weights.subarray(label * (columns + 1), (label + 1) * (columns + 1));
    await descend(table, norms, (n) => (labels[n] === label ? 1 : -1), own, options);
  }
  return { classes, columns, weights };
}

function squareOf({ columns, values }: Table, row: number): number {
  let sum = 0;
  for (let c = 0; c < columns; c++) sum += values[row * columns + c]! ** 2;
  return sum;
}

async function descend(
  table: Table,
  norms: Float64Array,
  sign: (row: number) => number,
  weights: Float64Array,
  { cost, rounds, random, pause }: SvmOptions,
): Promise<void> {
  const { rows, columns, values } = table;
  const alpha = new Float64Array(rows);
  const diagonal = 1 / (2 * cost);
  for (let round = 0; round < rounds; round++) {
    let [most, least] = [-Infinity, Infinity];
    for (const [n, row] of random.permutation(rows).entries()) {
      if (n % SLICE === SLICE - 1) await pause();
      const y = sign(row);
      const gradient = y * responseOf(weights, values, row * columns, columns) - 1 + diagonal * alpha[row]!;
      const projected = alpha[row] === 0 ? Math.min(gradient, 0) : gradient;
      most = Math.max(most, projected);
      least = Math.min(least, projected);
      if (projected === 0) continue;
      const next = Math.max(0, alpha[row]! - gradient / (norms[row]! + diagonal));
      const change = (next - alpha[row]!) * y;
      alpha[row] = next;
      for (let c = 0; c < columns; c++) weights[c]! += change * values[row * columns + c]!;
      weights[columns]! += change;
    }
    if (most - least < TOLERANCE) return;
  }
}

function responseOf(weights: Float64Array, values: Float32Array, offset: number, columns: number): number {
  let sum = weights[columns]!;
  for (let c = 0; c < columns; c++) sum += weights[c]! * values[offset + c]!;
  return sum;
}

/** The class with the strongest response for each row. */
export function classify({ classes, columns, weights }: LinearClassifier, { rows, values }: Table): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: rows }, (_, row) => {
    let [best, found] = [-Infinity, 0];
    for (let label = 0; label < classes; label++) {
      const own = weights.subarray(label * (columns + 1), (label + 1) * (columns + 1));
      const response = responseOf(own, values, row * columns, columns);
      if (response > best) [best, found] = [response, label];
    }
    return found;
  });
}

/** What a table's columns are shifted and scaled by. */
export interface Standardisation {
  mean: Float64Array;
  scale: Float64Array;
}

/** Shift and scale that give each column mean 0 and variance 1, and a row the length 1 on average. */
export function standardisation({ rows, columns, values }: Table): Standardisation {
  const mean = new Float64Array(columns);
  const square = new Float64Array(columns);
  for (let n = 0; n < rows; n++)
    for (let c = 0; c < columns; c++) {
      const value = values[n * columns + c]!;
      mean[c]! += value / rows;
      square[c]! += value ** 2 / rows;
    }
  const scale = square.map((value, c) => {
    const variance = value - mean[c]! ** 2;
    // A column that does not vary tells nothing.
    return variance > 1e-10 * value ? 1 / Math.sqrt(variance * columns) : 0;
  });
  return { mean, scale };
}

/** The table with its columns shifted and scaled. */
export function standardised({ rows, columns, values }: Table, { mean, scale }: Standardisation): Table {
  return { rows, columns, values: values.map((value, i) => (value - mean[i % columns]!) * scale[i % columns]!) };
}
