import type { Images } from './images';

/** Levels of an 8-bit channel above zero: distances are shares of the whole range. */
const RANGE = 255;

/** The levels of pictures one after the other, without alpha, `stride` of them each. */
interface Levels {
  count: number;
  stride: number;
  values: Uint8Array;
}

/** The levels of a set: of one colour alone where `grey` says that all three are equal, which makes no distance another. */
function levelsOf({ count, size, rgba }: Images, grey: boolean): Levels {
  const channels = grey ? 1 : 3;
  const stride = size * size * channels;
  const values = new Uint8Array(count * stride);
  for (let i = 0; i < values.length; i++) values[i] = grey ? rgba[i * 4]! : rgba[Math.floor(i / 3) * 4 + (i % 3)]!;
  return { count, stride, values };
}

function isGrey({ rgba }: Images): boolean {
  for (let i = 0; i < rgba.length; i += 4) if (rgba[i] !== rgba[i + 1] || rgba[i] !== rgba[i + 2]) return false;
  return true;
}

/** Root mean square difference of two pictures over pixels and colours, from 0 (alike) to 1 (black and white). */
function distance(a: Levels, n: number, b: Levels, m: number): number {
  const { stride } = a;
  let sum = 0;
  for (let i = 0, p = n * stride, q = m * stride; i < stride; i++) {
    const difference = a.values[p + i]! - b.values[q + i]!;
    sum += difference * difference;
  }
  return Math.sqrt(sum / stride) / RANGE;
}

/**
 * Diversity: the mean distance of two different pictures of a set, from 0 (all alike) to 1. A set of fewer than two
 * pictures has none.
 */
export function diversity(images: Images): number {
  return diversityOf(levelsOf(images, isGrey(images)));
}

function diversityOf(set: Levels): number {
  const { count } = set;
  if (count < 2) return 0;
  let sum = 0;
  for (let n = 0; n < count; n++) for (let m = 0; m < n; m++) sum += distance(set, n, set, m);
  return (2 * sum) / (count * (count - 1));
}

/**
 * Energy distance of two sets of pictures of one size: 2 E|x - y| - E|x - x'| - E|y - y'| over all pairs, a picture with
 * itself included (Szekely and Rizzo 2013, equation 6.1). Never below 0, and 0 for equal sets; both what the pictures
 * look like on the whole and how they vary count.
 */
export function energyDistance(a: Images, b: Images): number {
  const grey = isGrey(a) && isGrey(b);
  const [ours, theirs] = [levelsOf(a, grey), levelsOf(b, grey)];
  let between = 0;
  for (let n = 0; n < a.count; n++) for (let m = 0; m < b.count; m++) between += distance(ours, n, theirs, m);
  const within = (set: Levels) => (diversityOf(set) * (set.count - 1)) / set.count;
  return (2 * between) / (a.count * b.count) - within(ours) - within(theirs);
}

/**
 * Likeness: the mean correlation of two different pictures of a set over pixels and colours, whatever their brightness and
 * contrast. 1 where all show the same, about 0 where they have nothing in common; a picture of one level is like no other.
 * 0 for fewer than two pictures.
 */
export function likeness(images: Images): number {
  const { count } = images;
  const { sum, lengths } = shapesOf(images, isGrey(images));
  return count < 2 ? 0 : (product(sum, sum) - lengths) / (count * (count - 1));
}

/** The mean correlation of a picture of one set with one of another of the same size; see `likeness`. */
export function resemblance(a: Images, b: Images): number {
  const grey = isGrey(a) && isGrey(b);
  return a.count === 0 || b.count === 0 ? 0 : product(shapesOf(a, grey).sum, shapesOf(b, grey).sum) / (a.count * b.count);
}

/**
 * The sum of a set's pictures, each brought to mean 0 and length 1: the correlations of all pairs add up to the product of
 * two such sums. `lengths` counts the pictures that are not of one level.
 */
function shapesOf(images: Images, grey: boolean): { sum: Float64Array; lengths: number } {
  const { count, stride, values } = levelsOf(images, grey);
  const sum = new Float64Array(stride);
  let lengths = 0;
  for (let n = 0; n < count; n++) {
    const own = values.subarray(n * stride, (n + 1) * stride);
    const mean = own.reduce((total, level) => total + level, 0) / stride;
    const length = Math.sqrt(own.reduce((total, level) => total + (level - mean) ** 2, 0));
    if (length === 0) continue;
    lengths++;
    for (let i = 0; i < stride; i++) sum[i]! += (own[i]! - mean) / length;
  }
  return { sum, lengths };
}

function product(a: Float64Array, b: Float64Array): number {
  return a.reduce((total, value, i) => total + value * b[i]!, 0);
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
