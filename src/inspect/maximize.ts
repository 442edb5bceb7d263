import * as tf from '@tensorflow/tfjs';
import { RandomStream } from '../core/random';
import type { ClimbOptions } from '../core/inspection';
import type { Network } from '../model/network';
import { layerOf, valuesAt } from './feature-maps';

/** How to climb, and what to do on the way. */
export interface MaximizeOptions extends ClimbOptions {
  /** Told after every step; the climb goes on when it has answered. */
  onProgress?: (step: number, response: number) => Promise<void> | void;
  signal?: AbortSignal;
}

/** Where a climb may go: every number between `low` and `high`, and all together no longer than `longest`. */
export interface ClimbSpace {
  low: number;
  high: number;
  /** Greatest Euclidean length; none where it is not given. */
  longest?: number;
}

/**
 * The input that excites `channel` of a layer as much as gradient ascent can make it (Erhan et al. 2009): an image for
 * the discriminator, a latent for the generator. It starts as faint noise and climbs the channel's mean normalised
 * gradient, shifted by a random jitter of whole units (images only) and pulled to the middle of its space at every step. Gives the
 * input [height, width, channels], and its response and that of the noise (the mean of the channel after the activation).
 */
export async function maximize(
  network: Network,
  layer: string,
  channel: number,
  space: ClimbSpace,
  options: MaximizeOptions,
): Promise<{ input: Float32Array<ArrayBuffer>; response: number; before: number }> {
  const shape = network.layers[0]!.input;
  const stream = new RandomStream(options.seed, `maximize/${layer}/${channel}`);
  const middle = (space.low + space.high) / 2;
  const half = (space.high - space.low) / 2;
  const noise = stream.fillNormal(new Float32Array(shape[0] * shape[1] * shape[2]), middle, 0.1 * half);
  let input = tf.tensor4d(noise, [1, ...shape]);
  const responseOf = (x: tf.Tensor) => {
    const maps = valuesAt(network, x as tf.Tensor4D, layer, 'activated');
    const [count, height, width] = maps.shape;
    return maps.slice([0, 0, 0, channel], [count, height, width, 1]).mean() as tf.Scalar;
  };
  const climb = tf.valueAndGrad(responseOf);
  const read = async (value: tf.Scalar) => {
    const [response] = await value.data();
    value.dispose();
    return response!;
  };
  // By whole units: between them a strided layer sees another picture, and what is learned for one is lost for the other.
  const pitch = Math.max(1, shape[0] / layerOf(network, layer).output[0]);
  const shift = () => (stream.integer(2 * options.jitter + 1) - options.jitter) * pitch;
  try {
    const before = await read(tf.tidy(() => responseOf(input)));
    for (let step = 1; step <= options.steps; step++) {
      options.signal?.throwIfAborted();
      const [down, right] = [shift(), shift()];
      const { next, value } = tf.tidy(() => {
        const shifted = roll(input, down, right);
        const { value, grad } = climb(shifted);
        const length = grad.square().mean().sqrt().add(1e-12);
        const moved = shifted.add(grad.div(length).mul(options.rate * half));
        const pulled = moved.sub(middle).mul(1 - options.decay).add(middle);
        return { next: roll(confine(pulled, space), -down, -right), value };
      });
      input.dispose();
      input = next;
      const reached = await read(value);
      await options.onProgress?.(step, reached);
    }
    const response = await read(tf.tidy(() => responseOf(input)));
    return { input: Float32Array.from(await input.data()), response, before };
  } finally {
    input.dispose();
  }
}

function confine(x: tf.Tensor, { low, high, longest }: ClimbSpace): tf.Tensor4D {
  const clipped = x.clipByValue(low, high) as tf.Tensor4D;
  return longest === undefined ? clipped : clipped.mul(tf.minimum(1, tf.div(longest, clipped.norm().add(1e-12))));
}

/** Moves an image down and right; what leaves on one side comes in on the other. */
function roll(image: tf.Tensor4D, down: number, right: number): tf.Tensor4D {
  return rollAxis(rollAxis(image, 1, down), 2, right);
}

function rollAxis(image: tf.Tensor4D, axis: number, by: number): tf.Tensor4D {
  const size = image.shape[axis]!;
  const cut = (((-by % size) + size) % size) as number;
  if (cut === 0) return image;
  const [first, second] = tf.split(image, [cut, size - cut], axis);
  return tf.concat([second as tf.Tensor4D, first as tf.Tensor4D], axis);
}
