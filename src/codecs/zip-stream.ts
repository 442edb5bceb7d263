import { fail, succeed, type Result } from '../core/messages';
import { readEntry, tooLarge, type ZipEntry } from './zip';

/**
 * Zip archives (PKWARE APPNOTE 6.3, zip64 included) read from a Blob where they lie, which may be many times larger than
 * memory: the table of contents first, then one entry at a time.
 */

const END = { signature: 0x06054b50, size: 22 };
const LONGEST_COMMENT = 0xffff;
const END64_LOCATOR = { signature: 0x07064b50, size: 20 };
const END64 = { signature: 0x06064b50, size: 56 };
const CENTRAL = { signature: 0x02014b50, size: 46 };
const LOCAL_SIZE = 30;
/** The most that a table of contents may take: more than a million entries do. */
const MOST_DIRECTORY_BYTES = 256e6;
/** How much is read at once: small entries lie side by side, and each read of a Blob has its price. */
const WINDOW = 4 << 20;

/** Reads the table of contents; entries are in the order in which they lie in the archive. `file` names it in messages. */
export async function readZipDirectory(blob: Blob, file: string): Promise<Result<ZipEntry[]>> {
  const tailStart = Math.max(0, blob.size - END.size - LONGEST_COMMENT - END64_LOCATOR.size);
  const tail = await viewOf(blob, tailStart, blob.size);
  const end = findEnd(tail);
  if (end === null) return fail(await beginsAsZip(blob) ? 'fileCut' : 'fileNotZip', { file });
  const directory = await locateDirectory(blob, tail, end);
  if (!directory) return fail('fileDamaged', { file }, 'zip64 end record');
  const { count, start, size } = directory;
  if (size > MOST_DIRECTORY_BYTES || start + size > blob.size)
    return fail('fileDamaged', { file }, `a table of contents of ${size} bytes at ${start}`);
  const view = await viewOf(blob, start, start + size);
  const entries: ZipEntry[] = [];
  for (let at = 0, n = 0; n < count; n++) {
    const read = readCentral(view, at);
    if (!read) return fail('fileDamaged', { file }, `entry ${n} of the table of contents`);
    entries.push(read.entry);
    at = read.next;
  }
  entries.sort((a, b) => a.offset - b.offset);
  // Entries that share bytes are how a small archive claims to hold a large one many times.
  const overlap = entries.find((entry, i) => i > 0 && entries[i - 1]!.offset + entries[i - 1]!.compressedSize > entry.offset);
  return overlap ? fail('fileDamaged', { file }, `${overlap.name} overlaps another entry`) : succeed(entries);
}

/**
 * Gives a function that reads an entry's content, refusing one that declares more than `limit` bytes before inflating
 * anything. Fast when entries are read in the order in which they lie.
 */
export function zipEntryReader(blob: Blob): (entry: ZipEntry, limit: number) => Promise<Result<Uint8Array<ArrayBuffer>>> {
  let window = { start: 0, end: 0, bytes: Promise.resolve(new ArrayBuffer(0)) };
  // Kept as a promise, so that entries asked for at the same time share one read.
  const windowOver = (start: number, end: number) => {
    if (start < window.start || end > window.end) {
      const stop = Math.min(blob.size, Math.max(end, start + WINDOW));
      window = { start, end: stop, bytes: blob.slice(start, stop).arrayBuffer() };
    }
    return window;
  };
  return async (entry, limit) => {
    const size = Math.max(entry.size, entry.compressedSize);
    if (size > limit) return tooLarge(entry.name, size, limit);
    // The local header repeats the name and has extra fields of its own length.
    const end = entry.offset + LOCAL_SIZE + 2 * LONGEST_COMMENT + entry.compressedSize;
    const { start, bytes } = windowOver(entry.offset, Math.min(blob.size, end));
    const archive = { bytes: new Uint8Array(await bytes), entries: NO_ENTRIES };
    return readEntry(archive, { ...entry, offset: entry.offset - start }, limit) as Result<Uint8Array<ArrayBuffer>>;
  };
}

