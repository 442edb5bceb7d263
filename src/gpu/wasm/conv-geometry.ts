import * as tf from '@tensorflow/tfjs';
import type { Conv2DBackpropInputAttrs } from '@tensorflow/tfjs';

/** Height and width. */
export type Extent = readonly [height: number, width: number];
type Shape4D = [number, number, number, number];

/**
 * The sizes of one 2-D convolution, NHWC; `top` and `left` are the rows and columns of padding before the
 * input.
 */
export interface ConvGeometry {
  batch: number;
  input: Extent;
  output: Extent;
  kernel: Extent;
  stride: Extent;
  top: number;
  left: number;
  inChannels: number;
  outChannels: number;
}

/**
 * Works out a convolution's sizes from tfjs's attributes. Throws for channels-first data, which wasm does not
 * do.
 */
export function convGeometry(
  inputShape: readonly number[],
  filterShape: readonly number[],
  strides: Conv2DBackpropInputAttrs['strides'],
  pad: Conv2DBackpropInputAttrs['pad'],
  roundingMode: Conv2DBackpropInputAttrs['dimRoundingMode'],
  dataFormat: Conv2DBackpropInputAttrs['dataFormat'],
): ConvGeometry {
  if (dataFormat !== 'NHWC') throw new Error(`the wasm convolutions take NHWC data, not ${dataFormat}`);
  const info = tf.backend_util.computeConv2DInfo(
    inputShape as Shape4D,
    filterShape as Shape4D,
    strides,
    1,
    pad,
    roundingMode,
  );
  return {
    batch: info.batchSize,
    input: [info.inHeight, info.inWidth],
    output: [info.outHeight, info.outWidth],
    kernel: [info.filterHeight, info.filterWidth],
    stride: [info.strideHeight, info.strideWidth],
    top: info.padInfo.top,
    left: info.padInfo.left,
    inChannels: info.inChannels,
    outChannels: info.outChannels,
  };
}
