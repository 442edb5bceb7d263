import { fail, ok, type Result } from '../core/result';

/** The element types of arrays of numbers that are read: NumPy's kind and size in bytes. */
const ELEMENT_TYPES = ['b1', 'u1', 'i1', 'u2', 'i2', 'u4', 'i4', 'u8', 'i8', 'f2', 'f4', 'f8'] as const;
export type NpyElement = (typeof ELEMENT_TYPES)[number];

/** What an NPY file says before its data: numbers, or text of `textLength` code points an element. */
export interface NpyHeader {
  element: NpyElement | 'text';
  bytesPerElement: number;
  littleEndian: boolean;
  /** Row-major order when false, column-major when true. */
  fortranOrder: boolean;
  shape: readonly number[];
  /** Where the data begin. */
  dataStart: number;
}

/** Why bytes do not begin as an NPY file that can be read. */
export type NpyFailure = 'not-npy' | 'npy-header' | 'npy-type';

/** More than any header takes that describes numbers. */
const LONGEST_HEADER = 1 << 16;
/** How many of a file's first bytes are sure to hold the header. */
export const NPY_HEADER_BYTES = 12 + LONGEST_HEADER;

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/**
 * Reads the header of an NPY file (format versions 1 to 3): a magic string, the version, the header's length, and a Python
 * dictionary with the element type, the order and the shape.
 */
export function readNpyHeader(bytes: Uint8Array): Result<NpyHeader, NpyFailure> {
  if (MAGIC.some((byte, i) => bytes[i] !== byte) || bytes.length < 12)
    return fail('not-npy', 'The first bytes are not those of an NPY file.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = bytes[6]! >= 2;
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  const textStart = wide ? 12 : 10;
  if (length > LONGEST_HEADER || textStart + length > bytes.length)
    return fail('npy-header', `The NPY header of ${length} bytes is not there.`);
  const text = new TextDecoder('latin1').decode(bytes.subarray(textStart, textStart + length));
  const type = /'descr'\s*:\s*'([<>|=])([a-zA-Z])(\d+)'/.exec(text);
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text);
  const shapeText = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(text);
  if (!type || !order || !shapeText) return fail('npy-header', `The NPY header cannot be read: ${text.trim().slice(0, 200)}`);
  const shape = shapeText[1]!.split(',').map((dim) => dim.trim()).filter((dim) => dim !== '').map((dim) => Number.parseInt(dim, 10));
  const [, endian, kind, size] = type;
  const name = `${kind}${size}`;
  const number = ELEMENT_TYPES.find((element) => element === name);
  if (!number && kind !== 'U') return fail('npy-type', `Arrays of the type ${name} are not read.`);
  return ok({
    element: number ?? 'text',
    bytesPerElement: Number(size) * (kind === 'U' ? 4 : 1),
    littleEndian: endian !== '>',
    fortranOrder: order[1] === 'True',
    shape,
    dataStart: textStart + length,
  });
}

/** Reads element `index` of the data in `view` as a number. */
export type ElementReader = (view: DataView, index: number) => number;

/** The way to read one element of the header's type. */
export function elementReader({ element, littleEndian: little }: NpyHeader): ElementReader {
  switch (element) {
    case 'b1':
    case 'u1':
      return (view, i) => view.getUint8(i);
    case 'i1':
      return (view, i) => view.getInt8(i);
    case 'u2':
      return (view, i) => view.getUint16(i * 2, little);
    case 'i2':
      return (view, i) => view.getInt16(i * 2, little);
    case 'u4':
      return (view, i) => view.getUint32(i * 4, little);
    case 'i4':
      return (view, i) => view.getInt32(i * 4, little);
    case 'u8':
      return (view, i) => Number(view.getBigUint64(i * 8, little));
    case 'i8':
      return (view, i) => Number(view.getBigInt64(i * 8, little));
    case 'f2':
      return (view, i) => halfToNumber(view.getUint16(i * 2, little));
    case 'f4':
      return (view, i) => view.getFloat32(i * 4, little);
    case 'f8':
      return (view, i) => view.getFloat64(i * 8, little);
    case 'text':
      throw new TypeError('an array of texts has no numbers');
    default:
      return element satisfies never;
  }
}

/** IEEE 754 binary16: one sign bit, five of the exponent with a bias of 15, ten of the fraction. */
function halfToNumber(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The texts of a whole one-dimensional array of them, stored as UTF-32 padded with zeros. */
export function readTexts({ bytesPerElement, littleEndian, shape }: NpyHeader, data: Uint8Array): string[] {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Array.from({ length: shape[0] ?? 0 }, (_, n) => {
    let text = '';
    for (let at = n * bytesPerElement; at < (n + 1) * bytesPerElement; at += 4) {
      const point = view.getUint32(at, littleEndian);
      if (point > 0 && point <= 0x10ffff) text += String.fromCodePoint(point);
    }
    return text;
  });
}

/** The bytes that go before row-major data of a type (`|u1`, `<i4`, `<U12`) and shape to make an NPY file. */
export function npyHeader(descr: string, shape: readonly number[]): Uint8Array<ArrayBuffer> {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  // The data begin at a multiple of 64, and the header ends in a line feed.
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const bytes = new Uint8Array(10 + length).fill(0x20);
  bytes.set(MAGIC);
  bytes.set([1, 0], 6);
  new DataView(bytes.buffer).setUint16(8, length, true);
  bytes.set(new TextEncoder().encode(text), 10);
  bytes[9 + length] = 0x0a;
  return bytes;
}

/** An NPY file of texts: a one-dimensional array of UTF-32. */
export function npyOfTexts(texts: readonly string[]): Uint8Array<ArrayBuffer> {
  const points = texts.map((text) => Array.from(text, (letter) => letter.codePointAt(0)!));
  const longest = Math.max(1, ...points.map(({ length }) => length));
  const header = npyHeader(`<U${longest}`, [texts.length]);
  const bytes = new Uint8Array(header.length + texts.length * longest * 4);
  bytes.set(header);
  const view = new DataView(bytes.buffer);
  points.forEach((text, n) => text.forEach((point, i) => view.setUint32(header.length + (n * longest + i) * 4, point, true)));
  return bytes;
}
