import type { Dataset } from './dataset';

/** The images from `start` to before `end`: a view on them where they are in memory. */
export function imageRange(dataset: Dataset, start: number, end: number): Uint8Array {
  const { images, size, channels, readImages } = dataset;
  const stride = size * size * channels;
  if (!readImages) return images.subarray(start * stride, end * stride);
  return readImages(Uint32Array.from({ length: end - start }, (_, i) => start + i));
}

/** The images with these indices, uint8 NHWC, one after the other; a copy, wherever the data set's images lie. */
export function imagesAt({ images, size, channels, readImages }: Dataset, indices: Uint32Array): Uint8Array<ArrayBuffer> {
  if (readImages) return readImages(indices);
  const stride = size * size * channels;
  const out = new Uint8Array(indices.length * stride);
  indices.forEach((index, n) => out.set(images.subarray(index * stride, (index + 1) * stride), n * stride));
  return out;
}
