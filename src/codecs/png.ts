import { zlibSync } from 'fflate';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const RGBA_8_BITS = [8, 6];
const NO_OPTIONS = [0, 0, 0];

/** The remainders of CRC-32 (polynomial 0xEDB88320, reflected) for each byte. */
const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? 0xedb88320 ^ (remainder >>> 1) : remainder >>> 1;
  return remainder;
});

/** Writes RGBA bytes, row-major, as a PNG file of `width` x `height` with 8 bits a channel; no pixel changes. */
export function encodePng(
  rgba: Uint8Array | Uint8ClampedArray,
  width: number,
  height: number,
): Uint8Array<ArrayBuffer> {
  if (rgba.length !== width * height * 4) {
    throw new RangeError(`${rgba.length} bytes are not ${width} x ${height} RGBA pixels`);
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([...RGBA_8_BITS, ...NO_OPTIONS], 8);
  return concatenate([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', zlibSync(filterRows(rgba, width, height))),
    chunk('IEND', new Uint8Array()),
  ]);
}

/**
 * Puts the filter's number before each row: 2 ("up", the difference to the row above) packs pictures with flat parts
 * well, and costs one subtraction.
 */
function filterRows(rgba: Uint8Array | Uint8ClampedArray, width: number, height: number): Uint8Array {
  const row = width * 4;
  const out = new Uint8Array(height * (row + 1));
  for (let y = 0; y < height; y++) {
    const start = y * (row + 1);
    out[start] = 2;
    for (let x = 0; x < row; x++) {
      const above = y === 0 ? 0 : rgba[(y - 1) * row + x]!;
      out[start + 1 + x] = rgba[y * row + x]! - above;
    }
  }
  return out;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const out = new Uint8Array(12 + data.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, data.length);
  out.set(new TextEncoder().encode(type), 4);
  out.set(data, 8);
  view.setUint32(8 + data.length, crc32(out.subarray(4, 8 + data.length)));
  return out;
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRC_TABLE[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    out.set(part, offset);
    offset += part.length;
  }
  return out;
}
