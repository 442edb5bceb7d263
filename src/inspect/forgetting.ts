import * as tf from '@tensorflow/tfjs';
import { fitLogistic } from '../core/logistic';
import type { Network } from '../model/network';
import { valuesAt } from './feature-maps';
import type { Box, MapWeight } from '../core/inspection';

/** The layer whose features the experiment uses: the generator's second highest (paper, section 6.3.2). */
export function forgettingLayer({ layers }: Network): string {
  return layers[Math.max(0, layers.length - 2)]!.name;
}

/**
 * Which feature maps draw what the boxes hold (paper, section 6.3.2): every position of the layer's maps, for the
 * samples that have boxes, is a row of a logistic regression of inside against outside, by whether its centre lies in
 * a box. Gives all channels, strongest weight first; those with a positive weight are the ones to drop.
 */
export async function mapsOfBoxes(
  generator: Network,
  z: Float32Array,
  boxes: readonly Box[],
): Promise<MapWeight[]> {
  const zSize = generator.layers[0]!.input[2];
  const samples = [...new Set(boxes.map(({ sample }) => sample))];
  const latents = Float32Array.from(samples.flatMap((sample) => [...z.subarray(sample * zSize, (sample + 1) * zSize)]));
  const maps = tf.tidy(() =>
    valuesAt(generator, tf.tensor4d(latents, [samples.length, 1, 1, zSize]), forgettingLayer(generator), 'activated'),
  );
  const [, height, width, channels] = maps.shape;
  const values = Float32Array.from(await maps.data());
  maps.dispose();
  const labels = samples.flatMap((sample) => {
    const own = boxes.filter((box) => box.sample === sample);
    return Array.from({ length: height * width }, (_, i) => {
      const y = (Math.floor(i / width) + 0.5) / height;
      const x = ((i % width) + 0.5) / width;
      return own.some((box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom) ? 1 : 0;
    });
  });
  const { weights } = fitLogistic(values, labels, channels);
  return Array.from(weights, (weight, channel) => ({ channel, weight })).toSorted((a, b) => b.weight - a.weight);
}
