import * as tf from '@tensorflow/tfjs';
import { CHANGE, CHANGE_SIZE, drawChanges, drawFlips } from '../core/augmentation';
import type { PixelRange } from '../core/images';
import type { RandomStream } from '../core/random';
import type { Config } from '../core/settings';

/**
 * DiffAugment as an operation: both real and generated images are changed at random before D sees them, in both updates,
 * by changes that G's gradient passes through. D then cannot learn a small set by heart, and G does not learn the changes.
 */
export type Augment = (images: tf.Tensor4D) => tf.Tensor4D;

/** No augmentation. */
export const unchanged: Augment = (images) => images;

/** The augmentation of a policy: each call draws anew, for each image of its own, from `random`. */
export function diffAugment(policy: Config['diffAugment'], random: RandomStream, range: PixelRange): Augment {
  if (policy === 'off') return unchanged;
  return (images) => {
    const [count, size] = images.shape;
    const changes = drawChanges(policy, count, size, range, random);
    const moved = translate(policy === 'translation' ? images : changeColour(images, changes), changes);
    return policy === 'all' ? cutOut(moved, changes) : moved;
  };
}

/** One number of each change, in the order of the images. */
function column(changes: Float32Array, name: keyof typeof CHANGE): Float32Array {
  return Float32Array.from({ length: changes.length / CHANGE_SIZE }, (_, n) => changes[n * CHANGE_SIZE + CHANGE[name]]!);
}

/** Brightness, then saturation, then contrast. */
function changeColour(images: tf.Tensor4D, changes: Float32Array): tf.Tensor4D {
  const each = (name: keyof typeof CHANGE) => tf.tensor4d(column(changes, name), [images.shape[0], 1, 1, 1]);
  const bright = images.add(each('brightness'));
  const grey = bright.mean(3, true);
  const saturated = bright.sub(grey).mul(each('saturation')).add(grey);
  const mean = saturated.mean([1, 2, 3], true);
  return saturated.sub(mean).mul(each('contrast')).add(mean) as tf.Tensor4D;
}

/** Shifts each image. A shift is a product with a shifted identity matrix, whose gradient every backend has. */
function translate(images: tf.Tensor4D, changes: Float32Array): tf.Tensor4D {
  const [count, height, width, channels] = images.shape;
  const rows = tf.matMul(shifts(column(changes, 'shiftRow'), height), images.reshape([count, height, width * channels]));
  const turned = rows.reshape([count, height, width, channels]).transpose([0, 2, 1, 3]);
  const columns = tf.matMul(shifts(column(changes, 'shiftColumn'), width), turned.reshape([count, width, height * channels]));
  return columns.reshape([count, width, height, channels]).transpose([0, 2, 1, 3]);
}

/** Matrices [n, side, side] that shift by the given amounts: ones where column = row + shift. */
function shifts(amounts: Float32Array, side: number): tf.Tensor3D {
  const values = new Float32Array(amounts.length * side * side);
  amounts.forEach((shift, n) => {
    for (let row = 0; row < side; row++) {
      const from = row + shift;
      if (from >= 0 && from < side) values[(n * side + row) * side + from] = 1;
    }
  });
  return tf.tensor3d(values, [amounts.length, side, side]);
}

/** Sets a hole in each image to 0. */
function cutOut(images: tf.Tensor4D, changes: Float32Array): tf.Tensor4D {
  const [count, height, width] = images.shape;
  const kept = new Float32Array(count * height * width).fill(1);
  for (let n = 0; n < count; n++) {
    const [top, bottom, left, right] = changes.subarray(n * CHANGE_SIZE + CHANGE.top, n * CHANGE_SIZE + CHANGE.right + 1);
    for (let y = top!; y < bottom!; y++) kept.fill(0, (n * height + y) * width + left!, (n * height + y) * width + right!);
  }
  return images.mul(tf.tensor4d(kept, [count, height, width, 1]));
}

/** Mirrors about half of some images left to right, in place: uint8 or float NHWC of `size` x `size` x `channels`. */
export function flipHalf(
  images: Float32Array,
  { size, channels }: { size: number; channels: number },
  random: RandomStream,
): void {
  const row = size * channels;
  const flips = drawFlips(images.length / (size * row), random);
  for (let start = 0; start < images.length; start += size * row) {
    if (flips[start / (size * row)] === 0) continue;
    for (let from = start; from < start + size * row; from += row)
      for (let left = 0, right = size - 1; left < right; left++, right--)
        for (let c = 0; c < channels; c++) {
          const [a, b] = [from + left * channels + c, from + right * channels + c];
          [images[a], images[b]] = [images[b]!, images[a]!];
        }
  }
}
