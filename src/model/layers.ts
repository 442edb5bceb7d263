import * as tf from '@tensorflow/tfjs';
import { LEAKY_SLOPE, elements } from '../core/architecture';
import type { Activation, LayerSpec } from '../core/architecture';

/** A layer's linear operation on x, NHWC: dense, strided convolution (smaller) or its transpose (larger). */
export function linear(x: tf.Tensor4D, kernel: tf.Tensor, layer: LayerSpec): tf.Tensor4D {
  const batch = x.shape[0];
  const [height, width, channels] = layer.output;
  switch (layer.kind) {
    case 'dense':
      return x
        .reshape([batch, elements(layer.input)])
        .matMul(kernel as tf.Tensor2D)
        .reshape([batch, height, width, channels]);
    case 'conv':
      return tf.conv2d(x, kernel as tf.Tensor4D, layer.stride, 'same');
    case 'transposedConv':
      return tf.conv2dTranspose(
        x,
        kernel as tf.Tensor4D,
        [batch, height, width, channels],
        layer.stride,
        'same',
      );
    default:
      return layer.kind satisfies never;
  }
}

/** The activation, element by element; LeakyReLU with the paper's slope of 0.2. */
export function activate(x: tf.Tensor4D, activation: Activation): tf.Tensor4D {
  switch (activation) {
    case 'relu':
      return x.relu();
    case 'leakyRelu':
      return tf.leakyRelu(x, LEAKY_SLOPE);
    case 'tanh':
      return x.tanh();
    case 'sigmoid':
      return x.sigmoid();
    case 'linear':
      return x;
    default:
      return activation satisfies never;
  }
}

/** Each pixel becomes 2x2 of itself: the upsampling that fractionally-strided convolution replaces. */
export function upsample(x: tf.Tensor4D): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  // Joining a tensor with itself rather than resizing: the gradient is a plain sum, which every backend has.
  const twice = (parts: tf.Tensor) => tf.concat([parts, parts], 1);
  const rows = twice(x.reshape([batch * height, 1, width * channels]));
  const columns = twice(rows.reshape([batch * height * 2 * width, 1, channels]));
  return columns.reshape([batch, height * 2, width * 2, channels]);
}

/** 2x2 max pooling with stride 2: the pooling that strided convolution replaces. Of equal values the first wins. */
export function maxPool(x: tf.Tensor4D): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  // Pairs of rows, then pairs of columns, by element-wise maximum: the wasm backend has no gradient of its own
  // max pooling.
  const rows = larger(x.reshape([(batch * height) / 2, 2, width * channels]));
  const columns = larger(rows.reshape([(batch * height * width) / 4, 2, channels]));
  return columns.reshape([batch, height / 2, width / 2, channels]);
}

function larger(pairs: tf.Tensor): tf.Tensor {
  const [first, second] = tf.split(pairs, 2, 1);
  return tf.maximum(first!, second!);
}
