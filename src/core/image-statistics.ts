import type { Images } from './images';

/** Levels of an 8-bit channel above zero: distances are shares of the whole range. */
const RANGE = 255;

/** Root mean square difference of two pictures over pixels and colours, from 0 (alike) to 1 (black and white). */
function distance(a: Images, n: number, b: Images, m: number): number {
  const pixels = a.size * a.size;
  let sum = 0;
  for (let i = 0; i < pixels; i++) {
    const [p, q] = [(n * pixels + i) * 4, (m * pixels + i) * 4];
    for (let channel = 0; channel < 3; channel++) sum += (a.rgba[p + channel]! - b.rgba[q + channel]!) ** 2;
  }
  return Math.sqrt(sum / (3 * pixels)) / RANGE;
}

/**
 * Diversity: the mean distance of two different pictures of a set, from 0 (all alike) to 1. A set of fewer than two
 * pictures has none.
 */
export function diversity(images: Images): number {
  const { count } = images;
  if (count < 2) return 0;
  let sum = 0;
  for (let n = 0; n < count; n++) for (let m = 0; m < n; m++) sum += distance(images, n, images, m);
  return (2 * sum) / (count * (count - 1));
}

/**
 * Energy distance of two sets of pictures of one size: 2 E|x - y| - E|x - x'| - E|y - y'| over all pairs, a picture with
 * itself included (Szekely and Rizzo 2013, equation 6.1). Never below 0, and 0 for equal sets; both what the pictures
 * look like on the whole and how they vary count.
 */
export function energyDistance(a: Images, b: Images): number {
  let between = 0;
  for (let n = 0; n < a.count; n++) for (let m = 0; m < b.count; m++) between += distance(a, n, b, m);
  const within = (set: Images) => (diversity(set) * (set.count - 1)) / set.count;
  return (2 * between) / (a.count * b.count) - within(a) - within(b);
}

/**
 * How strongly pictures alternate from pixel to pixel: of each picture the standard deviation of the four means over
 * every second row and column (a checkerboard of period 2 makes them differ), on average, as a share of the whole range.
 */
export function checkerboard({ count, size, rgba }: Images): number {
  let total = 0;
  for (let n = 0; n < count; n++) {
    const sums = [0, 0, 0, 0];
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++) {
        const at = (n * size * size + y * size + x) * 4;
        sums[(y % 2) * 2 + (x % 2)]! += (rgba[at]! + rgba[at + 1]! + rgba[at + 2]!) / 3;
      }
    const means = sums.map((sum) => sum / ((size * size) / 4));
    const mean = means.reduce((sum, value) => sum + value, 0) / 4;
    total += Math.sqrt(means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 4);
  }
  return count === 0 ? 0 : total / count / RANGE;
}
