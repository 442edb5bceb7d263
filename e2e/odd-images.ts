/**
 * Pictures of every kind that real folders hold, written byte by byte from the formats' own definitions, so that what a
 * browser makes of them is compared with values known beforehand.
 */
import { strToU8, zlibSync } from 'fflate';
import { crc32 } from '../src/codecs/zip';

type Rgb = readonly [number, number, number];
type Bytes = Uint8Array<ArrayBuffer>;

function joined(...parts: readonly ArrayLike<number>[]): Bytes {
  return Uint8Array.from(parts.flatMap((part) => Array.from(part)));
}

const be16 = (value: number) => [value >> 8, value & 255];
const be32 = (value: number) => [...be16(value >>> 16), ...be16(value & 0xffff)];
const le16 = (value: number) => [value & 255, value >> 8];
const le32 = (value: number) => [...le16(value & 0xffff), ...le16(value >>> 16)];

/** A PNG's chunk with its length and checksum. */
export function chunk(type: string, data: ArrayLike<number>): Bytes {
  const body = joined(strToU8(type), data);
  return joined(be32(data.length), body, be32(crc32(body)));
}

/** What many programs write into every PNG: the gamma, and the white point and primaries, of sRGB in numbers. */
export const SRGB_NUMBERS = [
  chunk('gAMA', be32(45455)),
  chunk('cHRM', [31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000].flatMap(be32)),
] as const;

/** PNG's colour types. */
const GREY = 0;
const RGB = 2;
const PALETTE = 3;
const GREY_ALPHA = 4;
const RGBA = 6;

