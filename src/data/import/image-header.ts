import { fail, ok, type Result } from '../../core/result';

/** The picture formats that every browser with WebGPU decodes. */
export type ImageFormat = 'png' | 'jpeg' | 'gif' | 'webp' | 'bmp' | 'avif';

/** What a file's bytes say of the picture in it, before anything is decoded; sizes are as stored, before any rotation. */
export interface ImageHeader {
  format: ImageFormat;
  width: number;
  height: number;
}

/** Why bytes are not a picture that can be decoded. */
export type HeaderFailure = 'empty' | 'archive' | 'notImage' | 'undecodable' | 'cutShort';

/** Where a walk through the file ended: the size it found, and whether the first picture is there in full. */
interface Walk {
  width: number;
  height: number;
  complete: boolean;
}

/**
 * Tells a picture's format and size from its bytes, and whether they are all there. A decoder would make the best of a
 * cut file and allocate whatever size a header claims, so both are checked first.
 */
export function readImageHeader(bytes: Uint8Array): Result<ImageHeader, HeaderFailure> {
  if (bytes.length === 0) return fail('empty', 'The file is empty.');
  if (startsWith(bytes, [0x50, 0x4b, 3, 4])) return fail('archive', 'The file is an archive.');
  const format = formatOf(bytes);
  if (!format) {
    const foreign = foreignFormatOf(bytes);
    if (foreign) return fail('undecodable', `The picture is ${foreign}.`);
    return fail('notImage', 'The first bytes are those of no picture format known here.');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let walk: Walk;
  try {
    walk = WALKS[format](view);
  } catch (error) {
    // A view refuses to be read past its end, which is how a walk through a cut file ends.
    if (error instanceof RangeError) return fail('cutShort', 'The file ends early.', error);
    throw error;
  }
  const { width, height, complete } = walk;
  if (!complete) return fail('cutShort', 'The file ends before its picture does.');
  if (width < 1 || height < 1) return fail('notImage', `The picture is ${width} x ${height}.`);
  return ok({ format, width, height });
}

function startsWith(bytes: Uint8Array, signature: readonly number[], at = 0): boolean {
  return signature.every((byte, i) => bytes[at + i] === byte);
}

/** Whether these letters stand at `at`. */
function asciiIn(bytes: Uint8Array): (text: string, at: number) => boolean {
  return (text, at) => startsWith(bytes, Array.from(text, (letter) => letter.charCodeAt(0)), at);
}

/** The brands that a file of boxes (ISO/IEC 14496-12) names in its first, major and compatible alike; none for other files. */
function brandsOf(bytes: Uint8Array): string[] {
  if (bytes.length < 12 || !asciiIn(bytes)('ftyp', 4)) return [];
  const end = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  return new TextDecoder('latin1').decode(bytes.subarray(8, end)).match(/.{4}/gs) ?? [];
}

/** A picture format that people have and browsers do not all decode: telephones' HEIC, scanners' TIFF, and others. */
function foreignFormatOf(bytes: Uint8Array): string | null {
  const ascii = asciiIn(bytes);
  if (brandsOf(bytes).some((brand) => /^(he(ic|ix|vc|im|is)|m[is]f1)$/.test(brand))) return 'HEIC';
  if (startsWith(bytes, [0x49, 0x49, 0x2a, 0]) || startsWith(bytes, [0x4d, 0x4d, 0, 0x2a])) return 'TIFF';
  if (startsWith(bytes, [0xff, 0x0a]) || ascii('JXL ', 4)) return 'JPEG XL';
  if (ascii('jP  ', 4)) return 'JPEG 2000';
  if (ascii('8BPS', 0)) return 'PSD';
  return /^\uFEFF?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?<svg[\s>]/s.test(new TextDecoder().decode(bytes.subarray(0, 1000))) ? 'SVG' : null;
}

function formatOf(bytes: Uint8Array): ImageFormat | null {
  const ascii = asciiIn(bytes);
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'png';
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'jpeg';
  if (ascii('GIF87a', 0) || ascii('GIF89a', 0)) return 'gif';
  if (ascii('RIFF', 0) && ascii('WEBP', 8)) return 'webp';
  if (ascii('BM', 0) && bytes.length >= 26 && startsWith(bytes, [0, 0, 0, 0], 6)) return 'bmp';
  if (brandsOf(bytes).some((brand) => brand === 'avif' || brand === 'avis')) return 'avif';
  return null;
}

const WALKS: Record<ImageFormat, (view: DataView) => Walk> = {
  png: walkPng,
  jpeg: walkJpeg,
  gif: walkGif,
  webp: walkWebp,
  bmp: walkBmp,
  avif: walkAvif,
};

/** PNG (ISO/IEC 15948): chunks of length, type, content and checksum, from IHDR to IEND. */
function walkPng(view: DataView): Walk {
  const size = { width: view.getUint32(16), height: view.getUint32(20) };
  for (let at = 8; ; ) {
    const end = at + 12 + view.getUint32(at);
    if (end > view.byteLength) return { ...size, complete: false };
    if (view.getUint32(at + 4) === 0x49454e44) return { ...size, complete: true };
    at = end;
  }
}

/** JPEG (ITU-T T.81): marker segments, a frame header with the size, and scans that end at the EOI marker. */
function walkJpeg(view: DataView): Walk {
  let [width, height] = [0, 0];
  for (let at = 2; ; ) {
    const marker = view.getUint8(at + 1);
    if (view.getUint8(at) !== 0xff) at++;
    else if (marker === 0xd9) return { width, height, complete: true };
    else if (marker === 0xff || marker === 0 || marker === 1 || (marker >= 0xd0 && marker <= 0xd8)) at += marker === 0xff ? 1 : 2;
    else {
      if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
        [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      at += 2 + view.getUint16(at + 2);
    }
  }
}

/** GIF89a: a screen descriptor, then blocks; the first picture is there once its data end in an empty sub-block. */
function walkGif(view: DataView): Walk {
  const size = { width: view.getUint16(6, true), height: view.getUint16(8, true) };
  const tableSize = (flags: number) => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);
  const skipSubBlocks = (from: number) => {
    let at = from;
    while (view.getUint8(at) !== 0) at += 1 + view.getUint8(at);
    return at + 1;
  };
  let at = 13 + tableSize(view.getUint8(10));
  while (view.getUint8(at) === 0x21) at = skipSubBlocks(at + 2);
  if (view.getUint8(at) !== 0x2c) return { ...size, complete: false };
  skipSubBlocks(at + 10 + tableSize(view.getUint8(at + 9)) + 1);
  return { ...size, complete: true };
}

/** WebP (RFC 9649): one RIFF chunk, in which a VP8, VP8L or VP8X chunk comes first and holds the size. */
function walkWebp(view: DataView): Walk {
  const complete = view.byteLength >= 8 + view.getUint32(4, true);
  switch (view.getUint32(12)) {
    case 0x56503858: // VP8X
      return {
        width: 1 + (view.getUint32(24, true) & 0xffffff),
        height: 1 + (view.getUint32(27, true) & 0xffffff),
        complete,
      };
    case 0x5650384c: {
      // VP8L
      const bits = view.getUint32(21, true);
      return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff), complete };
    }
    default:
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff, complete };
  }
}

/** BMP: the size stands in the header, negative heights for pictures stored from the top. */
function walkBmp(view: DataView): Walk {
  const old = view.getUint32(14, true) === 12;
  const complete = view.byteLength >= view.getUint32(2, true);
  if (old) return { width: view.getUint16(18, true), height: view.getUint16(20, true), complete };
  return { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)), complete };
}

/** AVIF: top-level boxes that must all be there; the largest `ispe` property is the picture's size. */
function walkAvif(view: DataView): Walk {
  let [width, height] = [0, 0];
  for (let at = 0; at < view.byteLength; ) {
    const length = view.getUint32(at);
    if (length !== 0 && length < 8) return { width, height, complete: false };
    const end = length === 0 ? view.byteLength : at + length;
    if (end > view.byteLength) return { width, height, complete: false };
    if (view.getUint32(at + 4) === 0x6d657461)
      for (let inner = at + 8; inner + 16 <= end; inner++)
        if (view.getUint32(inner) === 0x69737065) {
          width = Math.max(width, view.getUint32(inner + 8));
          height = Math.max(height, view.getUint32(inner + 12));
        }
    at = end;
  }
  return { width, height, complete: true };
}
