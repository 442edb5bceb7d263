import { formatDataId } from '../core/data-id';
import type { Dataset } from './dataset';

/**
 * The images of some classes of a data set that is fully there, as a set of their own: labels and class names stay what
 * they were. `count` is 0 where there are none.
 */
export function chooseClasses(dataset: Dataset, classes: readonly number[]): Dataset {
  const { size, channels, count, labels, readImages } = dataset;
  const wanted = new Set(classes);
  const chosen = Uint32Array.from({ length: count }, (_, i) => i).filter((i) => wanted.has(labels[i]!));
  const bytes = size * size * channels;
  const images = new Uint8Array(readImages ? 0 : chosen.length * bytes);
  if (!readImages) chosen.forEach((from, to) => images.set(dataset.images.subarray(from * bytes, (from + 1) * bytes), to * bytes));
  return {
    ...dataset,
    id: formatDataId({ set: dataset.id, classes }),
    hash: formatDataId({ set: dataset.hash, classes }),
    images,
    readImages: readImages && ((indices) => readImages(indices.map((i) => chosen[i]!))),
    labels: Uint8Array.from(chosen, (i) => labels[i]!),
    capacity: chosen.length,
    count: chosen.length,
  };
}
