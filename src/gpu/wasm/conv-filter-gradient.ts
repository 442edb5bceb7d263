import * as tf from '@tensorflow/tfjs';
import type { Conv2DBackpropFilterAttrs } from '@tensorflow/tfjs';
import { convGeometry } from './conv-geometry';
import type { ConvGeometry } from './conv-geometry';
import { disposeInfos, floats, runKernel } from './kernel';
import type { KernelCall, TensorInfo } from './kernel';

/**
 * The gradient of a convolution with respect to its filter, which the wasm backend lacks.
 *
 * dW[u, v, c, o] = sum over b, i, j of x[b, s i + u - top, s j + v - left, c] dy[b, i, j, o]
 *
 * is itself a convolution: of x with batch and channels swapped, by dy as the filter, dilated by the stride
 * s. Its "pixels" are the taps (u, v), its input channels the batch, and XNNPACK runs it fast.
 */
export function convFilterGradient({
  backend,
  inputs: { x, dy },
  attrs,
}: KernelCall<'x' | 'dy', Conv2DBackpropFilterAttrs>): TensorInfo {
  const { filterShape, strides, pad, dimRoundingMode, dataFormat } = attrs;
  const conv = convGeometry(x.shape, filterShape, strides, pad, dimRoundingMode, dataFormat);
  const images = runKernel(tf.Transpose, backend, { x }, { perm: [3, 1, 2, 0] });
  const filter = runKernel(tf.Transpose, backend, { x: dy }, { perm: [1, 2, 0, 3] });
  const gradient = runKernel(
    tf.Conv2D,
    backend,
    { x: images, filter },
    {
      strides: 1,
      dilations: [conv.stride[0], conv.stride[1]],
      pad: [
        [0, 0],
        [conv.top, overhang(conv, 0)],
        [conv.left, overhang(conv, 1)],
        [0, 0],
      ],
      dataFormat: 'NHWC',
    },
  );
  const output = backend.makeOutput([...filterShape], 'float32');
  channelsInside(floats(backend, gradient), gradient.shape, floats(backend, output), filterShape);
  disposeInfos(backend, images, filter, gradient);
  return output;
}

/** Rows (axis 0) or columns (axis 1) of padding that the last window needs beyond the end of the input. */
function overhang({ output, stride, kernel, input, top, left }: ConvGeometry, axis: 0 | 1): number {
  const end = (output[axis] - 1) * stride[axis] + kernel[axis] - (axis === 0 ? top : left);
  return Math.max(0, end - input[axis]);
}

/**
 * [channels, height, width, outputs] to [height, width, channels, outputs]; the source may have more rows and
 * columns than there are taps, where the last window ends before the input does.
 */
function channelsInside(
  source: Float32Array,
  sourceShape: readonly number[],
  target: Float32Array,
  [height, width, channels, outputs]: readonly [number, number, number, number],
): void {
  const [, sourceHeight = 0, sourceWidth = 0] = sourceShape;
  let to = 0;
  for (let u = 0; u < height; u++) {
    for (let v = 0; v < width; v++) {
      for (let c = 0; c < channels; c++) {
        let from = ((c * sourceHeight + u) * sourceWidth + v) * outputs;
        for (let o = 0; o < outputs; o++) target[to++] = source[from++]!;
      }
    }
  }
}
