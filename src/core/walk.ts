import type { Images } from './images';
import { interpolate } from './interpolation';
import type { Interpolation } from './interpolation';

/** Random z in the paper's walk (figure 4). */
export const PAPER_STOPS = 9;

/**
 * The latents of a walk along `stops`, `steps` from each to the next: `(stops - 1) * steps + 1` frames, of which
 * every `steps`-th is a stop itself, unchanged.
 */
export function walkLatents(
  stops: readonly Float32Array[],
  steps: number,
  kind: Interpolation,
): Float32Array<ArrayBuffer>[] {
  const frames: Float32Array<ArrayBuffer>[] = [];
  for (let leg = 0; leg + 1 < stops.length; leg++)
    for (let step = 0; step < steps; step++) frames.push(interpolate(kind, stops[leg]!, stops[leg + 1]!, step / steps));
  const last = stops.at(-1);
  if (last) frames.push(Float32Array.from(last));
  return frames;
}

/**
 * How much each frame differs from the one before: the root mean square over pixels and colours, 0 for the same
 * picture and 1 for black against white. One value fewer than there are frames.
 */
export function frameDistances({ count, size, rgba }: Images): Float64Array<ArrayBuffer> {
  const stride = size * size * 4;
  return Float64Array.from({ length: Math.max(0, count - 1) }, (_, n) =>
    pictureDistance(rgba.subarray(n * stride, (n + 1) * stride), rgba.subarray((n + 1) * stride, (n + 2) * stride)),
  );
}

/** The root mean square difference of two RGBA pictures over their colours, from 0 to 1; opacity does not count. */
export function pictureDistance(a: Uint8ClampedArray, b: Uint8ClampedArray): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 4)
    for (let c = 0; c < 3; c++) sum += (a[i + c]! - b[i + c]!) ** 2;
  return Math.sqrt(sum / ((a.length / 4) * 3)) / 255;
}

/** Times the median step from which a step counts as a jump. */
const JUMP = 3;
/** A difference that nobody sees is no jump, however still the rest of the walk is. */
const VISIBLE = 0.02;

/**
 * The steps (by index) at which the picture changes suddenly: more than three times the median step. The paper takes
 * sharp transitions as a sign of memorising (section 6.1).
 */
export function findJumps(distances: ArrayLike<number>): number[] {
  const sorted = Array.from(distances).toSorted((a, b) => a - b);
  const limit = Math.max(VISIBLE, JUMP * (sorted[Math.floor(sorted.length / 2)] ?? 0));
  return Array.from(distances).flatMap((distance, step) => (distance > limit ? [step] : []));
}
