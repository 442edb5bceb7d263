import { encodePng } from '../../src/codecs/png';
import type { Images } from '../../src/core/images';

const GAP = 2;

/** Images side by side in a grid as square as can be, `GAP` black pixels apart, as a PNG file. */
export function sheetPng({ count, size, rgba }: Images): Uint8Array {
  const columns = Math.ceil(Math.sqrt(count));
  const rows = Math.ceil(count / columns);
  const width = columns * (size + GAP) + GAP;
  const height = rows * (size + GAP) + GAP;
  const sheet = new Uint8Array(width * height * 4);
  for (let alpha = 3; alpha < sheet.length; alpha += 4) sheet[alpha] = 255;
  for (let n = 0; n < count; n++) {
    const left = (n % columns) * (size + GAP) + GAP;
    const top = Math.floor(n / columns) * (size + GAP) + GAP;
    for (let y = 0; y < size; y++) {
      const from = (n * size + y) * size * 4;
      sheet.set(rgba.subarray(from, from + size * 4), ((top + y) * width + left) * 4);
    }
  }
  return encodePng(sheet, width, height);
}
