import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { enlarge, frameOf } from './enlarge';
import { encodeGif } from './gif';
import { encodeStrip } from './strip';

/** Frames of size x size, each pixel from a function of frame and pixel. */
function frames(count: number, size: number, colour: (n: number, i: number) => readonly [number, number, number]) {
  const rgba = new Uint8ClampedArray(count * size * size * 4);
  for (let n = 0; n < count; n++)
    for (let i = 0; i < size * size; i++) rgba.set([...colour(n, i), 255], (n * size * size + i) * 4);
  return { count, size, rgba };
}

const GREYS = frames(5, 4, (n, i) => [n * 50 + i, n * 50 + i, n * 50 + i]);
const COLOURS = frames(3, 4, (n, i) => [n * 100, i * 10, 255 - n * 100]);

/** Reads the GIF's blocks after its specification (GIF89a): the frames' pixels as colours, and their delays. */
function readGif(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const table = (at: number, count: number) =>
    Array.from({ length: count }, (_, c) => [...bytes.subarray(at + 3 * c, at + 3 * c + 3)]);
  const tableSize = (flags: number) => (flags & 0x80 ? 2 ** ((flags & 7) + 1) : 0);
  expect(new TextDecoder().decode(bytes.subarray(0, 6))).toBe('GIF89a');
  const globalColours = table(13, tableSize(bytes[10]!));
  let at = 13 + 3 * globalColours.length;
  const pictures: number[][][] = [];
  const delays: number[] = [];
  const blocks = (from: number) => {
    const data: number[] = [];
    let next = from;
    while (bytes[next] !== 0) {
      data.push(...bytes.subarray(next + 1, next + 1 + bytes[next]!));
      next += 1 + bytes[next]!;
    }
    return { data, next: next + 1 };
  };
  while (bytes[at] !== 0x3b) {
    if (bytes[at] === 0x21) {
      if (bytes[at + 1] === 0xf9) delays.push(view.getUint16(at + 4, true) * 10);
      at = blocks(at + 2).next;
    } else {
      expect(bytes[at]).toBe(0x2c);
      const local = table(at + 10, tableSize(bytes[at + 9]!));
      at += 10 + 3 * local.length;
      const { data, next } = blocks(at + 1);
      const colours = local.length > 0 ? local : globalColours;
      pictures.push(unpack(data, bytes[at]!).map((index) => colours[index]!));
      at = next;
    }
  }
  return { width: view.getUint16(6, true), height: view.getUint16(8, true), pictures, delays };
}

/** LZW as GIF has it, with codes from `bits` + 1 wide. */
function unpack(data: readonly number[], bits: number): number[] {
  const clear = 1 << bits;
  let table: number[][] = [];
  let width = bits + 1;
  let previous: number[] | null = null;
  const out: number[] = [];
  const reset = () => {
    table = Array.from({ length: clear + 2 }, (_, value) => (value < clear ? [value] : []));
    width = bits + 1;
    previous = null;
  };
  reset();
  for (let position = 0; position + width <= data.length * 8; ) {
    let code = 0;
    for (let bit = 0; bit < width; bit++, position++)
      code |= ((data[position >> 3]! >> (position & 7)) & 1) << bit;
    if (code === clear) reset();
    else if (code === clear + 1) break;
    else {
      const entry: number[] = table[code] ?? [...previous!, previous![0]!];
      out.push(...entry);
      if (previous && table.length < 4096) table.push([...previous, entry[0]!]);
      if (table.length === 1 << width && width < 12) width++;
      previous = entry;
    }
  }
  return out;
}

describe('enlarge', () => {
  it('repeats each pixel, and leaves a scale of 1 as it is', () => {
    const large = enlarge(frames(2, 2, (n, i) => [n * 10 + i, 0, 0]), 3);
    expect(large.size).toBe(6);
    const red = (n: number, x: number, y: number) => frameOf(large, n)[(y * 6 + x) * 4];
    expect([red(1, 0, 0), red(1, 2, 2), red(1, 3, 2), red(1, 2, 3), red(1, 5, 5)]).toEqual([10, 10, 11, 12, 13]);
    expect(enlarge(GREYS, 1).rgba).toBe(GREYS.rgba);
  });
});

describe('encodeGif', () => {
  it('keeps every grey of every frame', () => {
    const { pictures, delays, width, height } = readGif(encodeGif(GREYS, 100));
    expect([width, height]).toEqual([4, 4]);
    expect(delays).toEqual([100, 100, 100, 100, 100]);
    pictures.forEach((picture, n) =>
      picture.forEach((colour, i) => expect(colour).toEqual([...frameOf(GREYS, n).subarray(i * 4, i * 4 + 3)])),
    );
    expect(pictures).toHaveLength(5);
  });

  it('gives each frame its own colours, near the true ones', () => {
    const { pictures } = readGif(encodeGif(COLOURS, 40));
    expect(pictures).toHaveLength(3);
    pictures.forEach((picture, n) =>
      picture.forEach((colour, i) =>
        colour.forEach((value, c) => expect(Math.abs(value - frameOf(COLOURS, n)[i * 4 + c]!)).toBeLessThan(16)),
      ),
    );
  });

  it('of large noisy frames unpacks to as many pixels as went in', () => {
    const noisy = frames(2, 64, (n, i) => [(i * 7919 + n) % 256, (i * 7919 + n) % 256, (i * 7919 + n) % 256]);
    const { pictures } = readGif(encodeGif(noisy, 20));
    expect(pictures.map((picture) => picture.map(([grey]) => grey))).toEqual(
      [0, 1].map((n) => Array.from({ length: 4096 }, (_, i) => frameOf(noisy, n)[i * 4])),
    );
  });
});

describe('encodeStrip', () => {
  it('puts the frames side by side', () => {
    const { width, height, data } = PNG.sync.read(Buffer.from(encodeStrip(COLOURS)));
    expect([width, height]).toEqual([12, 4]);
    expect([...data.subarray((1 * 12 + 5) * 4, (1 * 12 + 5) * 4 + 3)]).toEqual([100, 50, 155]);
  });
});
