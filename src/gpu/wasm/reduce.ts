import * as tf from '@tensorflow/tfjs';
import type { MeanAttrs, SumAttrs } from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { disposeInfos, floats, runKernel } from './kernel';
import type { Kernel, KernelCall, TensorInfo } from './kernel';

/**
 * Sum over the leading axes, and over all: batch norm's and every bias's. The stock kernel transposes the
 * whole tensor first and then adds one number at a time. Other axes go to the stock kernel.
 */
export function sumWith(stock: Kernel<'x', SumAttrs>): Kernel<'x', SumAttrs> {
  return (call) => sumOfRows(call, () => 1) ?? stock(call);
}

/** Mean over the leading axes, and over all; see {@link sumWith}. */
export function meanWith(stock: Kernel<'x', MeanAttrs>): Kernel<'x', MeanAttrs> {
  return (call) => sumOfRows(call, (rows) => 1 / rows) ?? stock(call);
}

/**
 * Rows that XNNPACK adds up in single precision before we go on in double: enough for speed, few enough for
 * accuracy.
 */
const POOLED_ROWS = 256;
/** With fewer rows than this to a pool, pooling costs more than it saves. */
const FEW_ROWS = 8;
/**
 * The most channels that XNNPACK pools at once: it keeps a float of each on its stack, which has room for fewer than
 * 16384 and is not guarded.
 */
const WIDEST = 8192;

function sumOfRows(
  { backend, inputs: { x }, attrs: { axis, keepDims } }: KernelCall<'x', SumAttrs>,
  scale: (rows: number) => number,
): TensorInfo | undefined {
  const axes = tf.util.parseAxisParam(axis, x.shape).toSorted((a, b) => a - b);
  const leading = axes.every((value, i) => value === i);
  if (x.dtype !== 'float32' || !leading || tf.util.sizeFromShape(x.shape) === 0) return undefined;
  const [outShape, reduced] = tf.backend_util.computeOutAndReduceShapes(x.shape, axes);
  const rows = tf.util.sizeFromShape(reduced);
  const sums = columnSums(backend, x, rows, tf.util.sizeFromShape(outShape));
  const factor = scale(rows);
  const shape = keepDims ? tf.backend_util.expandShapeToKeepDim(outShape, axes) : outShape;
  const output = backend.makeOutput(shape, 'float32');
  floats(backend, output).set(factor === 1 ? sums : sums.map((sum) => sum * factor));
  return output;
}

/** The sum of each column of x taken as rows x columns. */
function columnSums(backend: BackendWasm, x: TensorInfo, rows: number, columns: number): Float64Array {
  const pool = largestDivisor(rows, POOLED_ROWS);
  if (pool < FEW_ROWS || columns > WIDEST) return foldRows(floats(backend, x), columns, 1);
  // Average pooling over `pool` blocks of rows adds them up with SIMD; the folded columns are wide even where
  // there are few, and the sums are of numbers far apart in memory but equally many, so that the rounding
  // errors stay small.
  const groups = rows / pool;
  const folded = largestDivisor(groups, Math.floor(WIDEST / columns));
  const averages = runKernel(
    tf.AvgPool,
    backend,
    { x: { ...x, shape: [groups / folded, pool, 1, folded * columns] } },
    { filterSize: [pool, 1], strides: 1, pad: 'valid' },
  );
  const sums = foldRows(floats(backend, averages), columns, pool);
  disposeInfos(backend, averages);
  return sums;
}

function foldRows(values: Float32Array, columns: number, factor: number): Float64Array {
  const sums = new Float64Array(columns);
  for (let row = 0; row < values.length; row += columns) {
    for (let column = 0; column < columns; column++) sums[column] = sums[column]! + values[row + column]!;
  }
  return factor === 1 ? sums : sums.map((sum) => sum * factor);
}

function largestDivisor(n: number, limit: number): number {
  for (let divisor = Math.min(n, limit); divisor > 1; divisor--) if (n % divisor === 0) return divisor;
  return 1;
}
