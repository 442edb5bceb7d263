import * as tf from '@tensorflow/tfjs';
import type { Table } from '../core/frechet';
import { toNetwork } from '../core/images';
import type { Config } from '../core/settings';
import { LOSSES } from '../model/losses';
import { forward } from '../model/network';
import type { Pair } from '../model/pair';
import type { ByteImages } from './feature-network';

/** Images that go through D at once. */
const CHUNK = 64;

/** D's verdicts on images, from 0 (generated) to 1 (real), and what its last convolution makes of them. */
export interface Verdicts {
  scores: Float32Array<ArrayBuffer>;
  /** The last convolution after its activation, averaged over positions: one column a channel. */
  features: Table;
}

/** Shows images of the model's own size to D in inference mode, some at a time. */
export async function askDiscriminator(
  { discriminator, range }: Pair,
  loss: Config['loss'],
  { images, size, channels }: ByteImages,
  pause: () => Promise<void>,
): Promise<Verdicts> {
  const stride = size * size * channels;
  const rows = images.length / stride;
  const last = discriminator.layers.findLast(({ kind }) => kind === 'conv')!;
  const columns = last.output[2];
  const scaled = Float32Array.from({ length: 256 }, (_, byte) => toNetwork(byte, range));
  const scores = new Float32Array(rows);
  const features = new Float32Array(rows * columns);
  for (let start = 0; start < rows; start += CHUNK) {
    await pause();
    const part = images.subarray(start * stride, (start + CHUNK) * stride);
    const input = Float32Array.from(part, (byte) => scaled[byte]!);
    const found = tf.tidy(() => {
      let maps: tf.Tensor | undefined;
      const batch = tf.tensor4d(input, [part.length / stride, size, size, channels]);
      const { output } = forward(discriminator, batch, 'inference', {
        watch: (layer, stage, x) => {
          if (layer === last && stage === 'activated') maps = x.mean([1, 2]);
          return x;
        },
      });
      // The score of least squares is the output itself, which may leave the range.
      return [LOSSES[loss].score(output).clipByValue(0, 1), maps!];
    });
    const [verdicts, means] = await Promise.all(found.map((tensor) => tensor.data()));
    tf.dispose(found);
    scores.set(verdicts!, start);
    features.set(means!, start * columns);
  }
  return { scores, features: { rows, columns, values: features } };
}
