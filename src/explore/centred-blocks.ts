import * as tf from '@tensorflow/tfjs';
import type { LinearMap } from '../core/pca';
import { breathe } from './breathe';

/** Rows of one block: small enough that no block of any preset's features is over 17 MB. */
export const BLOCK_ROWS = 250;

/** A tall matrix on the backend, in blocks of rows, with its column means taken off; PCA knows it by its products. */
export class CentredBlocks {
  readonly rows: number;
  readonly columns: number;
  readonly #blocks: readonly tf.Tensor2D[];

  /** Takes the blocks over and frees them; there must be at least one. */
  constructor(blocks: readonly tf.Tensor2D[]) {
    this.rows = blocks.reduce((sum, block) => sum + block.shape[0], 0);
    this.columns = blocks[0]!.shape[1];
    const mean = tf.tidy(() => tf.stack(blocks.map((block) => block.sum(0))).sum(0).div(this.rows));
    this.#blocks = blocks.map((block) => block.sub(mean));
    for (const tensor of [...blocks, mean]) tensor.dispose();
  }

  /** The blocks of a row-major matrix. */
  static of(values: Float32Array, rows: number, columns: number): CentredBlocks {
    const blocks: tf.Tensor2D[] = [];
    for (let start = 0; start < rows; start += BLOCK_ROWS) {
      const end = Math.min(rows, start + BLOCK_ROWS);
      blocks.push(tf.tensor2d(values.slice(start * columns, end * columns), [end - start, columns]));
    }
    return new CentredBlocks(blocks);
  }

  /** The variances of all columns together. */
  async totalVariance(): Promise<number> {
    const sum = tf.tidy(() => tf.stack(this.#blocks.map((block) => block.square().sum())).sum().div(this.rows));
    const [variance = 0] = await sum.data();
    sum.dispose();
    return variance;
  }

  /** The matrix as PCA takes it. A product throws when `signal` has given up. */
  asMap(signal?: AbortSignal): LinearMap {
    const { rows, columns } = this;
    return {
      rows,
      columns,
      times: async (x) => {
        await breathe();
        signal?.throwIfAborted();
        return readColumns(
          tf.tidy(() => {
            const factor = fromColumns(x, columns);
            return tf.concat2d(
              this.#blocks.map((block) => tf.matMul<tf.Tensor2D>(block, factor)),
              0,
            );
          }),
        );
      },
      transposedTimes: async (y) => {
        await breathe();
        signal?.throwIfAborted();
        return readColumns(
          tf.tidy(() => {
            const parts = tf.split(
              fromColumns(y, rows),
              this.#blocks.map((block) => block.shape[0]),
            );
            return tf.stack(this.#blocks.map((block, n) => tf.matMul<tf.Tensor2D>(block, parts[n]!, true))).sum<tf.Tensor2D>(0);
          }),
        );
      },
    };
  }

  dispose(): void {
    for (const block of this.#blocks) block.dispose();
  }
}

function fromColumns(columns: readonly Float64Array[], rows: number): tf.Tensor2D {
  const values = new Float32Array(rows * columns.length);
  columns.forEach((column, k) => column.forEach((value, r) => (values[r * columns.length + k] = value)));
  return tf.tensor2d(values, [rows, columns.length]);
}

async function readColumns(matrix: tf.Tensor2D): Promise<Float64Array[]> {
  const [rows, count] = matrix.shape;
  const values = await matrix.data();
  matrix.dispose();
  return Array.from({ length: count }, (_, k) =>
    Float64Array.from({ length: rows }, (__, r) => values[r * count + k]!),
  );
}
