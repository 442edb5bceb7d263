import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { Conv2DBackpropInputAttrs } from '@tensorflow/tfjs';
import { convGeometry } from './conv-geometry';
import type { ConvGeometry } from './conv-geometry';
import { disposeInfos, floats, runKernel } from './kernel';
import type { KernelCall, TensorInfo } from './kernel';

/**
 * Below this many input channels XNNPACK's convolutions waste most of their lanes (they compute eight output
 * channels at a time), and the matrix product over all taps at once is faster.
 */
const FEW_CHANNELS = 8;

/**
 * The gradient of a convolution with respect to its input, which is also the forward pass of a transposed
 * convolution:
 *
 * dx[b, y, x, c] = sum over u, v, o of dy[b, (y + top - u) / s, (x + left - v) / s, o] W[u, v, c, o]
 *
 * over those taps (u, v) for which the divisions leave no rest. The backend's own kernel is one scalar loop.
 */
export function convInputGradient({
  backend,
  inputs: { dy, filter },
  attrs,
}: KernelCall<'dy' | 'filter', Conv2DBackpropInputAttrs>): TensorInfo {
  const { inputShape, strides, pad, dimRoundingMode, dataFormat } = attrs;
  const conv = convGeometry(inputShape, filter.shape, strides, pad, dimRoundingMode, dataFormat);
  const gradient = conv.inChannels < FEW_CHANNELS ? byColumns : byPhases;
  return gradient(backend, dy, filter, conv);
}

/** All taps at once, as the matrix product dy W', whose columns are then added up where their windows lie. */
function byColumns(backend: BackendWasm, dy: TensorInfo, filter: TensorInfo, conv: ConvGeometry): TensorInfo {
  const { batch, input, output, kernel, inChannels, outChannels } = conv;
  const taps = kernel[0] * kernel[1] * inChannels;
  const pixels = batch * output[0] * output[1];
  const weights = runKernel(
    tf.Transpose,
    backend,
    { x: { ...filter, shape: [taps, outChannels] } },
    { perm: [1, 0] },
  );
  const columns = runKernel(
    tf.BatchMatMul,
    backend,
    { a: { ...dy, shape: [pixels, outChannels] }, b: weights },
    { transposeA: false, transposeB: false },
  );
  const dx = backend.makeOutput([batch, input[0], input[1], inChannels], 'float32');
  addColumns(floats(backend, columns), floats(backend, dx), conv);
  disposeInfos(backend, weights, columns);
  return dx;
}

function addColumns(columns: Float32Array, dx: Float32Array, conv: ConvGeometry): void {
  const { batch, input, output, kernel, stride, top, left, inChannels } = conv;
  const tapRow = kernel[1] * inChannels;
  dx.fill(0);
  let window = 0;
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < output[0]; i++) {
      for (let j = 0; j < output[1]; j++) {
        const x = j * stride[1] - left;
        const first = Math.max(0, -x);
        const count = (Math.min(kernel[1], input[1] - x) - first) * inChannels;
        for (let u = 0; u < kernel[0]; u++) {
          const y = i * stride[0] + u - top;
          if (y < 0 || y >= input[0]) continue;
          const from = window + u * tapRow + first * inChannels;
          const to = ((b * input[0] + y) * input[1] + x + first) * inChannels;
          for (let n = 0; n < count; n++) dx[to + n] = dx[to + n]! + columns[from + n]!;
        }
        window += kernel[0] * tapRow;
      }
    }
  }
}

/**
 * The rows (or columns) of dx that share a remainder when divided by the stride: `count` of them from `first`
 * on, every stride-th. Row m of them is the sum over t of dy row m + offset - t times kernel row tap + stride
 * t.
 */
interface Phase {
  first: number;
  count: number;
  tap: number;
  taps: number;
  offset: number;
}

function phases(size: number, kernel: number, stride: number, before: number): Phase[] {
  return Array.from({ length: Math.min(stride, size) }, (_, first) => {
    const tap = (first + before) % stride;
    return {
      first,
      count: Math.ceil((size - first) / stride),
      tap,
      taps: Math.max(0, Math.ceil((kernel - tap) / stride)),
      offset: (first + before - tap) / stride,
    };
  });
}