/** An entry's content as a stream, for those too large to be held; what it yields has not been checked. */
export async function zipEntryStream(blob: Blob, entry: ZipEntry): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const header = await viewOf(blob, entry.offset, Math.min(blob.size, entry.offset + LOCAL_SIZE));
  const start = entry.offset + LOCAL_SIZE + header.getUint16(26, true) + header.getUint16(28, true);
  const stream = blob.slice(start, start + entry.compressedSize).stream();
  return entry.method === 0 ? stream : stream.pipeThrough(new DecompressionStream('deflate-raw'));
}

const NO_ENTRIES = new Map<string, ZipEntry>();

async function viewOf(blob: Blob, start: number, end: number): Promise<DataView> {
  return new DataView(await blob.slice(start, end).arrayBuffer());
}

async function beginsAsZip(blob: Blob): Promise<boolean> {
  return blob.size >= 4 && (await viewOf(blob, 0, 4)).getUint32(0, true) === 0x04034b50;
}

function findEnd(tail: DataView): number | null {
  for (let at = tail.byteLength - END.size; at >= 0; at--)
    if (tail.getUint32(at, true) === END.signature && at + END.size + tail.getUint16(at + 20, true) === tail.byteLength)
      return at;
  return null;
}

interface Directory {
  count: number;
  start: number;
  size: number;
}

async function locateDirectory(blob: Blob, tail: DataView, end: number): Promise<Directory | null> {
  const plain = {
    count: tail.getUint16(end + 10, true),
    size: tail.getUint32(end + 12, true),
    start: tail.getUint32(end + 16, true),
  };
  const locator = end - END64_LOCATOR.size;
  if (locator < 0 || tail.getUint32(locator, true) !== END64_LOCATOR.signature) return plain;
  const at = Number(tail.getBigUint64(locator + 8, true));
  if (at + END64.size > blob.size) return null;
  const record = await viewOf(blob, at, at + END64.size);
  if (record.getUint32(0, true) !== END64.signature) return null;
  const long = (offset: number) => Number(record.getBigUint64(offset, true));
  return { count: long(32), size: long(40), start: long(48) };
}

function readCentral(view: DataView, at: number): { entry: ZipEntry; next: number } | null {
  if (at + CENTRAL.size > view.byteLength || view.getUint32(at, true) !== CENTRAL.signature) return null;
  const nameEnd = at + CENTRAL.size + view.getUint16(at + 28, true);
  const extraEnd = nameEnd + view.getUint16(at + 30, true);
  const next = extraEnd + view.getUint16(at + 32, true);
  if (next > view.byteLength) return null;
  const entry = {
    name: decodeName(new Uint8Array(view.buffer, at + CENTRAL.size, nameEnd - at - CENTRAL.size)),
    encrypted: (view.getUint16(at + 8, true) & 1) === 1,
    method: view.getUint16(at + 10, true),
    checksum: view.getUint32(at + 16, true),
    compressedSize: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    offset: view.getUint32(at + 42, true),
  };
  return { entry: { ...entry, ...longFields(view, nameEnd, extraEnd, entry) }, next };
}

/** How a name may be written: as the format has it, and as Korean Windows does. */
const NAME_DECODERS = ['utf-8', 'euc-kr'].map((encoding) => new TextDecoder(encoding, { fatal: true }));
/** Gives a letter for each byte, whatever it is. */
const LAST_DECODER = new TextDecoder('windows-1252');

/**
 * An entry's name. Archives made by Windows' own Explorer have names in the system's code page and do not say in which; as
 * UTF-8 they would all become the same marks, and folders one class.
 */
function decodeName(bytes: Uint8Array): string {
  for (const decoder of NAME_DECODERS) {
    try {
      return decoder.decode(bytes);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  return LAST_DECODER.decode(bytes);
}

/** The zip64 extra field holds, as 64 bits and in this order, those of size, compressed size and offset that do not fit. */
function longFields(
  view: DataView,
  from: number,
  to: number,
  entry: Pick<ZipEntry, 'size' | 'compressedSize' | 'offset'>,
): Partial<ZipEntry> {
  for (let at = from; at + 4 <= to; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let field = at + 4;
    const long: Partial<ZipEntry> = {};
    for (const key of ['size', 'compressedSize', 'offset'] as const) {
      if (entry[key] !== 0xffffffff || field + 8 > to) continue;
      long[key] = Number(view.getBigUint64(field, true));
      field += 8;
    }
    return long;
  }
  return {};
}
