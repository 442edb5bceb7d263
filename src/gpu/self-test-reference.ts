import { CHANGE, CHANGE_SIZE } from '../core/augmentation';
import type { AdamSettings } from './kernels/adam';
import type { AugmentShape } from './kernels/augment';
import type { BatchNormShape } from './kernels/batch-norm';
import type { ConvGeometry } from './kernels/geometry';
import type { ResampleShape } from './kernels/resample';

/**
 * The kernels' mathematics in plain loops, in double precision, for small cases: slow and easy to check by eye.
 * Layouts and meanings are those of the kernels of the same names.
 */
type Values = ArrayLike<number>;

const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;

/** A convolution's output for x, and the gradients by x and by the weights for dy. */
export function convReference(g: ConvGeometry, x: Values, weights: Values, dy: Values) {
  const y = zeros(dy.length);
  const dx = zeros(x.length);
  const dWeights = zeros(weights.length);
  const visit = (n: number, i: number, j: number, a: number, b: number): void => {
    const row = i * g.stride - g.padTop + a;
    const column = j * g.stride - g.padLeft + b;
    if (row < 0 || row >= g.inHeight || column < 0 || column >= g.inWidth) return;
    for (let c = 0; c < g.inChannels; c++) {
      for (let k = 0; k < g.outChannels; k++) {
        const from = ((n * g.inHeight + row) * g.inWidth + column) * g.inChannels + c;
        const by = ((a * g.kernel + b) * g.inChannels + c) * g.outChannels + k;
        const to = ((n * g.outHeight + i) * g.outWidth + j) * g.outChannels + k;
        y[to]! += x[from]! * weights[by]!;
        dx[from]! += dy[to]! * weights[by]!;
        dWeights[by]! += x[from]! * dy[to]!;
      }
    }
  };
  for (let n = 0; n < g.batch; n++)
    for (let i = 0; i < g.outHeight; i++)
      for (let j = 0; j < g.outWidth; j++)
        for (let a = 0; a < g.kernel; a++) for (let b = 0; b < g.kernel; b++) visit(n, i, j, a, b);
  return { y, dx, dWeights };
}

/**
 * Batch norm with leakyRelu and epsilon 1e-5, forward and backward, each group by itself; and what becomes of running
 * statistics that were zero, with momentum 0.9.
 */
export function batchNormReference(
  { groups, rows, channels }: BatchNormShape,
  { x, gamma, beta, dy }: Record<'x' | 'gamma' | 'beta' | 'dy', Values>,
) {
  const y = zeros(x.length);
  const dx = zeros(x.length);
  const dGamma = zeros(channels);
  const dBeta = zeros(channels);
  const runningMean = zeros(channels);
  const runningVariance = zeros(channels);
  for (let column = 0; column < groups * channels; column++) {
    const c = column % channels;
    const first = Math.floor(column / channels) * rows * channels + c;
    const places = Array.from({ length: rows }, (_, row) => first + row * channels);
    const average = mean(places.map((p) => x[p]!));
    const variance = mean(places.map((p) => (x[p]! - average) ** 2));
    const invStd = 1 / Math.sqrt(variance + 1e-5);
    runningMean[c] = 0.9 * runningMean[c]! + 0.1 * average;
    runningVariance[c] = 0.9 * runningVariance[c]! + 0.1 * variance;
    const xhat = places.map((p) => (x[p]! - average) * invStd);
    const z = xhat.map((v) => v * gamma[c]! + beta[c]!);
    const dz = places.map((p, r) => dy[p]! * (z[r]! > 0 ? 1 : 0.2));
    const product = sum(dz.map((d, r) => d * xhat[r]!));
    dGamma[c]! += product;
    dBeta[c]! += sum(dz);
    for (const [r, p] of places.entries()) {
      y[p] = z[r]! > 0 ? z[r]! : 0.2 * z[r]!;
      dx[p] = gamma[c]! * invStd * (dz[r]! - (sum(dz) + xhat[r]! * product) / rows);
    }
  }
  return { y, dx, dGamma, dBeta, runningMean, runningVariance };
}

/** tanh after a bias, forward and backward. */
export function activationReference(x: Values, bias: Values, dy: Values) {
  const channels = bias.length;
  const y = Array.from(x, (v, i) => Math.tanh(v + bias[i % channels]!));
  const dx = y.map((v, i) => (1 - v * v) * dy[i]!);
  const dBias = Array.from(bias, (_, c) => sum(dx.filter((_d, i) => i % channels === c)));
  return { y, dx, dBias };
}

