import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

/** A tensor that tfjs has not wrapped: where it lies, its shape and its type. */
export type TensorInfo = tf.TensorInfo;

/** What tfjs hands to a kernel of the wasm backend. */
export interface KernelCall<InputNames extends string, Attrs = unknown> {
  backend: BackendWasm;
  inputs: Record<InputNames, TensorInfo>;
  attrs: Attrs;
}

/** A kernel of the wasm backend: one output, owned by the caller. */
export type Kernel<InputNames extends string, Attrs = unknown> = (
  call: KernelCall<InputNames, Attrs>,
) => TensorInfo;

/** Runs one of the wasm backend's kernels on bare tensors; the caller owns what it returns. */
export function runKernel(
  name: string,
  backend: BackendWasm,
  inputs: Record<string, TensorInfo>,
  attrs: object = {},
): TensorInfo {
  const kernel = tf.getKernel(name, 'wasm');
  const output = kernel.kernelFunc({ backend, inputs, attrs: attrs as tf.NamedAttrMap });
  return output as TensorInfo;
}

/** Frees tensors that never left a kernel. */
export function disposeInfos(backend: BackendWasm, ...infos: readonly TensorInfo[]): void {
  for (const { dataId } of infos) backend.disposeData(dataId);
}

/**
 * The floats of a tensor on the wasm heap, in place. Valid only until the next allocation, which may move the
 * heap: take the views after every output has been made.
 */
export function floats(backend: BackendWasm, info: TensorInfo): Float32Array {
  return backend.typedArrayFromHeap(info) as Float32Array;
}
