import { fail, ok, type Result } from '../../core/result';
import { elementReader, type NpyHeader } from '../../codecs/npy';

/** Where one picture's values lie within its elements: `index = y * row + x * column + c * channel`. */
export interface ArrayLayout {
  count: number;
  width: number;
  height: number;
  channels: 1 | 3 | 4;
  strides: { row: number; column: number; channel: number };
}

/** The most channels that pictures have: with an alpha channel. */
const CHANNELS = new Set([1, 3, 4]);

/**
 * Reads a shape as pictures: [H, W], [N, H, W], [N, H, W, C] or [N, C, H, W] with 1, 3 or 4 channels; three dimensions
 * with 3 or 4 last, or 3 first, are a single colour picture. Null for any other shape.
 */
export function layoutOf(shape: readonly number[]): ArrayLayout | null {
  if (shape.some((dim) => !Number.isSafeInteger(dim) || dim < 1)) return null;
  const [a = 0, b = 0, c = 0, d = 0] = shape;
  switch (shape.length) {
    case 2:
      return a > 1 && b > 1 ? channelsLast(1, a, b, 1) : null;
    case 3:
      if (c === 3 || c === 4) return channelsLast(1, a, b, c);
      return a === 3 ? channelsFirst(1, a, b, c) : channelsLast(a, b, c, 1);
    case 4:
      if (CHANNELS.has(d)) return channelsLast(a, b, c, d as ArrayLayout['channels']);
      return CHANNELS.has(b) ? channelsFirst(a, b as ArrayLayout['channels'], c, d) : null;
    default:
      return null;
  }
}

function channelsLast(count: number, height: number, width: number, channels: ArrayLayout['channels']): ArrayLayout {
  return { count, height, width, channels, strides: { row: width * channels, column: channels, channel: 1 } };
}

function channelsFirst(count: number, channels: ArrayLayout['channels'], height: number, width: number): ArrayLayout {
  return { count, height, width, channels, strides: { row: width, column: 1, channel: width * height } };
}

/** The smallest and largest finite value of an array. */
export interface ValueRange {
  least: number;
  largest: number;
}

/** How far a value may lie outside [0, 1] or [-1, 1] by rounding. */
const SLACK = 1e-3;

/**
 * How stored values become 0 to 255. Booleans and floats in [0, 1] are stretched, floats in [-1, 1] taken for tanh's
 * range, numbers up to 255 as they are, 16-bit integers divided by 257. Fails for numbers that mean something else.
 */
export function byteScale(
  { element }: Pick<NpyHeader, 'element'>,
  { least, largest }: ValueRange,
): Result<{ scale: number; offset: number }, 'range'> {
  if (element === 'b1') return ok({ scale: 255, offset: 0 });
  if (element.startsWith('f') && largest <= 1 + SLACK) {
    if (least >= -SLACK) return ok({ scale: 255, offset: 0 });
    if (least >= -1 - SLACK) return ok({ scale: 127.5, offset: 127.5 });
  }
  if (least >= 0 && largest <= 255) return ok({ scale: 1, offset: 0 });
  if (element === 'u2') return ok({ scale: 1 / 257, offset: 0 });
  return fail('range', `values from ${least} to ${largest}`);
}

/** Makes RGBA of the elements of one picture; null where one is not finite. */
export function pictureOf(
  header: NpyHeader,
  { width, height, channels, strides }: ArrayLayout,
  { scale, offset }: { scale: number; offset: number },
): (elements: Uint8Array) => Uint8Array | null {
  const read = elementReader(header);
  return (elements) => {
    const view = new DataView(elements.buffer, elements.byteOffset, elements.byteLength);
    const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
    for (let y = 0, at = 0; y < height; y++)
      for (let x = 0; x < width; x++, at += 4) {
        const start = y * strides.row + x * strides.column;
        for (let c = 0; c < Math.max(3, channels); c++) {
          const value = read(view, start + (channels === 1 ? 0 : c * strides.channel));
          if (!Number.isFinite(value)) return null;
          rgba[at + c] = Math.round(value * scale + offset);
        }
      }
    return new Uint8Array(rgba.buffer);
  };
}
