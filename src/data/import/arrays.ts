import type { SkipReason } from '../../core/own-images';
import { ByteReader } from '../../codecs/byte-stream';
import { CIFAR_CLASS_NAMES, CIFAR_RECORD_BYTES, CIFAR_SIDE, isCifarBatch } from '../../codecs/cifar';
import { readIdxHeader } from '../../codecs/idx';
import { elementReader, NPY_HEADER_BYTES, readNpyHeader, readTexts, type NpyHeader } from '../../codecs/npy';
import { byteScale, layoutOf, pictureOf, type ArrayLayout, type ValueRange } from './array-layout';

/** Bytes that can be streamed more than once; `size` is null where it shows only at the end. */
export interface ByteSource {
  path: string;
  size: number | null;
  /** Whether the bytes come out of a compressed file, which can claim to hold any amount. */
  packed: boolean;
  /** Ends looking through the bytes. */
  signal: AbortSignal;
  open: () => Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;
}

/** One picture of an array: RGBA, or the reason why it is left out; with its class where the file itself names one. */
export type ArrayPicture = { rgba: Uint8Array; label?: number } | { reason: SkipReason; detail?: string };

/** A file that holds pictures as an array of numbers. */
export interface PictureArray {
  kind: 'pictures';
  path: string;
  count: number;
  width: number;
  height: number;
  classNames?: readonly string[];
  /** Reads the pictures in order; ends early where the data do, after a last entry that says so. */
  pictures: () => AsyncGenerator<ArrayPicture>;
}

/** What a file of numbers holds: pictures, a class for each picture of another file, or the names of classes. */
export type FoundArray =
  | PictureArray
  | { kind: 'labels'; path: string; labels: number[] }
  | { kind: 'names'; path: string; names: string[] }
  | { kind: 'refused'; path: string; reason: SkipReason; detail?: string };

/** The most that is unpacked from one compressed array: what a small file claims beyond this is taken for a trap. */
const MOST_UNPACKED = 16e9;
/** The most labels that are read, and the most bytes that they or the names of classes take. */
const MOST_LABELS = 10e6;
const MOST_LABEL_BYTES = 8 * MOST_LABELS;
/** The most bytes that one picture of an array takes, as stored and as RGBA. */
const MOST_PICTURE_BYTES = 256e6;
/** How many values at a time are looked at for the range. */
const RANGE_CHUNK = 1 << 20;

/** Looks into a file of numbers: NPY, IDX, or a CIFAR-10 batch. */
export async function openArray(source: ByteSource): Promise<FoundArray> {
  const first = await firstBytes(source, NPY_HEADER_BYTES);
  const refuse = (reason: SkipReason, detail?: string): FoundArray => ({ kind: 'refused', path: source.path, reason, detail });
  if (first.length === 0) return refuse('empty');
  const npy = readNpyHeader(first);
  if (npy.ok) return openNpy(source, npy.value);
  if (npy.error.code !== 'not-npy') return refuse('arrayKind', npy.error.message);
  const idx = readIdxHeader(first);
  if (idx.ok) {
    const { dims: shape, dataStart } = idx.value;
    return openNpy(source, { element: 'u1', bytesPerElement: 1, littleEndian: true, fortranOrder: false, shape, dataStart });
  }
  if (source.size !== null && isCifarBatch(source.size, first[0])) return cifarBatch(source, source.size);
  return refuse(idx.error.code === 'not-idx' ? 'notImage' : 'arrayKind', idx.error.message);
}

async function firstBytes(source: ByteSource, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new ByteReader(await source.open());
  try {
    return (await reader.read(length)).slice();
  } finally {
    await reader.close();
  }
}

