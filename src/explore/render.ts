import * as tf from '@tensorflow/tfjs';
import { toImages } from '../core/images';
import type { Images } from '../core/images';
import { forward } from '../model/network';
import type { ForwardHooks } from '../model/network';
import type { Pair } from '../model/pair';
import { inPieces } from './pieces';

/** Latents that go through the generator at once. */
const CHUNK = 64;

/**
 * The generator's pictures of latents, row-major [n, zSize], in inference mode: each depends on its own z alone, and
 * nothing of the model changes.
 */
export async function renderLatents(pair: Pair, z: Float32Array, hooks?: ForwardHooks): Promise<Images> {
  const [size, , channels] = pair.generator.layers.at(-1)!.output;
  return toImages(await generate(pair, z, undefined, hooks), size, channels, pair.range);
}

/**
 * The generator's output for latents, row-major [n, zSize]: NHWC in the pair's pixel range. Gives up when `signal` says
 * so; `hooks` act on the forward pass.
 */
export async function generate(
  { generator }: Pair,
  z: Float32Array,
  signal?: AbortSignal,
  hooks?: ForwardHooks,
): Promise<Float32Array> {
  const [size, , channels] = generator.layers.at(-1)!.output;
  const zSize = generator.layers[0]!.input[2];
  const count = z.length / zSize;
  const stride = size * size * channels;
  const values = new Float32Array(count * stride);
  await inPieces(
    count,
    CHUNK,
    (start, end) => {
      const part = z.subarray(start * zSize, end * zSize);
      return tf.tidy(() => forward(generator, tf.tensor4d(part, [end - start, 1, 1, zSize]), 'inference', hooks).output);
    },
    (part, start) => values.set(part, start * stride),
    signal,
  );
  return values;
}
