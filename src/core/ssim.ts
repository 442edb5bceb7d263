import type { RandomStream } from './random';

/** The window of Wang et al. 2004, section III-B: a Gaussian of 11x11 with a standard deviation of 1.5 pixels. */
const RADIUS = 5;
const SIGMA = 1.5;
/** The constants that keep flat windows from dividing by zero, for values from 0 to 255 (ibid., equation 12). */
const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;

const WINDOW = gaussian();

function gaussian(): Float64Array {
  const weights = Float64Array.from({ length: 2 * RADIUS + 1 }, (_, i) => Math.exp(-((i - RADIUS) ** 2) / (2 * SIGMA ** 2)));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/**
 * The mean structural similarity of two images (Wang, Bovik, Sheikh, Simoncelli 2004, equation 13) over all windows
 * that lie within the image and all channels: 1 for the same image, around 0 for unrelated ones. Bytes of
 * `size` x `size` x `channels`, at least 11x11.
 */
export function ssim(a: Uint8Array, b: Uint8Array, size: number, channels: number): number {
  if (size < WINDOW.length) throw new RangeError(`an image of ${size} pixels is smaller than the window`);
  let sum = 0;
  for (let c = 0; c < channels; c++) sum += ssimOfChannel(channelOf(a, channels, c), channelOf(b, channels, c), size);
  return sum / channels;
}

function channelOf(bytes: Uint8Array, channels: number, channel: number): Float64Array {
  return Float64Array.from({ length: bytes.length / channels }, (_, i) => bytes[i * channels + channel]!);
}

function ssimOfChannel(a: Float64Array, b: Float64Array, size: number): number {
  const product = (x: Float64Array, y: Float64Array) => smooth(x.map((value, i) => value * y[i]!), size);
  const [meanA, meanB] = [smooth(a, size), smooth(b, size)];
  const [squareA, squareB, cross] = [product(a, a), product(b, b), product(a, b)];
  let sum = 0;
  for (let i = 0; i < meanA.length; i++) {
    const [mu, nu] = [meanA[i]!, meanB[i]!];
    const covariance = cross[i]! - mu * nu;
    const variances = squareA[i]! - mu * mu + squareB[i]! - nu * nu;
    sum += ((2 * mu * nu + C1) * (2 * covariance + C2)) / ((mu * mu + nu * nu + C1) * (variances + C2));
  }
  return sum / meanA.length;
}

/** Weighted means over all windows that lie within a square image. */
function smooth(values: Float64Array, size: number): Float64Array {
  const inner = size - 2 * RADIUS;
  const across = new Float64Array(size * inner);
  for (let y = 0; y < size; y++)
    for (let x = 0; x < inner; x++) {
      let sum = 0;
      for (let k = 0; k < WINDOW.length; k++) sum += WINDOW[k]! * values[y * size + x + k]!;
      across[y * inner + x] = sum;
    }
  const both = new Float64Array(inner * inner);
  for (let y = 0; y < inner; y++)
    for (let x = 0; x < inner; x++) {
      let sum = 0;
      for (let k = 0; k < WINDOW.length; k++) sum += WINDOW[k]! * across[(y + k) * inner + x]!;
      both[y * inner + x] = sum;
    }
  return both;
}

/** Up to `count` pairs of different indices below `total`, drawn at random; some may come twice. */
export function drawPairs(total: number, count: number, random: RandomStream): [number, number][] {
  if (total < 2) return [];
  return Array.from({ length: Math.min(count, (total * (total - 1)) / 2) }, () => {
    const first = random.integer(total);
    const second = random.integer(total - 1);
    return [first, second < first ? second : second + 1];
  });
}
