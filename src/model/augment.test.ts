import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { RandomStream } from '../core/random';
import { diffAugment, flipHalf, unchanged } from './augment';

const RANGE = { low: -1, high: 1 };
const SHAPE: [number, number, number, number] = [3, 16, 16, 3];
const POLICIES = ['translation', 'colourTranslation', 'all'] as const;
const stream = (seed = 5) => new RandomStream(seed, 'augment');

beforeAll(async () => {
  await tf.setBackend('cpu');
});

function randomImages(seed: number, shape = SHAPE): tf.Tensor4D {
  const values = new RandomStream(seed, 'images').fillUniform(new Float32Array(shape.reduce((a, b) => a * b)), -1, 1);
  return tf.tensor4d(values, shape);
}

describe('diffAugment', () => {
  it('off leaves images as they are', () => {
    expect(diffAugment('off', stream(), RANGE)).toBe(unchanged);
  });

  it.each(POLICIES)('%s keeps the shape, draws anew at each call, and repeats with the seed', async (policy) => {
    const images = randomImages(1);
    const augment = diffAugment(policy, stream(), RANGE);
    const first = await augment(images).data();
    const second = await augment(images).data();
    const again = await diffAugment(policy, stream(), RANGE)(images).data();
    expect(augment(images).shape).toEqual(SHAPE);
    expect(second).not.toEqual(first);
    expect(again).toEqual(first);
  });

  it('moves each image by whole pixels, at most an eighth of its side, and brings in zeros', async () => {
    const images = randomImages(2, [40, 16, 16, 1]).add(3) as tf.Tensor4D;
    const before = await images.array();
    const after = await diffAugment('translation', stream(), RANGE)(images).array();
    const seen = new Set<string>();
    before.forEach((image, n) => {
      const at = (y: number, x: number) => (image[y]?.[x]?.[0] ?? 0);
      const shift = [-2, -1, 0, 1, 2].flatMap((dy) => [-2, -1, 0, 1, 2].map((dx) => [dy, dx] as const)).filter(([dy, dx]) =>
        after[n]!.every((row, y) => row.every(([value], x) => Math.abs(value! - at(y + dy, x + dx)) < 1e-6)),
      );
      expect(shift).toHaveLength(1);
      seen.add(String(shift[0]));
    });
    expect(seen.size).toBeGreaterThan(10);
  });

  it('cuts a square of half the side, or what of it lies within, and nothing else', async () => {
    // Translation comes first in the policy; a shape that is constant but for the zeros tells the hole apart.
    const ones = tf.ones([60, 16, 16, 1]) as tf.Tensor4D;
    const shifted = await diffAugment('colourTranslation', stream(9), RANGE)(ones).array();
    const cut = await diffAugment('all', stream(9), RANGE)(ones).array();
    let full = 0;
    cut.forEach((image, n) => {
      const flat = image.flat(2);
      const zeros = flat.filter((value) => value === 0).length - shifted[n]!.flat(2).filter((value) => value === 0).length;
      expect(zeros).toBeGreaterThan(0);
      expect(zeros).toBeLessThanOrEqual(64);
      if (zeros === 64) full++;
    });
    expect(full).toBeGreaterThan(5);
  });

  it('changes colour within the bounds of the paper, each image by its own numbers', async () => {
    const count = 200;
    const grey = tf.fill([count, 16, 16, 3], 0.2) as tf.Tensor4D;
    const out = await diffAugment('colourTranslation', stream(), RANGE)(grey).array();
    const centres = out.map((image) => image[8]![8]!);
    // A flat grey image has no saturation and no contrast: what is left is the brightness.
    for (const [r, g, b] of centres) {
      expect(Math.abs(r! - g!) + Math.abs(g! - b!)).toBeLessThan(1e-5);
      expect(r!).toBeGreaterThanOrEqual(0.2 - 0.5 - 1e-5);
      expect(r!).toBeLessThanOrEqual(0.2 + 0.5 + 1e-5);
    }
    const values = centres.map(([r]) => r!);
    expect(Math.max(...values) - Math.min(...values)).toBeGreaterThan(0.8);
  });

  it.each(POLICIES)("%s: the gradient by the images is that of finite differences", async (policy) => {
    const shape: [number, number, number, number] = [2, 8, 8, 3];
    const images = randomImages(3, shape);
    const weights = randomImages(4, shape);
    const loss = (x: tf.Tensor4D) => tf.tidy(() => diffAugment(policy, stream(11), RANGE)(x).square().mul(weights).sum() as tf.Scalar);
    const gradient = await tf.grad((x: tf.Tensor) => loss(x as tf.Tensor4D))(images).data();
    const values = await images.data();
    const step = 1e-2;
    for (let i = 0; i < values.length; i += 13) {
      const moved = async (by: number) => {
        const copy = values.slice() as Float32Array<ArrayBuffer>;
        copy[i]! += by;
        return (await loss(tf.tensor4d(copy, shape)).data())[0]!;
      };
      const expected = ((await moved(step)) - (await moved(-step))) / (2 * step);
      expect(Math.abs(gradient[i]! - expected), `value ${i}`).toBeLessThan(2e-2 * Math.max(1, Math.abs(expected)));
    }
  });
});

describe('flipHalf', () => {
  it('mirrors some images left to right and leaves the others', () => {
    const images = Float32Array.from({ length: 50 * 4 * 4 * 3 }, (_, i) => i);
    const before = images.slice();
    flipHalf(images, { size: 4, channels: 3 }, stream());
    let flipped = 0;
    for (let n = 0; n < 50; n++) {
      const at = (list: Float32Array, y: number, x: number, c: number) => list[((n * 4 + y) * 4 + x) * 3 + c]!;
      const mirrored = at(images, 0, 0, 0) !== at(before, 0, 0, 0);
      if (mirrored) flipped++;
      for (let y = 0; y < 4; y++)
        for (let x = 0; x < 4; x++)
          for (let c = 0; c < 3; c++) expect(at(images, y, x, c)).toBe(at(before, y, mirrored ? 3 - x : x, c));
    }
    expect(flipped).toBeGreaterThan(10);
    expect(flipped).toBeLessThan(40);
  });
});
