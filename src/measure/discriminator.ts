import * as tf from '@tensorflow/tfjs';
import type { Table } from '../core/frechet';
import { toNetwork } from '../core/images';
import type { PixelRange } from '../core/images';
import type { Config } from '../core/settings';
import { LOSSES } from '../model/losses';
import { forward } from '../model/network';
import type { Pair } from '../model/pair';
import type { ByteImages } from './feature-network';

/** Images that go through D at once, at most. */
const CHUNK = 64;

/**
 * D's scores of images of one kind, from 0 (generated) to 1 (real), judged in batches as in training: batch norm uses each
 * batch's own statistics there, for which D was trained. With its running ones, taken over real and generated batches
 * alike, it would call nearly everything generated. Nothing of D changes.
 */
export async function scoresOf(
  { discriminator, range }: Pair,
  loss: Config['loss'],
  images: ByteImages,
  pause: () => Promise<void>,
): Promise<Float32Array<ArrayBuffer>> {
  const scores = new Float32Array(countOf(images));
  for (const { start, batch } of batches(images, range)) {
    await pause();
    const found = tf.tidy(() => {
      const { output } = forward(discriminator, batch(), 'training');
      // The score of least squares is the output itself, which may leave the range.
      return LOSSES[loss].score(output).clipByValue(0, 1);
    });
    scores.set(await found.data(), start);
    found.dispose();
  }
  return scores;
}

/** What D's last convolution makes of images in inference mode, averaged over positions: one column a channel. */
export async function discriminatorFeatures(
  { discriminator, range }: Pair,
  images: ByteImages,
  pause: () => Promise<void>,
): Promise<Table> {
  const last = discriminator.layers.findLastIndex(({ kind }) => kind === 'conv');
  const network = { layers: discriminator.layers.slice(0, last + 1), variables: discriminator.variables };
  const rows = countOf(images);
  const columns = discriminator.layers[last]!.output[2];
  const values = new Float32Array(rows * columns);
  for (const { start, batch } of batches(images, range)) {
    await pause();
    const found = tf.tidy(() => forward(network, batch(), 'inference').output.mean([1, 2]));
    values.set(await found.data(), start * columns);
    found.dispose();
  }
  return { rows, columns, values };
}

function countOf({ images, size, channels }: ByteImages): number {
  return images.length / (size * size * channels);
}

/** Images in batches as equal as can be, so that no small one at the end has statistics of its own. */
function batches({ images, size, channels }: ByteImages, range: PixelRange) {
  const stride = size * size * channels;
  const rows = images.length / stride;
  const parts = Math.ceil(rows / CHUNK);
  const scaled = Float32Array.from({ length: 256 }, (_, byte) => toNetwork(byte, range));
  return Array.from({ length: parts }, (_, n) => {
    const [start, end] = [Math.floor((n * rows) / parts), Math.floor(((n + 1) * rows) / parts)];
    const input = () => Float32Array.from(images.subarray(start * stride, end * stride), (byte) => scaled[byte]!);
    return { start, batch: () => tf.tensor4d(input(), [end - start, size, size, channels]) };
  });
}
