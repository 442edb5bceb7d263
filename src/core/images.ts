/** Images as a person sees them: `count` RGBA pictures of `size` x `size`, one after the other, 8 bits a channel. */
export interface Images {
  count: number;
  size: number;
  rgba: Uint8ClampedArray<ArrayBuffer>;
}

/** The interval that a network's images live in: tanh's [-1, 1], or [0, 1] where the generator ends in a sigmoid. */
export interface PixelRange {
  low: number;
  high: number;
}

/** The pixel range that goes with a generator's output activation; a linear output is trained on tanh's range. */
export function pixelRange(output: 'tanh' | 'sigmoid' | 'linear'): PixelRange {
  return output === 'sigmoid' ? { low: 0, high: 1 } : { low: -1, high: 1 };
}

/** An 8-bit value (0 to 255) in a network's pixel range. */
export function toNetwork(byte: number, { low, high }: PixelRange): number {
  return low + (byte / 255) * (high - low);
}

/**
 * Network output, NHWC with 1 or 3 channels, to RGBA bytes: (value - low) * 255 / (high - low), clamped and rounded,
 * so that tanh's -1, 0 and 1 show as 0, 128 and 255. Nothing is stretched. Not-a-number shows as 0.
 */
export function toImages(values: Float32Array, size: number, channels: number, range: PixelRange): Images {
  const pixels = values.length / channels;
  const rgba = new Uint8ClampedArray(pixels * 4);
  const scale = 255 / (range.high - range.low);
  for (let i = 0; i < pixels; i++) {
    for (let c = 0; c < 3; c++)
      rgba[i * 4 + c] = Math.round((values[i * channels + (channels === 3 ? c : 0)]! - range.low) * scale);
    rgba[i * 4 + 3] = 255;
  }
  return { count: pixels / (size * size), size, rgba };
}

/** Stored 8-bit images, NHWC with 1 or 3 channels, to RGBA bytes. */
export function bytesToImages(bytes: Uint8Array, size: number, channels: number): Images {
  const pixels = bytes.length / channels;
  const rgba = new Uint8ClampedArray(pixels * 4);
  for (let i = 0; i < pixels; i++) {
    for (let c = 0; c < 3; c++) rgba[i * 4 + c] = bytes[i * channels + (channels === 3 ? c : 0)]!;
    rgba[i * 4 + 3] = 255;
  }
  return { count: pixels / (size * size), size, rgba };
}

/** Images side by side in rows of `columns`, edge to edge, as one picture. */
export function tileSheet({ count, size, rgba }: Images, columns: number) {
  const width = columns * size;
  const height = Math.ceil(count / columns) * size;
  const sheet = new Uint8ClampedArray(width * height * 4);
  const row = size * 4;
  for (let n = 0; n < count; n++)
    for (let y = 0; y < size; y++) {
      const from = (n * size + y) * row;
      const to = ((Math.floor(n / columns) * size + y) * width + (n % columns) * size) * 4;
      sheet.set(rgba.subarray(from, from + row), to);
    }
  return { width, height, rgba: sheet };
}
