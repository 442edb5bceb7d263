import { drawLatents } from '../core/latent';
import { addScaled, priorStd, splitLatents, stackLatents } from '../core/latent-space';
import type { Prior } from '../core/latent-space';
import { RandomStream } from '../core/random';
import type { Pair } from '../model/pair';
import { breathe } from './breathe';
import { generate } from './render';

/** Latents around which the effect is measured. */
const CENTRES = 4;
/** Directions measured in one pass through the generator. */
const GROUP = 8;

/** How effects are measured: around which latents, and who is told of it. */
export interface SensitivityOptions {
  seed: number;
  signal?: AbortSignal;
  /** Told how many of the directions are measured. */
  onProgress?: (done: number, total: number) => void;
}

/**
 * How much the image changes along each unit direction: the root mean square difference of the pictures half a standard
 * deviation of the prior to either side, over several z, in shares of the pixel range. One value a direction.
 */
export async function sensitivity(
  pair: Pair,
  directions: readonly Float32Array[],
  prior: Prior,
  { seed, signal, onProgress }: SensitivityOptions,
): Promise<Float64Array<ArrayBuffer>> {
  const centres = splitLatents(
    drawLatents(new RandomStream(seed, 'sensitivity'), CENTRES, prior),
    prior.zSize,
  );
  const half = priorStd(prior) / 2;
  const range = pair.range.high - pair.range.low;
  const effects: number[] = [];
  for (let start = 0; start < directions.length; start += GROUP) {
    const group = directions.slice(start, start + GROUP);
    const ends = group.flatMap((direction) =>
      centres.flatMap((z) => [addScaled(z, direction, -half), addScaled(z, direction, half)]),
    );
    await breathe();
    const values = await generate(pair, stackLatents(ends), signal);
    const stride = values.length / group.length;
    onProgress?.(effects.length, directions.length);
    group.forEach((_, n) => effects.push(pairDistance(values.subarray(n * stride, (n + 1) * stride)) / range));
  }
  return Float64Array.from(effects);
}

/** The unit vectors along the single numbers of z. */
export function rawDirections(zSize: number): Float32Array<ArrayBuffer>[] {
  return Array.from({ length: zSize }, (_, n) => {
    const axis = new Float32Array(zSize);
    axis[n] = 1;
    return axis;
  });
}

/** The root mean square difference between the first and the second picture of each pair. */
function pairDistance(values: Float32Array): number {
  const stride = values.length / (2 * CENTRES);
  let sum = 0;
  for (let n = 0; n < CENTRES; n++)
    for (let i = 0; i < stride; i++) sum += (values[2 * n * stride + i]! - values[(2 * n + 1) * stride + i]!) ** 2;
  return Math.sqrt(sum / (CENTRES * stride));
}