/** The non-saturating losses of D (the first half of the logits real, with target t) and of G (all logits). */
export function lossReference(logits: Values, t: number) {
  const all = Array.from(logits);
  const batch = all.length / 2;
  const softplus = (x: number) => Math.log1p(Math.exp(-Math.abs(x))) + Math.max(x, 0);
  const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
  const [real, fake] = [all.slice(0, batch), all.slice(batch)];
  return {
    metricsD: [
      mean(real.map((x) => softplus(x) - t * x)) + mean(fake.map(softplus)),
      mean(real.map(sigmoid)),
      mean(fake.map(sigmoid)),
    ],
    dLogitsD: [...real.map((x) => (sigmoid(x) - t) / batch), ...fake.map((x) => sigmoid(x) / batch)],
    metricsG: [mean(all.map((x) => softplus(-x))), mean(all.map(sigmoid))],
    dLogitsG: all.map((x) => (sigmoid(x) - 1) / all.length),
  };
}

/** One update by Adam at step t. */
export function adamReference(
  { w, g, m, v }: Record<'w' | 'g' | 'm' | 'v', Values>,
  rate: number,
  t: number,
  { beta1, beta2, epsilon }: AdamSettings,
) {
  const first = Array.from(m, (value, i) => beta1 * value + (1 - beta1) * g[i]!);
  const second = Array.from(v, (value, i) => beta2 * value + (1 - beta2) * g[i]! ** 2);
  const moved = Array.from(w, (value, i) => {
    const root = Math.sqrt(second[i]! / (1 - beta2 ** t));
    return value - ((rate / (1 - beta1 ** t)) * first[i]!) / (root + epsilon);
  });
  return { w: moved, m: first, v: second };
}

/** Changed images, and the gradient by x for dy: changes are affine, so each value's part is the difference that it makes. */
export function augmentReference({ count, size, channels }: AugmentShape, changes: Values, x: Values, dy: Values) {
  const values = size * size * channels;
  const y: number[] = [];
  const dx: number[] = [];
  for (let n = 0; n < count; n++) {
    const image = Array.from({ length: values }, (_, i) => x[n * values + i]!);
    const changed = (given: readonly number[]) =>
      changedImage({ size, channels }, (name) => changes[n * CHANGE_SIZE + CHANGE[name]]!, given);
    const whole = changed(image);
    y.push(...whole);
    for (let i = 0; i < values; i++) {
      const more = changed(image.with(i, image[i]! + 1));
      dx.push(sum(more.map((value, j) => (value - whole[j]!) * dy[n * values + j]!)));
    }
  }
  return { y, dx };
}

function changedImage(
  { size, channels }: Pick<AugmentShape, 'size' | 'channels'>,
  change: (name: keyof typeof CHANGE) => number,
  x: readonly number[],
): number[] {
  const bright = x.map((value) => value + change('brightness'));
  const grey = bright.map((_, i) => mean(bright.slice(i - (i % channels), i - (i % channels) + channels)));
  const saturated = bright.map((value, i) => (value - grey[i]!) * change('saturation') + grey[i]!);
  const centre = mean(saturated);
  const coloured = saturated.map((value) => (value - centre) * change('contrast') + centre);
  return x.map((_, i) => {
    const [row, column] = [Math.floor(i / channels / size), Math.floor(i / channels) % size];
    const [fromRow, fromColumn] = [row + change('shiftRow'), column + change('shiftColumn')];
    const outside = fromRow < 0 || fromRow >= size || fromColumn < 0 || fromColumn >= size;
    const cut = row >= change('top') && row < change('bottom') && column >= change('left') && column < change('right');
    return outside || cut ? 0 : coloured[(fromRow * size + fromColumn) * channels + (i % channels)]!;
  });
}

/** One move of an average toward w. */
export function averageReference(average: Values, w: Values, keeps: number): number[] {
  return Array.from(average, (value, i) => keeps * value + (1 - keeps) * w[i]!);
}

/** Upsampling of `small` and pooling of `large` by 2, and their gradients for each other's values. */
export function resampleReference({ batch, height, width, channels }: ResampleShape, small: Values, large: Values) {
  const upsampled = zeros(large.length);
  const summed = zeros(small.length);
  const pooled = zeros(small.length).fill(-Infinity);
  const from = zeros(small.length);
  for (let i = 0; i < small.length; i++) {
    const c = i % channels;
    const column = Math.floor(i / channels) % width;
    const line = Math.floor(i / channels / width);
    for (const [a, b] of [[0, 0], [1, 0], [0, 1], [1, 1]] as const) {
      const place = ((2 * line + a) * 2 * width + 2 * column + b) * channels + c;
      upsampled[place] = small[i]!;
      summed[i]! += large[place]!;
      if (large[place]! > pooled[i]!) [pooled[i], from[i]] = [large[place]!, place];
    }
  }
  const routed = zeros(batch * 4 * height * width * channels);
  from.forEach((place, i) => (routed[place] = small[i]!));
  return { upsampled, summed, pooled, routed };
}
