import type { Dataset } from './dataset';
import { imagesAt } from './gather';

/** The most images that statistics are taken over; of more an even sample. */
const MOST_IMAGES = 20_000;
/** Images read at a time. */
const SLICE = 256;

/** What a data set's images have in common. */
export interface Statistics {
  /** The mean image, uint8 NHWC of one image. */
  mean: Uint8Array<ArrayBuffer>;
  /** How often each value occurs, row-major [channels, 256]. */
  histogram: Float64Array<ArrayBuffer>;
  /** Images of each class, over all that are loaded. */
  classCounts: number[];
  /** How many images mean and histogram were taken over. */
  images: number;
}

/** Takes the statistics of the images that are loaded, calling `breathe` now and then. */
export async function takeStatistics(dataset: Dataset, breathe: () => Promise<void>): Promise<Statistics> {
  const { size, channels, count, labels, classNames } = dataset;
  const stride = size * size * channels;
  const images = Math.min(count, MOST_IMAGES);
  const sums = new Float64Array(stride);
  const histogram = new Float64Array(channels * 256);
  for (let first = 0; first < images; first += SLICE) {
    const sampled = Uint32Array.from({ length: Math.min(SLICE, images - first) }, (_, i) =>
      Math.floor(((first + i) * count) / images),
    );
    const bytes = imagesAt(dataset, sampled);
    for (let i = 0, at = 0; i < bytes.length; i++) {
      const value = bytes[i]!;
      sums[at]! += value;
      histogram[(i % channels) * 256 + value]!++;
      if (++at === stride) at = 0;
    }
    await breathe();
  }
  const classCounts = classNames.map(() => 0);
  for (let n = 0; n < count; n++) classCounts[labels[n]!]!++;
  return { mean: Uint8Array.from(sums, (sum) => Math.round(sum / Math.max(1, images))), histogram, classCounts, images };
}
