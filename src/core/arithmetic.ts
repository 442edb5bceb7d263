import type { Images } from './images';
import { norm, priorNorm, withNorm } from './latent-space';
import type { Prior } from './latent-space';
import type { RandomStream } from './random';

/** The paper's noise around a result: uniform on +-0.25 (figure 7). */
export const PAPER_NOISE = 0.25;
/** Pictures around the result, so that with it they make 3 x 3. */
export const NEIGHBOURS = 8;

/** The mean of at least one latent. */
export function meanLatent(latents: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const mean = new Float64Array(latents[0]!.length);
  for (const z of latents) z.forEach((value, i) => (mean[i]! += value / latents.length));
  return Float32Array.from(mean);
}

/** The three concepts of a - b + c; each is the mean of the samples that stand for it (the paper takes three). */
export interface Concepts<T> {
  a: T;
  b: T;
  c: T;
}

/**
 * a - b + c of three means. With `rescale` the result gets the length that latents of the prior have on average: a mean
 * of three normal z is shorter than any of them by about sqrt(3), and a sum of three such means is not.
 */
export function latentArithmetic(
  { a, b, c }: Concepts<readonly Float32Array[]>,
  prior: Prior,
  rescale: boolean,
): Float32Array<ArrayBuffer> {
  const [meanA, meanB, meanC] = [meanLatent(a), meanLatent(b), meanLatent(c)];
  const result = meanA.map((value, i) => value - meanB[i]! + meanC[i]!);
  return rescale && norm(result) > 0 ? withNorm(result, priorNorm(prior).mean) : result;
}

/** The 3 x 3 of figure 7, row by row: the result in the middle, around it 8 with uniform noise of +-`amount`. */
export function withNeighbours(
  result: Float32Array,
  amount: number,
  stream: RandomStream,
): Float32Array<ArrayBuffer>[] {
  const around = Array.from({ length: NEIGHBOURS }, () => {
    const noise = stream.fillUniform(new Float32Array(result.length), -amount, amount);
    return noise.map((value, i) => value + result[i]!);
  });
  return [...around.slice(0, NEIGHBOURS / 2), Float32Array.from(result), ...around.slice(NEIGHBOURS / 2)];
}

/** The same sum of mean pictures instead of mean latents, clamped to what can be shown: the paper's failing control. */
export function pixelArithmetic({ a, b, c }: Concepts<Images>): Images {
  const [meanA, meanB, meanC] = [meanPicture(a), meanPicture(b), meanPicture(c)];
  const rgba = Uint8ClampedArray.from(meanA, (value, i) =>
    i % 4 === 3 ? 255 : Math.round(value - meanB[i]! + meanC[i]!),
  );
  return { count: 1, size: a.size, rgba };
}

function meanPicture({ count, size, rgba }: Images): Float64Array {
  const stride = size * size * 4;
  const mean = new Float64Array(stride);
  for (let i = 0; i < rgba.length; i++) mean[i % stride]! += rgba[i]! / count;
  return mean;
}