/**
 * For each of the stride's phases one ordinary convolution of dy by that phase's taps, and the results
 * interleaved.
 */
function byPhases(backend: BackendWasm, dy: TensorInfo, filter: TensorInfo, conv: ConvGeometry): TensorInfo {
  const { batch, input, kernel, stride, top, left, inChannels } = conv;
  const dx = backend.makeOutput([batch, input[0], input[1], inChannels], 'float32');
  // With a kernel smaller than the stride some phases have no tap, and their part of dx stays zero.
  if (kernel[0] < stride[0] || kernel[1] < stride[1]) floats(backend, dx).fill(0);
  const swapped = runKernel(tf.Transpose, backend, { x: filter }, { perm: [0, 1, 3, 2] });
  for (const rows of phases(input[0], kernel[0], stride[0], top)) {
    for (const columns of phases(input[1], kernel[1], stride[1], left)) {
      if (rows.taps === 0 || columns.taps === 0) continue;
      const weights = phaseWeights(backend, swapped, rows, columns, conv);
      const part = runKernel(
        tf.Conv2D,
        backend,
        { x: dy, filter: weights },
        { strides: 1, dilations: 1, pad: phasePadding(rows, columns, conv), dataFormat: 'NHWC' },
      );
      interleave(floats(backend, part), part.shape, floats(backend, dx), rows, columns, conv);
      disposeInfos(backend, weights, part);
    }
  }
  disposeInfos(backend, swapped);
  return dx;
}

/** The phase's taps of the filter with swapped channels, in reverse order: a filter over dy. */
function phaseWeights(
  backend: BackendWasm,
  swapped: TensorInfo,
  rows: Phase,
  columns: Phase,
  { kernel, stride, inChannels, outChannels }: ConvGeometry,
): TensorInfo {
  const weights = backend.makeOutput([rows.taps, columns.taps, outChannels, inChannels], 'float32');
  const source = floats(backend, swapped);
  const target = floats(backend, weights);
  const size = outChannels * inChannels;
  let to = 0;
  for (let t = rows.taps - 1; t >= 0; t--) {
    for (let r = columns.taps - 1; r >= 0; r--, to += size) {
      const tap = (rows.tap + stride[0] * t) * kernel[1] + columns.tap + stride[1] * r;
      target.set(source.subarray(tap * size, (tap + 1) * size), to);
    }
  }
  return weights;
}

/**
 * Padding of dy so that the convolution's first output is the phase's first row; never negative, see
 * `interleave`.
 */
function phasePadding(rows: Phase, columns: Phase, { output }: ConvGeometry): [number, number][] {
  const around = ({ count, taps, offset }: Phase, size: number): [number, number] => [
    Math.max(0, taps - 1 - offset),
    Math.max(0, count + offset - size),
  ];
  return [[0, 0], around(rows, output[0]), around(columns, output[1]), [0, 0]];
}

function interleave(
  part: Float32Array,
  partShape: readonly number[],
  dx: Float32Array,
  rows: Phase,
  columns: Phase,
  { batch, input, stride, inChannels }: ConvGeometry,
): void {
  const [, height = 0, width = 0] = partShape;
  // Where a phase starts inside dy its padding would be negative; those leading outputs are skipped instead.
  const skipRows = Math.max(0, rows.offset - rows.taps + 1);
  const skipColumns = Math.max(0, columns.offset - columns.taps + 1);
  const step = (stride[1] - 1) * inChannels;
  for (let b = 0; b < batch; b++) {
    for (let m = 0; m < rows.count; m++) {
      let from = ((b * height + m + skipRows) * width + skipColumns) * inChannels;
      let to = ((b * input[0] + rows.first + m * stride[0]) * input[1] + columns.first) * inChannels;
      for (let n = 0; n < columns.count; n++, to += step) {
        for (let c = 0; c < inChannels; c++) dx[to++] = part[from++]!;
      }
    }
  }
}
