/** Side of the thumbnail that a fingerprint is taken from: a difference hash needs a ninth column. */
const COLUMNS = 9;
const ROWS = 8;

/**
 * What an image is recognised by. `exact` is the same for the same pixels only, be they stored as grey or as a
 * colour that is grey; `bits` (a 64-bit difference hash in two halves) and `thumbnail` (RGB, 9 x 8) stay nearly the same under recompression, rescaling and small retouching.
 */
export interface Fingerprint {
  exact: bigint;
  bits: readonly [high: number, low: number];
  thumbnail: Uint8Array;
  inColour: boolean;
}

/** Fingerprints an image, uint8 `size` x `size` x `channels`, of at least 9 pixels a side. */
export function fingerprint(image: Uint8Array, size: number, channels: 1 | 3): Fingerprint {
  const thumbnail = shrink(image, size, channels);
  const inColour = channels === 3 && hasColour(image);
  const light = (x: number, y: number) => {
    const at = (y * COLUMNS + x) * 3;
    return 299 * thumbnail[at]! + 587 * thumbnail[at + 1]! + 114 * thumbnail[at + 2]!;
  };
  const half = (fromRow: number) => {
    let bits = 0;
    for (let y = fromRow; y < fromRow + ROWS / 2; y++)
      for (let x = 0; x < COLUMNS - 1; x++) bits = (bits << 1) | Number(light(x + 1, y) > light(x, y));
    return bits >>> 0;
  };
  const pixels = channels === 3 && !inColour ? image.filter((_, at) => at % 3 === 0) : image;
  return { exact: hashBytes(pixels), bits: [half(0), half(ROWS / 2)], thumbnail, inColour };
}

function hasColour(rgb: Uint8Array): boolean {
  for (let at = 0; at < rgb.length; at += 3) if (rgb[at] !== rgb[at + 1] || rgb[at] !== rgb[at + 2]) return true;
  return false;
}

/** A 64-bit hash of bytes: FNV-1a in two 32-bit lanes, the second of which takes the bytes complemented. */
export function hashBytes(bytes: Uint8Array): bigint {
  let [a, b] = [0x811c9dc5, 0x9747b28c];
  for (const byte of bytes) {
    a = Math.imul(a ^ byte, 0x01000193);
    b = Math.imul(b ^ (byte ^ 0xff), 0x01000193) ^ (b >>> 15);
  }
  return (BigInt(a >>> 0) << 32n) | BigInt(b >>> 0);
}

/** The mean colour of each of 9 x 8 nearly equal blocks. */
function shrink(image: Uint8Array, size: number, channels: 1 | 3): Uint8Array {
  const thumbnail = new Uint8Array(COLUMNS * ROWS * 3);
  for (let ty = 0; ty < ROWS; ty++) {
    const [top, bottom] = [Math.floor((ty * size) / ROWS), Math.floor(((ty + 1) * size) / ROWS)];
    for (let tx = 0; tx < COLUMNS; tx++) {
      const [left, right] = [Math.floor((tx * size) / COLUMNS), Math.floor(((tx + 1) * size) / COLUMNS)];
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        for (let y = top; y < bottom; y++)
          for (let x = left; x < right; x++) sum += image[(y * size + x) * channels + (channels === 3 ? c : 0)]!;
        thumbnail[(ty * COLUMNS + tx) * 3 + c] = Math.round(sum / ((bottom - top) * (right - left)));
      }
    }
  }
  return thumbnail;
}
