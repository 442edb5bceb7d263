import { convForward } from './conv-forward';
import { convInputGradient } from './conv-input-gradient';
import type { Tuning } from './conv-launch';
import { MIN_LOGIT_INPUTS, denseLogit } from './dense-logit';
import { convFilterGradient, type FilterGradient } from './filter-gradient';
import { convGeometry, type ConvGeometry } from './geometry';
import type { Program } from './program';

/** A dense layer: x [batch, inputs] times weights [inputs, outputs] gives y [batch, outputs]. */
export interface DenseShape {
  batch: number;
  inputs: number;
  outputs: number;
}

/**
 * A dense layer is a convolution whose kernel is one pixel. The batch is laid out as one line of pixels,
 * because the filter gradient walks along lines.
 */
export function denseGeometry({ batch, inputs, outputs }: DenseShape): ConvGeometry {
  return convGeometry({
    batch: 1,
    inHeight: 1,
    inWidth: batch,
    inChannels: inputs,
    outChannels: outputs,
    kernel: 1,
    stride: 1,
  });
}

/** y = x weights. Bindings: x, weights, y. */
export function denseForward(shape: DenseShape, tuning?: Tuning): Program[] {
  if (shape.outputs === 1 && shape.inputs >= MIN_LOGIT_INPUTS) return [denseLogit(shape)];
  return convForward(denseGeometry(shape), tuning);
}

/** dx = dy transpose(weights). Bindings: dy, weights, dx. */
export function denseInputGradient(shape: DenseShape, tuning?: Tuning): Program[] {
  return convInputGradient(denseGeometry(shape), tuning);
}

/**
 * dWeights = transpose(x) dy. Bindings: (x, dy, dWeights), or (x, dy, partial) and then (partial,
 * dWeights).
 */
export function denseWeightGradient(shape: DenseShape, tuning?: Tuning): FilterGradient {
  return convFilterGradient(denseGeometry(shape), tuning);
}
