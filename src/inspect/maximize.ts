import * as tf from '@tensorflow/tfjs';
import { RandomStream } from '../core/random';
import type { PixelRange } from '../core/images';
import type { ClimbOptions } from '../core/inspection';
import type { Network } from '../model/network';
import { valuesAt } from './feature-maps';

/** How to climb, and what to do on the way. */
export interface MaximizeOptions extends ClimbOptions {
  /** Told after every step; the climb goes on when it has answered. */
  onProgress?: (step: number, response: number) => Promise<void> | void;
  signal?: AbortSignal;
}

/**
 * An image that excites `channel` of a discriminator's layer as much as gradient ascent can make it (Erhan et al.
 * 2009): it starts as faint noise and climbs the channel's mean normalised gradient, shifted by a random jitter and
 * pulled to the middle of the pixel range at every step. Gives the image [height, width, channels] and its response
 * (the mean of the channel after the activation).
 */
export async function maximize(
  network: Network,
  layer: string,
  channel: number,
  range: PixelRange,
  options: MaximizeOptions,
): Promise<{ image: Float32Array<ArrayBuffer>; response: number }> {
  const shape = network.layers[0]!.input;
  const stream = new RandomStream(options.seed, `maximize/${layer}/${channel}`);
  const middle = (range.low + range.high) / 2;
  const half = (range.high - range.low) / 2;
  const noise = stream.fillNormal(new Float32Array(shape[0] * shape[1] * shape[2]), middle, 0.1 * half);
  let image = tf.tensor4d(noise, [1, ...shape]);
  const responseOf = (x: tf.Tensor) => {
    const maps = valuesAt(network, x as tf.Tensor4D, layer, 'activated');
    const [count, height, width] = maps.shape;
    return maps.slice([0, 0, 0, channel], [count, height, width, 1]).mean() as tf.Scalar;
  };
  const climb = tf.valueAndGrad(responseOf);
  const shift = () => stream.integer(2 * options.jitter + 1) - options.jitter;
  try {
    for (let step = 1; step <= options.steps; step++) {
      options.signal?.throwIfAborted();
      const [down, right] = [shift(), shift()];
      const { next, value } = tf.tidy(() => {
        const shifted = roll(image, down, right);
        const { value, grad } = climb(shifted);
        const length = grad.square().mean().sqrt().add(1e-12);
        const moved = shifted.add(grad.div(length).mul(options.rate * half));
        const pulled = moved.sub(middle).mul(1 - options.decay).add(middle);
        return { next: roll(pulled.clipByValue(range.low, range.high) as tf.Tensor4D, -down, -right), value };
      });
      image.dispose();
      image = next;
      const [response] = await value.data();
      value.dispose();
      await options.onProgress?.(step, response!);
    }
    const final = tf.tidy(() => responseOf(image));
    const [response] = await final.data();
    final.dispose();
    return { image: Float32Array.from(await image.data()), response: response! };
  } finally {
    image.dispose();
  }
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
