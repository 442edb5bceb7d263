import type { Dataset } from './dataset';

/** A data set of the first `count` images of another one, or of all that are there where those are fewer; a view. */
export function firstImages(dataset: Dataset, count: number): Dataset {
  const { size, channels, images, labels } = dataset;
  const kept = Math.min(count, dataset.count);
  return { ...dataset, count: kept, capacity: kept, images: images.subarray(0, kept * size * size * channels), labels: labels.subarray(0, kept) };
}
