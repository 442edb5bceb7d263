import * as tf from '@tensorflow/tfjs';
import type { Table } from '../core/frechet';
import { kMeans, whitened, zcaWhitening } from '../core/kmeans';
import type { Whitening } from '../core/kmeans';
import type { RandomStream } from '../core/random';
import type { ByteImages } from './feature-network';

/** A small version of Coates, Ng, Lee 2011: patches of 6x6, 100 centroids, a stride of 2, sums over quadrants. */
const PATCH = 6;
const STRIDE = 2;
const CENTROIDS = 100;
const PATCHES = 8000;
const ROUNDS = 10;
/** Added to the variance of a patch of values from 0 to 255 (ibid., section 3.1.1), and to that of a direction. */
const CONTRAST_FLOOR = 10;
const WHITENING_FLOOR = 0.1;
/** Images whose patches are compared at once. */
const CHUNK = 16;

/**
 * K-means features: centroids of whitened patches of the training images; each patch of an image answers with how much
 * nearer than the mean each centroid is (the triangle activation), summed over the four quadrants.
 */
export async function kMeansFeatures(
  train: ByteImages,
  test: ByteImages,
  random: RandomStream,
  pause: () => Promise<void>,
): Promise<{ train: Table; test: Table }> {
  const patches = randomPatches(train, random);
  const whitening = zcaWhitening(patches, WHITENING_FLOOR);
  const centroids = await kMeans(whitened(patches, whitening), CENTROIDS, ROUNDS, random, pause);
  return {
    train: await encode(train, whitening, centroids, pause),
    test: await encode(test, whitening, centroids, pause),
  };
}

function randomPatches(source: ByteImages, random: RandomStream): Table {
  const { images, size, channels } = source;
  const columns = PATCH * PATCH * channels;
  const values = new Float32Array(PATCHES * columns);
  const count = images.length / (size * size * channels);
  const places = size - PATCH + 1;
  for (let n = 0; n < PATCHES; n++)
    takePatch(source, random.integer(count), random.integer(places), random.integer(places), values.subarray(n * columns, (n + 1) * columns));
  return { rows: PATCHES, columns, values };
}

/** One patch with its brightness and contrast taken out. */
function takePatch({ images, size, channels }: ByteImages, image: number, top: number, left: number, target: Float32Array): void {
  const width = PATCH * channels;
  for (let y = 0; y < PATCH; y++) {
    const from = ((image * size + top + y) * size + left) * channels;
    for (let i = 0; i < width; i++) target[y * width + i] = images[from + i]!;
  }
  const mean = target.reduce((sum, value) => sum + value, 0) / target.length;
  const variance = target.reduce((sum, value) => sum + (value - mean) ** 2, 0) / target.length;
  const scale = 1 / Math.sqrt(variance + CONTRAST_FLOOR);
  for (let i = 0; i < target.length; i++) target[i] = (target[i]! - mean) * scale;
}

async function encode(
  source: ByteImages,
  { mean, matrix }: Whitening,
  centroids: Table,
  pause: () => Promise<void>,
): Promise<Table> {
  const { images, size, channels } = source;
  const rows = images.length / (size * size * channels);
  const columns = 4 * CENTROIDS;
  const values = new Float32Array(rows * columns);
  const length = PATCH * PATCH * channels;
  const fixed = tf.tidy(() => ({
    mean: tf.tensor1d(Float32Array.from(mean)),
    matrix: tf.tensor2d(Float32Array.from(matrix), [length, length]),
    centroids: tf.tensor2d(centroids.values, [CENTROIDS, length]),
  }));
  try {
    for (let start = 0; start < rows; start += CHUNK) {
      await pause();
      const count = Math.min(CHUNK, rows - start);
      const { patches, side } = allPatches(source, start, count);
      const found = tf.tidy(() => {
        const white = tf.tensor2d(patches, [patches.length / length, length]).sub(fixed.mean).matMul(fixed.matrix);
        const squares = white.square().sum(1, true).add(fixed.centroids.square().sum(1));
        const distance = squares.sub(white.matMul(fixed.centroids, false, true).mul(2)).relu().sqrt();
        const nearness = distance.mean(1, true).sub(distance).relu();
        return sumQuadrants(nearness.reshape([count, side, side, CENTROIDS]));
      });
      values.set(await found.data(), start * columns);
      found.dispose();
    }
  } finally {
    tf.dispose(Object.values(fixed));
  }
  return { rows, columns, values };
}

/** Every second patch across and down of some images. */
function allPatches(source: ByteImages, start: number, count: number): { patches: Float32Array; side: number } {
  const { size, channels } = source;
  // An even number, so that there are quadrants.
  const side = 2 * Math.floor((Math.floor((size - PATCH) / STRIDE) + 1) / 2);
  const length = PATCH * PATCH * channels;
  const patches = new Float32Array(count * side * side * length);
  for (let n = 0; n < count; n++)
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++) {
        const at = ((n * side + y) * side + x) * length;
        takePatch(source, start + n, STRIDE * y, STRIDE * x, patches.subarray(at, at + length));
      }
  return { patches, side };
}

function sumQuadrants(maps: tf.Tensor4D): tf.Tensor2D {
  const [count, side] = maps.shape;
  const rows = maps.reshape([count * 2, side / 2, side * CENTROIDS]).sum(1);
  return rows.reshape([count * 4, side / 2, CENTROIDS]).sum(1).reshape([count, 4 * CENTROIDS]);
}