async function openNpy(source: ByteSource, header: NpyHeader): Promise<FoundArray> {
  const { path } = source;
  const { shape, element, bytesPerElement, dataStart } = header;
  const refuse = (reason: SkipReason, detail: string): FoundArray => ({ kind: 'refused', path, reason, detail });
  const bytes = shape.reduce((product, dim) => product * dim, bytesPerElement);
  const found = `${element} ${shape.join(' x ')}`;
  if (source.packed && bytes > MOST_UNPACKED) return refuse('tooLarge', found);
  const isCut = source.size !== null && source.size < dataStart + bytes;
  const flat = shape.length === 1 || (shape.length === 2 && shape[1] === 1);
  if (flat && shape[0]! <= MOST_LABELS) {
    if (bytes > MOST_LABEL_BYTES) return refuse('tooLarge', found);
    return isCut ? refuse('cutShort', found) : readFlat(source, header, bytes);
  }
  if (element === 'text' || (header.fortranOrder && shape.length > 1)) return refuse('arrayKind', found);
  const layout = layoutOf(shape);
  if (!layout) return refuse('arrayKind', found);
  const bytesPerPicture = layout.width * layout.height * layout.channels * bytesPerElement;
  if (Math.max(bytesPerPicture, layout.width * layout.height * 4) > MOST_PICTURE_BYTES) return refuse('tooLarge', found);
  if (isCut) return refuse('cutShort', found);
  const range = element === 'u1' ? { least: 0, largest: 255 } : await valueRange(source, header);
  const scale = byteScale(header, range);
  if (!scale.ok) return refuse('arrayRange', scale.error.message);
  return {
    kind: 'pictures',
    path,
    count: layout.count,
    width: layout.width,
    height: layout.height,
    pictures: () => readRecords(source, header.dataStart, bytesPerPicture, layout, pictureOf(header, layout, scale.value)),
  };
}

async function readFlat(source: ByteSource, header: NpyHeader, bytes: number): Promise<FoundArray> {
  const { path } = source;
  const all = (await firstBytes(source, header.dataStart + bytes)).slice(header.dataStart);
  if (all.length < bytes) return { kind: 'refused', path, reason: 'cutShort' };
  if (header.element === 'text') return { kind: 'names', path, names: readTexts(header, all) };
  const read = elementReader(header);
  const view = new DataView(all.buffer);
  return { kind: 'labels', path, labels: Array.from({ length: header.shape[0]! }, (_, i) => read(view, i)) };
}

async function valueRange(source: ByteSource, header: NpyHeader): Promise<ValueRange> {
  const read = elementReader(header);
  const reader = new ByteReader(await source.open());
  let [least, largest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  try {
    await reader.read(header.dataStart);
    let missing = header.shape.reduce((product, dim) => product * dim, 1);
    while (missing > 0 && !source.signal.aborted) {
      const wanted = Math.min(missing, RANGE_CHUNK);
      const bytes = await reader.read(wanted * header.bytesPerElement);
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const got = Math.floor(bytes.length / header.bytesPerElement);
      for (let i = 0; i < got; i++) {
        const value = read(view, i);
        if (!Number.isFinite(value)) continue;
        least = Math.min(least, value);
        largest = Math.max(largest, value);
      }
      if (got < wanted) break;
      missing -= got;
    }
  } finally {
    await reader.close();
  }
  return least <= largest ? { least, largest } : { least: 0, largest: 0 };
}

/** Reads picture after picture of `bytes` each. */
async function* readRecords(
  source: ByteSource,
  start: number,
  bytes: number,
  { count }: Pick<ArrayLayout, 'count'>,
  convert: (record: Uint8Array) => Uint8Array | null,
  labelOf?: (record: Uint8Array) => number,
): AsyncGenerator<ArrayPicture> {
  const reader = new ByteReader(await source.open());
  try {
    await reader.read(start);
    for (let n = 0; n < count; n++) {
      const record = await reader.read(bytes);
      if (record.length < bytes) {
        yield { reason: 'cutShort', detail: `${n} of ${count}` };
        return;
      }
      const rgba = convert(record);
      yield rgba ? { rgba, label: labelOf?.(record) } : { reason: 'notFinite', detail: `${n}` };
    }
  } catch (error) {
    yield { reason: 'damaged', detail: String(error) };
  } finally {
    await reader.close();
  }
}

function cifarBatch(source: ByteSource, size: number): PictureArray {
  const count = size / CIFAR_RECORD_BYTES;
  const [width, height] = [CIFAR_SIDE, CIFAR_SIDE];
  const layout = layoutOf([count, 3, height, width])!;
  const header: NpyHeader = { element: 'u1', bytesPerElement: 1, littleEndian: true, fortranOrder: false, shape: [], dataStart: 0 };
  const toPicture = pictureOf(header, layout, { scale: 1, offset: 0 });
  return {
    kind: 'pictures',
    path: source.path,
    count,
    width,
    height,
    classNames: CIFAR_CLASS_NAMES,
    pictures: () =>
      readRecords(source, 0, CIFAR_RECORD_BYTES, layout, (record) => toPicture(record.subarray(1)), (record) => record[0]!),
  };
}
