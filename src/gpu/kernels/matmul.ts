import type { Tuning } from './conv-launch';
import { denseForward } from './dense';
import type { Program } from './program';

/**
 * The product of two square matrices of `size`, by the same register tile as every other kernel here: its
 * rate is the practical limit that a training step is measured against. Bindings: x, weights, y.
 */
export function matmul(size: number, tuning?: Tuning): Program[] {
  return denseForward({ batch: size, inputs: size, outputs: size }, tuning);
}
