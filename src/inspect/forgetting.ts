import * as tf from '@tensorflow/tfjs';
import { fitLogistic } from '../core/logistic';
import { MessageError } from '../core/messages';
import type { Network } from '../model/network';
import { valuesAt } from './feature-maps';
import type { Box, MapWeight } from '../core/inspection';

/** The layer whose features the experiment uses: the generator's second highest (paper, section 6.3.2). */
export function forgettingLayer({ layers }: Network): string {
  return layers[Math.max(0, layers.length - 2)]!.name;
}

type Span = readonly [first: number, last: number];

/** The positions along an axis of `size` whose centres lie between two shares of it, or the one that their middle lies in. */
function span(from: number, to: number, size: number): Span {
  const [first, last] = [Math.ceil(from * size - 0.5), Math.floor(to * size - 0.5)];
  const middle = Math.min(size - 1, Math.floor(((from + to) / 2) * size));
  return first <= last ? [first, last] : [middle, middle];
}

/**
 * Which feature maps draw what the boxes hold (paper, section 6.3.2): every position of the layer's maps, for the
 * samples that have boxes, is a row of a logistic regression of inside against outside, by whether its centre lies in
 * a box; a box between centres holds the position that its own centre lies in. Gives all channels, strongest weight
 * first; those with a positive weight are the ones to drop. Throws a message where nothing is outside.
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
    const own = boxes
      .filter((box) => box.sample === sample)
      .map(({ top, left, bottom, right }) => ({ y: span(top, bottom, height), x: span(left, right, width) }));
    const within = (at: number, [first, last]: Span) => at >= first && at <= last;
    return Array.from({ length: height * width }, (_, i) =>
      own.some(({ y, x }) => within(Math.floor(i / width), y) && within(i % width, x)) ? 1 : 0,
    );
  });
  if (labels.every((label) => label === 1)) throw new MessageError('boxesWhole');
  const { weights } = fitLogistic(values, labels, channels);
  return Array.from(weights, (weight, channel) => ({ channel, weight })).toSorted((a, b) => b.weight - a.weight);
}
