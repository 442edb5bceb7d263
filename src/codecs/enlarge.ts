import type { Images } from '../core/images';

/** Frames drawn at a whole multiple of their size by repeating pixels, so that no file's viewer blurs them. */
export function enlarge({ count, size, rgba }: Images, scale: number): Images {
  if (scale === 1) return { count, size, rgba };
  const large = size * scale;
  const source = new Uint32Array(rgba.buffer, rgba.byteOffset, rgba.length / 4);
  const target = new Uint32Array(count * large * large);
  for (let n = 0; n < count; n++)
    for (let y = 0; y < large; y++) {
      const from = (n * size + Math.floor(y / scale)) * size;
      const to = (n * large + y) * large;
      for (let x = 0; x < size; x++) target.fill(source[from + x]!, to + x * scale, to + (x + 1) * scale);
    }
  return { count, size: large, rgba: new Uint8ClampedArray(target.buffer) };
}

/** One of the frames, as a view of its bytes. */
export function frameOf({ size, rgba }: Images, n: number): Uint8ClampedArray<ArrayBuffer> {
  const stride = size * size * 4;
  return rgba.subarray(n * stride, (n + 1) * stride);
}
