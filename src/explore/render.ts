import * as tf from '@tensorflow/tfjs';
import { toImages } from '../core/images';
import type { Images } from '../core/images';
import { forward } from '../model/network';
import type { ForwardHooks } from '../model/network';
import type { Pair } from '../model/pair';
import { breathe } from './breathe';

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
  const values = new Float32Array(count * size * size * channels);
  for (let start = 0; start < count; start += CHUNK) {
    if (start > 0) await breathe();
    signal?.throwIfAborted();
    const latents = z.subarray(start * zSize, (start + CHUNK) * zSize);
    const output = tf.tidy(
      () => forward(generator, tf.tensor4d(latents, [latents.length / zSize, 1, 1, zSize]), 'inference', hooks).output,
    );
    values.set(await output.data(), start * size * size * channels);
    output.dispose();
  }
  return values;
}
