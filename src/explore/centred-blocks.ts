import * as tf from '@tensorflow/tfjs';
import type { DataMatrix } from '../core/pca';
import { breathe } from './breathe';

/** Numbers of one block: no more than 16 MB of them, which every adapter takes as one buffer. */
const BLOCK_NUMBERS = 2 ** 22;

/** Rows of one block of so many columns. */
export function blockRows(columns: number): number {
  return Math.max(1, Math.floor(BLOCK_NUMBERS / columns));
}

/** A tall matrix on the backend, in blocks of rows, with its column means taken off, as PCA takes it. */
export class CentredBlocks implements DataMatrix<tf.Tensor2D> {
  readonly rows: number;
  readonly columns: number;
  readonly #blocks: readonly tf.Tensor2D[];
  readonly #panels = new Set<tf.Tensor2D>();
  readonly #signal: AbortSignal | undefined;

  /** Takes rows over and frees what they came in, at least one tensor. Products throw when `signal` has given up. */
  constructor(parts: readonly tf.Tensor2D[], signal?: AbortSignal) {
    const blocks = merged(parts);
    this.#signal = signal;
    this.rows = blocks.reduce((sum, block) => sum + block.shape[0], 0);
    this.columns = blocks[0]!.shape[1];
    const mean = tf.tidy(() => sumOf(blocks.map((block) => block.sum(0))).div(this.rows));
    this.#blocks = blocks.map((block) => block.sub(mean));
    for (const tensor of [...blocks, mean]) tensor.dispose();
  }

  /** The variances of all columns together. */
  async totalVariance(): Promise<number> {
    const sum = tf.tidy(() => sumOf(this.#blocks.map((block) => block.square().sum())).div(this.rows));
    const [variance = 0] = await sum.data();
    sum.dispose();
    return variance;
  }

  panel(columns: readonly Float32Array[]): tf.Tensor2D {
    return this.#keep(() => fromColumns(columns));
  }

  times(v: tf.Tensor2D): tf.Tensor2D {
    return this.#keep(() => tf.concat2d(this.#blocks.map((block) => tf.matMul<tf.Tensor2D>(block, v)), 0));
  }

  square(v: tf.Tensor2D): tf.Tensor2D {
    return this.#keep(() =>
      sumOf(this.#blocks.map((block) => tf.matMul<tf.Tensor2D>(block, tf.matMul<tf.Tensor2D>(block, v), true))),
    );
  }

  combine(v: tf.Tensor2D, weights: readonly Float64Array[]): tf.Tensor2D {
    return this.#keep(() => tf.matMul<tf.Tensor2D>(v, fromColumns(weights)));
  }

  async products(...panels: tf.Tensor2D[]): Promise<Float64Array[][]> {
    await breathe();
    this.#signal?.throwIfAborted();
    const joined = tf.tidy(() => tf.concat(panels.map((v) => tf.matMul<tf.Tensor2D>(v, v, true).flatten())));
    const values = await joined.data();
    joined.dispose();
    let at = 0;
    return panels.map(({ shape: [, width] }) =>
      Array.from({ length: width }, () => Float64Array.from(values.subarray(at, (at += width)))),
    );
  }

  async read(v: tf.Tensor2D): Promise<Float64Array[]> {
    const [rows, count] = v.shape;
    const values = await v.data();
    return Array.from({ length: count }, (_, k) => {
      const column = new Float64Array(rows);
      for (let r = 0; r < rows; r++) column[r] = values[r * count + k]!;
      return column;
    });
  }

  free(v: tf.Tensor2D): void {
    this.#panels.delete(v);
    v.dispose();
  }

  /** Frees the matrix and every panel of it. */
  dispose(): void {
    for (const tensor of [...this.#blocks, ...this.#panels]) tensor.dispose();
    this.#panels.clear();
  }

  #keep(make: () => tf.Tensor2D): tf.Tensor2D {
    const panel = tf.tidy(make);
    this.#panels.add(panel);
    return panel;
  }
}

/** Neighbouring parts made one where that gives no more than a block. Frees those that it replaces. */
function merged(parts: readonly tf.Tensor2D[]): tf.Tensor2D[] {
  const most = blockRows(parts[0]!.shape[1]);
  const groups: tf.Tensor2D[][] = [];
  let rows = Infinity;
  for (const part of parts) {
    rows += part.shape[0];
    if (rows <= most) groups.at(-1)!.push(part);
    else {
      groups.push([part]);
      [rows] = part.shape;
    }
  }
  return groups.map((group) => {
    if (group.length === 1) return group[0]!;
    const whole = tf.concat2d(group, 0);
    for (const part of group) part.dispose();
    return whole;
  });
}

/** The sum of tensors of one shape. */
function sumOf<T extends tf.Tensor>(parts: readonly T[]): T {
  return parts.length === 1 ? parts[0]! : (tf.addN([...parts]) as T);
}

function fromColumns(columns: readonly ArrayLike<number>[]): tf.Tensor2D {
  const count = columns.length;
  const rows = columns[0]!.length;
  const values = new Float32Array(rows * count);
  columns.forEach((column, k) => {
    for (let r = 0; r < rows; r++) values[r * count + k] = column[r]!;
  });
  return tf.tensor2d(values, [rows, count]);
}
