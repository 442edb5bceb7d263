import { bytesToImages } from '../core/images';
import type { Images } from '../core/images';
import type { Memorisation } from '../core/measures';
import { nearestImages, shareNearer } from '../core/nearest-images';
import type { NearestImages } from '../core/nearest-images';
import type { RandomStream } from '../core/random';
import type { Dataset } from '../data/dataset';
import { imagesAt } from '../data/gather';
import type { ByteImages } from './feature-network';

/** Samples whose nearest images are looked for, and the most images that are searched on either side. */
const QUERIES = 200;
const MOST_IN_POOL = 5000;
/** Samples that are shown beside what they are near to. */
const SUSPECTS = 8;

/** As many training as held-out images, drawn at random; null where nothing is held out. Bytes as the samples'. */
export interface Pools {
  training: Uint8Array;
  heldOut: Uint8Array;
}

/** Draws the images that are searched: as many of either side, since among more images a nearer one is found by chance. */
export function drawPools(training: Dataset, heldOut: Dataset | null, random: RandomStream): Pools | null {
  const count = Math.min(MOST_IN_POOL, training.count, heldOut?.count ?? 0);
  if (!heldOut || count === 0) return null;
  const draw = (dataset: Dataset) => imagesAt(dataset, random.permutation(dataset.count).slice(0, count));
  return { training: draw(training), heldOut: draw(heldOut) };
}

/**
 * Looks for samples that repeat training images: each one's nearest training image, beside its nearest of as many
 * held-out images, which no generator has ever been trained on.
 */
export async function memorisation(
  samples: ByteImages,
  { training, heldOut }: Pools,
  pause: () => Promise<void>,
): Promise<Memorisation> {
  const { size, channels } = samples;
  const stride = size * size * channels;
  const queries = samples.images.subarray(0, QUERIES * stride);
  const toTraining = await nearestImages(queries, training, stride, pause);
  const toHeldOut = await nearestImages(queries, heldOut, stride, pause);
  const gap = (n: number) => toTraining.distances[n]! - toHeldOut.distances[n]!;
  const suspects = Array.from(toTraining.distances.keys()).toSorted((a, b) => gap(a) - gap(b)).slice(0, SUSPECTS);
  const show = (bytes: Uint8Array, indices: readonly number[]): Images =>
    bytesToImages(gather(bytes, stride, indices), size, channels);
  const nearestTo = ({ indices }: NearestImages) => suspects.map((n) => indices[n]!);
  return {
    share: shareNearer(toTraining.distances, toHeldOut.distances),
    samples: toTraining.distances.length,
    pool: training.length / stride,
    toTraining: toTraining.distances,
    toHeldOut: toHeldOut.distances,
    suspects: {
      samples: show(queries, suspects),
      training: show(training, nearestTo(toTraining)),
      heldOut: show(heldOut, nearestTo(toHeldOut)),
    },
  };
}

function gather(bytes: Uint8Array, stride: number, indices: ArrayLike<number>): Uint8Array {
  const out = new Uint8Array(indices.length * stride);
  for (let n = 0; n < indices.length; n++) out.set(bytes.subarray(indices[n]! * stride, (indices[n]! + 1) * stride), n * stride);
  return out;
}
