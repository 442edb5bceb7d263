import * as tf from '@tensorflow/tfjs';
import { drawLatents } from '../core/latent';
import { addScaled, priorStd, splitLatents, stackLatents } from '../core/latent-space';
import type { Prior } from '../core/latent-space';
import { RandomStream } from '../core/random';
import { forward } from '../model/network';
import type { Pair } from '../model/pair';
import { breathe } from './breathe';
import { inPieces } from './pieces';

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
  const effects = new Float64Array(directions.length);
  onProgress?.(0, directions.length);
  await breathe();
  await inPieces(
    directions.length,
    GROUP,
    (start, end) => {
      const ends = directions
        .slice(start, end)
        .flatMap((direction) => centres.flatMap((z) => [addScaled(z, direction, -half), addScaled(z, direction, half)]));
      return changes(pair, stackLatents(ends), end - start);
    },
    (values, start) => {
      effects.set(values.map((value) => value / range), start);
      onProgress?.(start + values.length, directions.length);
    },
    signal,
  );
  return effects;
}

/** The root mean square difference between the two pictures of each pair, over the pairs of each group. */
function changes({ generator }: Pair, z: Float32Array, groups: number): tf.Tensor1D {
  const zSize = generator.layers[0]!.input[2];
  return tf.tidy(() => {
    const { output } = forward(generator, tf.tensor4d(z, [z.length / zSize, 1, 1, zSize]), 'inference');
    const [low, high] = tf.unstack(output.reshape([groups * CENTRES, 2, -1]), 1);
    return high!.sub(low!).square().reshape([groups, -1]).mean<tf.Tensor1D>(1).sqrt();
  });
}

/** The unit vectors along the single numbers of z. */
export function rawDirections(zSize: number): Float32Array<ArrayBuffer>[] {
  return Array.from({ length: zSize }, (_, n) => {
    const axis = new Float32Array(zSize);
    axis[n] = 1;
    return axis;
  });
}
