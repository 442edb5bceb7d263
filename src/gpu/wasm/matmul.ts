import * as tf from '@tensorflow/tfjs';
import type { BatchMatMulAttrs } from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { disposeInfos, floats, runKernel } from './kernel';
import type { Kernel, TensorInfo } from './kernel';

/**
 * Matrix products with a transposed factor. The stock kernel multiplies two plain matrices through XNNPACK
 * but falls back on a scalar loop as soon as one is transposed, which is every gradient of a dense layer;
 * transposing first costs next to nothing.
 */
export function matMulWith(stock: Kernel<'a' | 'b', BatchMatMulAttrs>): Kernel<'a' | 'b', BatchMatMulAttrs> {
  return (call) => {
    const { backend, inputs, attrs } = call;
    if (isBatch(inputs.a) || isBatch(inputs.b)) return stock(call);
    const a = attrs.transposeA ? transposed(backend, inputs.a) : inputs.a;
    const b = ownOperator(backend, attrs.transposeB ? transposed(backend, inputs.b) : inputs.b);
    const product = stock({ backend, inputs: { a, b }, attrs: { transposeA: false, transposeB: false } });
    if (a !== inputs.a) disposeInfos(backend, a);
    if (b !== inputs.b) disposeInfos(backend, b);
    return product;
  };
}

/** The transpose of a matrix in memory of its own, also where it is the same numbers in the same order. */
function transposed(backend: BackendWasm, matrix: TensorInfo): TensorInfo {
  const [rows = 0, columns = 0] = matrix.shape.slice(-2);
  const x = { ...matrix, shape: [rows, columns] };
  return rows === 1 || columns === 1
    ? copy(backend, { ...x, shape: [columns, rows] })
    : runKernel(tf.Transpose, backend, { x }, { perm: [1, 0] });
}

/**
 * The shape in which each right factor was first multiplied. XNNPACK's packed copy of a right factor is kept
 * under the tensor's data alone, so the same data in another shape would be multiplied as if it still had the
 * first.
 */
const packedShapes = new WeakMap<object, string>();

function ownOperator(backend: BackendWasm, b: TensorInfo): TensorInfo {
  const shape = b.shape.slice(-2).join('x');
  const packed = packedShapes.get(b.dataId);
  if (packed !== undefined && packed !== shape) return copy(backend, b);
  packedShapes.set(b.dataId, shape);
  return b;
}

function copy(backend: BackendWasm, { dataId, shape, dtype }: TensorInfo): TensorInfo {
  const target = backend.makeOutput(shape, dtype);
  floats(backend, target).set(floats(backend, { dataId, shape, dtype }));
  return target;
}

function isBatch({ shape }: TensorInfo): boolean {
  return tf.util.sizeFromShape(shape.slice(0, -2)) !== 1;
}
