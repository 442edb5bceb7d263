import * as tf from '@tensorflow/tfjs';
import type { LeakyReluAttrs } from '@tensorflow/tfjs';
import { disposeInfos, runKernel } from './kernel';
import type { KernelCall, TensorInfo } from './kernel';

/**
 * LeakyReLU as x times a step that is 1 where x > 0 and alpha elsewhere: two SIMD passes for one scalar loop.
 */
export function leakyRelu({
  backend,
  inputs: { x },
  attrs: { alpha },
}: KernelCall<'x', LeakyReluAttrs>): TensorInfo {
  const slope = runKernel(tf.Step, backend, { x }, { alpha });
  const output = runKernel(tf.Multiply, backend, { a: x, b: slope });
  disposeInfos(backend, slope);
  return output;
}
