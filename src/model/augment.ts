import * as tf from '@tensorflow/tfjs';
import type { PixelRange } from '../core/images';
import type { RandomStream } from '../core/random';
import type { Config } from '../core/settings';

/**
 * DiffAugment (Zhao, Liu, Lin, Zhu, Han 2020, "Differentiable Augmentation for Data-Efficient GAN Training", section 3
 * and appendix): both real and generated images are changed at random before D sees them, in both updates, by changes
 * that G's gradient passes through. D then cannot learn a small set by heart, and G does not learn the changes.
 */
export type Augment = (images: tf.Tensor4D) => tf.Tensor4D;

/** No augmentation. */
export const unchanged: Augment = (images) => images;

/** The largest shift, and the side of the hole, in shares of the image's side. */
const LARGEST_SHIFT = 0.125;
const HOLE = 0.5;

type Policy = Config['diffAugment'];

/** What a policy changes, in this order. */
const STEPS: Record<Policy, readonly ('colour' | 'translation' | 'cutout')[]> = {
  off: [],
  translation: ['translation'],
  colourTranslation: ['colour', 'translation'],
  all: ['colour', 'translation', 'cutout'],
};

/** The augmentation of a policy: each call draws anew, for each image of its own, from `random`. */
export function diffAugment(policy: Policy, random: RandomStream, range: PixelRange): Augment {
  const steps = STEPS[policy];
  if (steps.length === 0) return unchanged;
  const change = { colour: changeColour, translation: translate, cutout: cutOut };
  return (images) => steps.reduce((changed, step) => change[step](changed, random, range), images);
}

/** One number an image, as [n, 1, 1, 1], drawn from U(low, high). */
function perImage(count: number, random: RandomStream, low: number, high: number): tf.Tensor4D {
  return tf.tensor4d(random.fillUniform(new Float32Array(count), low, high), [count, 1, 1, 1]);
}

/**
 * Brightness x + b, b from U(-1/4, 1/4) of the range; saturation, the distance from the pixel's mean over its channels
 * times U(0, 2); contrast, the distance from the image's mean times U(1/2, 3/2).
 */
function changeColour(images: tf.Tensor4D, random: RandomStream, { low, high }: PixelRange): tf.Tensor4D {
  const [count] = images.shape;
  const quarter = (high - low) / 4;
  const bright = images.add(perImage(count, random, -quarter, quarter));
  const grey = bright.mean(3, true);
  const saturated = bright.sub(grey).mul(perImage(count, random, 0, 2)).add(grey);
  const mean = saturated.mean([1, 2, 3], true);
  return saturated.sub(mean).mul(perImage(count, random, 0.5, 1.5)).add(mean) as tf.Tensor4D;
}

/**
 * Shifts each image by whole pixels, up to an eighth of its side each way; what comes in from outside is 0. A shift is a
 * product with a shifted identity matrix, whose gradient every backend has.
 */
function translate(images: tf.Tensor4D, random: RandomStream): tf.Tensor4D {
  const [count, height, width, channels] = images.shape;
  const rows = tf.matMul(shifts(count, height, random), images.reshape([count, height, width * channels]));
  const turned = rows.reshape([count, height, width, channels]).transpose([0, 2, 1, 3]);
  const columns = tf.matMul(shifts(count, width, random), turned.reshape([count, width, height * channels]));
  return columns.reshape([count, width, height, channels]).transpose([0, 2, 1, 3]);
}

/** Matrices [n, side, side] that shift by an amount drawn for each image: ones where column = row + shift. */
function shifts(count: number, side: number, random: RandomStream): tf.Tensor3D {
  const largest = Math.floor(side * LARGEST_SHIFT + 0.5);
  const values = new Float32Array(count * side * side);
  for (let n = 0; n < count; n++) {
    const shift = random.integer(2 * largest + 1) - largest;
    for (let row = 0; row < side; row++) {
      const column = row + shift;
      if (column >= 0 && column < side) values[(n * side + row) * side + column] = 1;
    }
  }
  return tf.tensor3d(values, [count, side, side]);
}

/** Sets a square of half the side to 0 in each image; its centre may lie anywhere in it. */
function cutOut(images: tf.Tensor4D, random: RandomStream): tf.Tensor4D {
  const [count, height, width] = images.shape;
  const kept = new Float32Array(count * height * width).fill(1);
  const hole = (side: number) => {
    const length = Math.floor(side * HOLE + 0.5);
    const start = random.integer(side + 1 - (length % 2)) - Math.floor(length / 2);
    return [Math.max(0, start), Math.min(side, start + length)] as const;
  };
  for (let n = 0; n < count; n++) {
    const [top, bottom] = hole(height);
    const [left, right] = hole(width);
    for (let y = top; y < bottom; y++) kept.fill(0, (n * height + y) * width + left, (n * height + y) * width + right);
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
  for (let start = 0; start < images.length; start += size * row) {
    if (random.uniform() < 0.5) continue;
    for (let from = start; from < start + size * row; from += row)
      for (let left = 0, right = size - 1; left < right; left++, right--)
        for (let c = 0; c < channels; c++) {
          const [a, b] = [from + left * channels + c, from + right * channels + c];
          [images[a], images[b]] = [images[b]!, images[a]!];
        }
  }
}
