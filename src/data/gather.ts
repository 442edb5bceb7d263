import type { Dataset } from './dataset';

/** The images with these indices, uint8 NHWC, one after the other; a copy, wherever the data set's images lie. */
export function imagesAt({ images, size, channels, readImages }: Dataset, indices: Uint32Array): Uint8Array<ArrayBuffer> {
  if (readImages) return readImages(indices);
  const stride = size * size * channels;
  const out = new Uint8Array(indices.length * stride);
  indices.forEach((index, n) => out.set(images.subarray(index * stride, (index + 1) * stride), n * stride));
  return out;
}
