import type { PixelRange } from './images';
import type { RandomStream } from './random';
import type { Config } from './settings';

/**
 * What DiffAugment does to one image (Zhao, Liu, Lin, Zhu, Han 2020, "Differentiable Augmentation for Data-Efficient GAN
 * Training", section 3 and appendix), and where each number stands in the list of them.
 */
export const CHANGE = {
  /** Added to every value. */
  brightness: 0,
  /** Factor of the distance from the pixel's mean over its channels. */
  saturation: 1,
  /** Factor of the distance from the image's mean. */
  contrast: 2,
  /** The pixel at (row, column) comes from (row + shiftRow, column + shiftColumn); from outside comes 0. */
  shiftRow: 3,
  shiftColumn: 4,
  /** Rows from `top` to before `bottom`, columns from `left` to before `right`, are 0 in the end. */
  top: 5,
  bottom: 6,
  left: 7,
  right: 8,
} as const;

/** Numbers that a change takes. */
export const CHANGE_SIZE = Object.keys(CHANGE).length;

/** The largest shift, and the side of the hole, in shares of the image's side. */
const LARGEST_SHIFT = 0.125;
const HOLE = 0.5;

type Policy = Config['diffAugment'];

/** What a policy changes, in this order. */
const PARTS: Record<Policy, readonly ('colour' | 'translation' | 'cutout')[]> = {
  off: [],
  translation: ['translation'],
  colourTranslation: ['colour', 'translation'],
  all: ['colour', 'translation', 'cutout'],
};

/**
 * A change for each of `count` images of `size` x `size`, row-major [count, CHANGE_SIZE]. Brightness from U(-1/4, 1/4) of
 * the range, saturation from U(0, 2), contrast from U(1/2, 3/2); a shift of whole pixels, up to an eighth of the side
 * each way; a hole of half the side, whose centre may lie anywhere. What the policy leaves alone stays as it is.
 */
export function drawChanges(
  policy: Policy,
  count: number,
  size: number,
  { low, high }: PixelRange,
  random: RandomStream,
): Float32Array<ArrayBuffer> {
  const changes = new Float32Array(count * CHANGE_SIZE);
  const set = (name: keyof typeof CHANGE, value: (n: number) => number) => {
    for (let n = 0; n < count; n++) changes[n * CHANGE_SIZE + CHANGE[name]] = value(n);
  };
  const uniform = (from: number, to: number) => {
    const values = random.fillUniform(new Float32Array(count), from, to);
    return (n: number) => values[n]!;
  };
  set('saturation', () => 1);
  set('contrast', () => 1);
  const parts = PARTS[policy];
  if (parts.includes('colour')) {
    const quarter = (high - low) / 4;
    set('brightness', uniform(-quarter, quarter));
    set('saturation', uniform(0, 2));
    set('contrast', uniform(0.5, 1.5));
  }
  if (parts.includes('translation')) {
    const largest = Math.floor(size * LARGEST_SHIFT + 0.5);
    const shift = () => random.integer(2 * largest + 1) - largest;
    set('shiftRow', shift);
    set('shiftColumn', shift);
  }
  if (parts.includes('cutout')) {
    const length = Math.floor(size * HOLE + 0.5);
    const start = () => random.integer(size + 1 - (length % 2)) - Math.floor(length / 2);
    for (let n = 0; n < count; n++) {
      const [row, column] = [start(), start()];
      const hole = { top: Math.max(0, row), bottom: Math.min(size, row + length), left: Math.max(0, column), right: Math.min(size, column + length) };
      for (const side of ['top', 'bottom', 'left', 'right'] as const) changes[n * CHANGE_SIZE + CHANGE[side]] = hole[side];
    }
  }
  return changes;
}

/** For each of `count` images whether it is mirrored, 1, or not, 0: about half are. */
export function drawFlips(count: number, random: RandomStream): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: count }, () => (random.uniform() < 0.5 ? 0 : 1));
}
