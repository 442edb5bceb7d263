import type { ImportOptions, Rgb } from '../../core/own-images';
import { place, type Region } from './fit';
import { Resampler } from './resample';

/** How pictures become square. */
export type SquareOptions = Pick<ImportOptions, 'size' | 'fit' | 'background'>;

/** Gives the rows of `region`, RGBA with the background already under them, from the top, a few at a time. */
export type RowReader = (region: Region) => Iterable<Uint8Array | Uint8ClampedArray>;

/** Makes a `width` x `height` picture square: RGB, `size` x `size` x 3. */
export function toSquare(
  width: number,
  height: number,
  { size, fit, background }: SquareOptions,
  readRows: RowReader,
): Uint8Array {
  const { source, target } = place(width, height, size, fit);
  const resampler = new Resampler(source, target);
  const rowBytes = source.width * 4;
  for (const rows of readRows(source))
    for (let at = 0; at < rows.length; at += rowBytes) resampler.push(rows, at);
  const picture = resampler.finish();
  if (target.width === size && target.height === size) return picture;
  const square = new Uint8Array(size * size * 3);
  for (let i = 0; i < square.length; i++) square[i] = background[i % 3]!;
  for (let y = 0; y < target.height; y++) {
    const row = picture.subarray(y * target.width * 3, (y + 1) * target.width * 3);
    square.set(row, ((target.y + y) * size + target.x) * 3);
  }
  return square;
}

/** Reads rows from RGBA bytes that are in memory, laying the background under what is transparent. */
export function rowsOf(rgba: Uint8Array, width: number, background: Rgb): RowReader {
  return function* read(region) {
    for (let y = region.y; y < region.y + region.height; y++) {
      const start = (y * width + region.x) * 4;
      yield flatten(rgba.subarray(start, start + region.width * 4), background);
    }
  };
}

function flatten(rgba: Uint8Array, background: Rgb): Uint8Array {
  const flat = rgba.slice();
  for (let i = 0; i < flat.length; i++) {
    const alpha = rgba[i | 3]! / 255;
    if (i % 4 < 3) flat[i] = Math.round(rgba[i]! * alpha + background[i % 4]! * (1 - alpha));
  }
  return flat;
}