/** A PNG: `samples` are the rows' values, `extra` the chunks between header and data. */
export function png(
  [width, height]: readonly [number, number],
  depth: 8 | 16,
  colourType: number,
  samples: (x: number, y: number) => readonly number[],
  extra: readonly Bytes[] = [],
): Bytes {
  const rows: number[] = [];
  for (let y = 0; y < height; y++) {
    rows.push(0);
    for (let x = 0; x < width; x++) rows.push(...samples(x, y).flatMap((value) => (depth === 16 ? be16(value) : [value])));
  }
  return joined(
    [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    chunk('IHDR', [...be32(width), ...be32(height), depth, colourType, 0, 0, 0]),
    ...extra,
    chunk('IDAT', zlibSync(Uint8Array.from(rows))),
    chunk('IEND', []),
  );
}

/** A PNG of one colour that claims any size, in a few bytes for each of its rows. */
export function flatGreyPng(width: number, height: number): Bytes {
  return joined(
    [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    chunk('IHDR', [...be32(width), ...be32(height), 1, GREY, 0, 0, 0]),
    chunk('IDAT', zlibSync(new Uint8Array(1000), { level: 9 })),
    chunk('IEND', []),
  );
}

/**
 * A baseline JPEG of flat 8x8 blocks: `blocks[y][x]` holds each component's value. Every quantiser is 1, so a block's only
 * coefficient is 8 (value - 128); twelve DC codes of four bits, and for AC only the end of block.
 */
export function jpeg(blocks: readonly (readonly (readonly number[])[])[], segments: readonly ArrayLike<number>[] = []): Bytes {
  const components = blocks[0]![0]!.length;
  const segment = (marker: number, data: ArrayLike<number>) => joined([0xff, marker], be16(data.length + 2), data);
  const bits: number[] = [];
  const put = (value: number, length: number) => {
    for (let i = length - 1; i >= 0; i--) bits.push((value >> i) & 1);
  };
  const before = Array<number>(components).fill(0);
  for (const row of blocks)
    for (const block of row)
      block.forEach((value, c) => {
        const dc = 8 * (value - 128);
        const difference = dc - before[c]!;
        before[c] = dc;
        const size = difference === 0 ? 0 : Math.floor(Math.log2(Math.abs(difference))) + 1;
        put(size, 4);
        put(difference < 0 ? difference + (1 << size) - 1 : difference, size);
        put(0, 1);
      });
  while (bits.length % 8 !== 0) bits.push(1);
  const data: number[] = [];
  for (let i = 0; i < bits.length; i += 8) {
    const byte = Number.parseInt(bits.slice(i, i + 8).join(''), 2);
    data.push(byte, ...(byte === 0xff ? [0] : []));
  }
  const ids = Array.from({ length: components }, (_, c) => c + 1);
  return joined(
    [0xff, 0xd8],
    ...segments,
    segment(0xdb, [0, ...Array<number>(64).fill(1)]),
    segment(0xc0, [8, ...be16(blocks.length * 8), ...be16(blocks[0]!.length * 8), components, ...ids.flatMap((id) => [id, 0x11, 0])]),
    segment(0xc4, [0x00, 0, 0, 0, 12, ...Array<number>(12).fill(0), ...Array.from({ length: 12 }, (_, i) => i)]),
    segment(0xc4, [0x10, 1, ...Array<number>(15).fill(0), 0]),
    segment(0xda, [components, ...ids.flatMap((id) => [id, 0]), 0, 63, 0]),
    data,
    [0xff, 0xd9],
  );
}

/** JFIF's YCbCr of a colour. */
function ycc([r, g, b]: Rgb): readonly number[] {
  return [
    0.299 * r + 0.587 * g + 0.114 * b,
    128 - 0.168736 * r - 0.331264 * g + 0.5 * b,
    128 + 0.5 * r - 0.418688 * g - 0.081312 * b,
  ].map(Math.round);
}

/** An APP1 segment whose only tag is the orientation. */
function exif(orientation: number): Bytes {
  const tiff = joined(strToU8('MM'), be16(42), be32(8), be16(1), be16(0x0112), be16(3), be32(1), be16(orientation), be16(0), be32(0));
  return joined([0xff, 0xe1], be16(8 + tiff.length), strToU8('Exif'), [0, 0], tiff);
}

/** An APP14 segment of Adobe's: the colour transform 0 leaves CMYK as it is, stored inverted. */
const ADOBE_CMYK = joined([0xff, 0xee], be16(14), strToU8('Adobe'), be16(100), be16(0), be16(0), [0]);

/** A GIF of flat frames, never compressed: a clear code after every second pixel keeps all codes at three bits. */
export function gif([width, height]: readonly [number, number], palette: readonly Rgb[], frames: readonly number[], transparent?: number): Bytes {
  const frame = (colour: number) => {
    const bits: number[] = [];
    const put = (code: number) => bits.push(code & 1, (code >> 1) & 1, (code >> 2) & 1);
    for (let pixel = 0; pixel < width * height; pixel++) {
      if (pixel % 2 === 0) put(4);
      put(colour);
    }
    put(5);
    while (bits.length % 8 !== 0) bits.push(0);
    const data: number[] = [];
    for (let i = 0; i < bits.length; i += 8) data.push(Number.parseInt(bits.slice(i, i + 8).reverse().join(''), 2));
    const blocks: number[] = [];
    for (let i = 0; i < data.length; i += 255) blocks.push(Math.min(255, data.length - i), ...data.slice(i, i + 255));
    const control = [0x21, 0xf9, 4, transparent === undefined ? 0 : 1, 10, 0, transparent ?? 0, 0];
    return joined(control, [0x2c, 0, 0, 0, 0], le16(width), le16(height), [0, 2], blocks, [0]);
  };
  const table = Array.from({ length: 4 }, (_, i) => palette[i] ?? [0, 0, 0]).flat();
  return joined(strToU8('GIF89a'), le16(width), le16(height), [0xf1, 0, 0], table, joined(...frames.map(frame)), [0x3b]);
}

/** A lossless WebP of one colour: five Huffman codes of one symbol each, so that the pixels take no bits. */
export function flatWebp(width: number, height: number, [r, g, b, a]: readonly [number, number, number, number]): Bytes {
  const bits: number[] = [];
  const put = (value: number, length: number) => {
    for (let i = 0; i < length; i++) bits.push((value >> i) & 1);
  };
  put(width - 1, 14);
  put(height - 1, 14);
  put(a < 255 ? 1 : 0, 1);
  put(0, 3 + 1 + 1 + 1);
  for (const symbol of [g, r, b, a, 0]) {
    put(1, 1);
    put(0, 1);
    put(1, 1);
    put(symbol, 8);
  }
  while (bits.length % 8 !== 0) bits.push(0);
  const data = [0x2f];
  for (let i = 0; i < bits.length; i += 8) data.push(Number.parseInt(bits.slice(i, i + 8).reverse().join(''), 2));
  if (data.length % 2 === 1) data.push(0);
  return joined(strToU8('RIFF'), le32(data.length + 12), strToU8('WEBPVP8L'), le32(data.length), data);
}

/** A 24-bit BMP of one colour. */
function flatBmp(width: number, height: number, [r, g, b]: Rgb): Bytes {
  const row = Array.from({ length: width }, () => [b, g, r]).flat();
  while (row.length % 4 !== 0) row.push(0);
  const pixels = Array.from({ length: height }, () => row).flat();
  const header = [...le32(54 + pixels.length), 0, 0, 0, 0, ...le32(54), ...le32(40), ...le32(width), ...le32(height)];
  return joined(strToU8('BM'), header, le16(1), le16(24), le32(0), le32(pixels.length), le32(0), le32(0), le32(0), le32(0), pixels);
}

/**
 * An ICC profile (version 2, matrix and curves, gamma 1) in which red and green have changed places: under it the stored
 * colour [255, 0, 0] is sRGB's green. The primaries are sRGB's, adapted to D50.
 */
function swappedProfile(): Bytes {
  const fixed = (value: number) => be32(Math.round(value * 65536) >>> 0);
  const xyz = (values: readonly number[]) => [...strToU8('XYZ '), 0, 0, 0, 0, ...values.flatMap(fixed)];
  const red = xyz([0.43607, 0.22249, 0.01392]);
  const green = xyz([0.38515, 0.71687, 0.09708]);
  const blue = xyz([0.14307, 0.06061, 0.7141]);
  const curve = [...strToU8('curv'), 0, 0, 0, 0, ...be32(1), ...be16(563), 0, 0];
  const text = [...strToU8('text'), 0, 0, 0, 0, ...strToU8('CC0'), 0];
  const description = [...strToU8('desc'), 0, 0, 0, 0, ...be32(2), ...strToU8('x'), 0, ...Array<number>(80).fill(0)];
  const tags: [string, number[]][] = [
    ['desc', description],
    ['cprt', text],
    ['wtpt', xyz([0.9642, 1, 0.82491])],
    ['rXYZ', green],
    ['gXYZ', red],
    ['bXYZ', blue],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ];
  let offset = 128 + 4 + tags.length * 12;
  const table: number[] = [];
  const data: number[] = [];
  for (const [name, content] of tags) {
    while (content.length % 4 !== 0) content.push(0);
    table.push(...strToU8(name), ...be32(offset), ...be32(content.length));
    data.push(...content);
    offset += content.length;
  }
  const header = joined(
    be32(offset),
    be32(0),
    be32(0x02400000),
    strToU8('mntrRGB XYZ '),
    [...be16(2024), ...be16(1), ...be16(1), ...be16(0), ...be16(0), ...be16(0)],
    strToU8('acsp'),
    Array<number>(28).fill(0),
    [...fixed(0.9642), ...fixed(1), ...fixed(0.82491)],
    Array<number>(48).fill(0),
  );
  return joined(header, be32(tags.length), table, data);
}

const iccp = (profile: Uint8Array) => chunk('iCCP', joined(strToU8('x'), [0, 0], zlibSync(profile)));

/** A picture and what it must become: pixels [x, y, red, green, blue], each within `tolerance`. */
export interface OddImage {
  name: string;
  bytes: Bytes;
  /** At this side, cropped from the middle, on a white background. */
  size: number;
  pixels: readonly (readonly [number, number, number, number, number])[];
  tolerance: number;
}

const S = 16;
const side = [S, S] as const;
const RED: Rgb = [255, 0, 0];
const BLUE: Rgb = [0, 0, 255];
const everywhere = (r: number, g: number, b: number): OddImage['pixels'] => [
  [0, 0, r, g, b],
  [7, 9, r, g, b],
  [15, 15, r, g, b],
];

/** Each kind of picture that must come in with the right values. */
export const ODD_IMAGES: readonly OddImage[] = [
  {
    name: 'exact-size.png',
    bytes: png(side, 8, RGB, (x, y) => [x * 16 + 3, y * 16 + 1, (x * 31 + y * 57) & 255]),
    size: S,
    pixels: Array.from({ length: S * S }, (_, i) => {
      const [x, y] = [i % S, Math.floor(i / S)];
      return [x, y, x * 16 + 3, y * 16 + 1, (x * 31 + y * 57) & 255] as const;
    }),
    tolerance: 0,
  },
  { name: 'grey.png', bytes: png(side, 8, GREY, () => [77]), size: S, pixels: everywhere(77, 77, 77), tolerance: 0 },
  {
    name: 'grey-alpha.png',
    bytes: png(side, 8, GREY_ALPHA, (x) => [40, x < 8 ? 255 : 51]),
    size: S,
    pixels: [
      [0, 0, 40, 40, 40],
      [15, 15, 212, 212, 212],
    ],
    tolerance: 1,
  },
  {
    // Red under full transparency: nothing of it may show.
    name: 'hidden-colour.png',
    bytes: png(side, 8, RGBA, (x) => [255, 0, 0, x < 8 ? 0 : 128]),
    size: S,
    pixels: [
      [0, 0, 255, 255, 255],
      [7, 15, 255, 255, 255],
      [8, 0, 255, 127, 127],
    ],
    tolerance: 1,
  },
  {
    name: 'palette-transparent.png',
    bytes: png(side, 8, PALETTE, (x) => [x < 8 ? 0 : 1], [
      chunk('PLTE', [10, 200, 30, 250, 0, 250]),
      chunk('tRNS', [255, 0]),
    ]),
    size: S,
    pixels: [
      [3, 3, 10, 200, 30],
      [12, 3, 255, 255, 255],
    ],
    tolerance: 0,
  },
  {
    name: 'sixteen-bit.png',
    bytes: png(side, 16, RGB, () => [0x8080, 0x00ff, 0xfeff]),
    size: S,
    pixels: everywhere(128, 1, 254),
    tolerance: 1,
  },
  {
    // Read with a plain gamma of 1/2.2 dark tones would be darker than they are stored.
    name: 'srgb-numbers.png',
    bytes: png(side, 8, RGB, (x, y) => [x * 16, y * 16, 40], SRGB_NUMBERS),
    size: S,
    pixels: Array.from({ length: S * S }, (_, i) => [i % S, i >> 4, (i % S) * 16, (i >> 4) * 16, 40] as const),
    tolerance: 0,
  },
  {
    name: 'profile.png',
    bytes: png(side, 8, RGB, () => [255, 0, 0], [iccp(swappedProfile())]),
    size: S,
    pixels: everywhere(0, 255, 0),
    tolerance: 3,
  },
  {
    // Stored 32 wide and 16 high, the left half red: turned clockwise by a quarter the red is above.
    name: 'exif-6.jpg',
    bytes: jpeg(
      Array.from({ length: 2 }, () => [RED, RED, BLUE, BLUE].map(ycc)),
      [exif(6)],
    ),
    size: S,
    pixels: [
      [1, 1, 255, 0, 0],
      [14, 1, 255, 0, 0],
      [1, 14, 0, 0, 255],
      [14, 14, 0, 0, 255],
    ],
    tolerance: 2,
  },
  {
    name: 'grey.jpg',
    bytes: jpeg([
      [[90], [90]],
      [[90], [90]],
    ]),
    size: S,
    pixels: everywhere(90, 90, 90),
    tolerance: 1,
  },
  {
    // Inks of 20 %, 60 %, 0 % and 25 %, stored inverted: 255 x (1 - ink) x (1 - black).
    name: 'cmyk.jpg',
    bytes: jpeg(
      Array.from({ length: 2 }, () => Array.from({ length: 2 }, () => [204, 102, 255, 191])),
      [ADOBE_CMYK],
    ),
    size: S,
    pixels: everywhere(153, 76, 191),
    tolerance: 2,
  },
  {
    name: 'animated.gif',
    bytes: gif(side, [RED, BLUE], [0, 1]),
    size: S,
    pixels: everywhere(255, 0, 0),
    tolerance: 0,
  },
  {
    name: 'transparent.gif',
    bytes: gif(side, [RED, BLUE], [1], 1),
    size: S,
    pixels: everywhere(255, 255, 255),
    tolerance: 0,
  },
  {
    name: 'lossless.webp',
    bytes: flatWebp(S, S, [12, 34, 56, 255]),
    size: S,
    pixels: everywhere(12, 34, 56),
    tolerance: 0,
  },
  {
    name: 'alpha.webp',
    bytes: flatWebp(S, S, [0, 0, 0, 51]),
    size: S,
    pixels: everywhere(204, 204, 204),
    tolerance: 1,
  },
  { name: 'colour.bmp', bytes: flatBmp(S, S, [9, 150, 240]), size: S, pixels: everywhere(9, 150, 240), tolerance: 0 },
  {
    name: 'one-pixel.png',
    bytes: png([1, 1], 8, RGB, () => [3, 141, 59]),
    size: S,
    pixels: everywhere(3, 141, 59),
    tolerance: 0,
  },
  {
    // Only the middle 50 x 50 of 2000 x 50 is kept: green there, red at the ends.
    name: 'very-wide.png',
    bytes: png([2000, 50], 8, RGB, (x) => (x >= 975 && x < 1025 ? [0, 128, 0] : [255, 0, 0])),
    size: S,
    pixels: everywhere(0, 128, 0),
    tolerance: 0,
  },
  {
    // Columns of black and white, 2 x 2 of them to a pixel: their mean, not one of them.
    name: 'twice-as-large.png',
    bytes: png([32, 32], 8, GREY, (x) => [x % 2 === 0 ? 0 : 255]),
    size: S,
    pixels: everywhere(128, 128, 128),
    tolerance: 0,
  },
  {
    name: 'large-24-megapixel.webp',
    bytes: flatWebp(6000, 4000, [200, 100, 50, 255]),
    size: S,
    pixels: everywhere(200, 100, 50),
    tolerance: 0,
  },
];

/** Files that must be left out, each with its reason. */
export const UNUSABLE_FILES: readonly { name: string; bytes: Bytes; reason: string }[] = [
  { name: 'empty.png', bytes: new Uint8Array(), reason: 'empty' },
  { name: 'text-renamed.jpg', bytes: joined(strToU8('not a picture at all')), reason: 'notImage' },
  { name: '._hidden.jpg', bytes: joined(strToU8('Mac OS X        ')), reason: 'systemFile' },
  { name: '.DS_Store', bytes: joined(strToU8('Bud1')), reason: 'systemFile' },
  { name: '__MACOSX/photo.jpg', bytes: joined(strToU8('x')), reason: 'systemFile' },
  { name: 'cut.png', bytes: cut(png([64, 64], 8, RGB, (x, y) => [x * y, x ^ y, x + y])), reason: 'cutShort' },
  { name: 'cut.jpg', bytes: cut(jpeg(Array.from({ length: 8 }, () => Array.from({ length: 8 }, () => [50])))), reason: 'cutShort' },
  { name: 'cut.webp', bytes: cut(flatWebp(8, 8, [1, 2, 3, 255])), reason: 'cutShort' },
  { name: 'cut.gif', bytes: cut(gif(side, [RED, BLUE], [0])), reason: 'cutShort' },
  { name: 'huge.png', bytes: flatGreyPng(60_000, 60_000), reason: 'tooLarge' },
  { name: 'damaged.png', bytes: damaged(png(side, 8, RGB, () => [1, 2, 3])), reason: 'undecodable' },
];

function cut(bytes: Bytes): Bytes {
  return bytes.slice(0, Math.floor(bytes.length * 0.8));
}

/** The same PNG with nonsense for pixel data. */
function damaged(bytes: Bytes): Bytes {
  const copy = bytes.slice();
  copy.fill(0xaa, 41, copy.length - 12);
  return copy;
}
