import * as tf from '@tensorflow/tfjs';
import type { Attribution } from '../core/inspection';

/** The strongest unit of one channel for each example, and a mask that is 1 at that unit alone. */
export interface StrongestUnits {
  responses: tf.Tensor1D;
  /** Where in its map each stands, row * width + column. */
  places: tf.Tensor1D;
  /** Shaped like the maps. */
  mask: tf.Tensor4D;
}

/** Of maps [n, height, width, channels] the strongest unit of each example's own one of `channels`. Within a tidy. */
export function strongestUnits(maps: tf.Tensor4D, channels: readonly number[]): StrongestUnits {
  const [count, height, width, depth] = maps.shape;
  const own = tf.range(0, depth).equal(tf.tensor2d([...channels], [count, 1])).cast('float32').expandDims(1);
  const flat = maps.reshape([count, height * width, depth]).mul(own).sum(2);
  const places = flat.argMax(1) as tf.Tensor1D;
  const unit = tf.range(0, height * width, 1, 'int32').equal(places.expandDims(1)).cast('float32').expandDims(2);
  return { responses: flat.max(1), places, mask: unit.mul(own).reshape(maps.shape) };
}

/** Reads what was found about strongest units, and their signal at the pixels, and disposes of it; `width` is the maps'. */
export async function readAttribution(
  { responses, places }: Pick<StrongestUnits, 'responses' | 'places'>,
  signal: tf.Tensor4D,
  width: number,
): Promise<Attribution> {
  const tensors = [responses, places, signal];
  const [values, units, pixels] = await Promise.all(tensors.map((tensor) => tensor.data()));
  tf.dispose(tensors);
  return {
    responses: Float32Array.from(values!),
    places: Int32Array.from(Array.from(units!).flatMap((unit) => [Math.floor(unit / width), unit % width])),
    signal: Float32Array.from(pixels!),
  };
}
