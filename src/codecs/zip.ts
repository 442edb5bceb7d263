import { Inflate, zipSync } from 'fflate';
import { fail, succeed } from '../core/messages';
import type { Result } from '../core/messages';

/**
 * Zip archives (PKWARE APPNOTE 6.3) of stored and deflated entries, without zip64. Reading trusts nothing: an
 * entry is only inflated when its declared size is allowed, never past that size, and its checksum must
 * agree.
 */

/** A file to put into an archive. */
export interface ZipPart {
  name: string;
  bytes: Uint8Array;
  /** Deflate it; what does not shrink (weights, PNG) is better stored. */
  compress: boolean;
}

/** What an archive's table of contents says of one file. */
export interface ZipEntry {
  name: string;
  /** Uncompressed bytes, as declared. */
  size: number;
  compressedSize: number;
  method: number;
  checksum: number;
  encrypted: boolean;
  /** Where the entry's local header begins. */
  offset: number;
}

/** An opened archive: nothing of its entries has been inflated yet. */
export interface ZipArchive {
  bytes: Uint8Array;
  entries: ReadonlyMap<string, ZipEntry>;
}

const LOCAL_HEADER = { signature: 0x04034b50, size: 30 };
const CENTRAL_HEADER = { signature: 0x02014b50, size: 46 };
const END_RECORD = { signature: 0x06054b50, size: 22 };
const LONGEST_COMMENT = 0xffff;
const STORED = 0;
const DEFLATED = 8;
/** Deflate packs at most 258 bytes into two bits, so a larger ratio than this is a lie. */
const LARGEST_RATIO = 1032;
/** Compressed bytes inflated at once: bounds what is unpacked before the declared size is checked again. */
const CHUNK = 1 << 14;

/**
 * Packs files, in order. The same files give the same bytes: every entry is dated 1980-01-01, the format's
 * earliest.
 */
export function writeZip(parts: readonly ZipPart[]): Uint8Array<ArrayBuffer> {
  const mtime = new Date(1980, 0, 1);
  return zipSync(
    Object.fromEntries(
      parts.map(({ name, bytes, compress }) => [name, [bytes, { level: compress ? 6 : 0, mtime }]]),
    ),
  );
}

/** Reads an archive's table of contents; `file` names the archive in the message of a failure. */
export function openZip(bytes: Uint8Array, file: string): Result<ZipArchive> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEndRecord(view);
  if (end === null) {
    const begins = bytes.length >= 4 && view.getUint32(0, true) === LOCAL_HEADER.signature;
    return begins ? fail('fileCut', { file }) : fail('fileNotProject', {}, 'not a zip archive');
  }
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const entries = new Map<string, ZipEntry>();
  for (let n = 0; n < count; n++) {
    const entry = readCentralHeader(view, at, end);
    if (!entry || entries.has(entry.name))
      return fail('fileDamaged', { file }, `entry ${n} of the table of contents`);
    entries.set(entry.name, entry);
    at = entry.next;
  }
  return succeed({ bytes, entries });
}

/** An entry's content; refused before inflating when it declares more than `limit` bytes. */
export function readEntry({ bytes }: ZipArchive, entry: ZipEntry, limit: number): Result<Uint8Array> {
  const { name: file, size, compressedSize, method, encrypted, checksum } = entry;
  if (size > limit) return tooLarge(file, size, limit);
  if (encrypted) return fail('fileDamaged', { file }, 'encrypted');
  if (method !== STORED && method !== DEFLATED)
    return fail('fileDamaged', { file }, `compression method ${method}`);
  const ratio = method === STORED ? 1 : LARGEST_RATIO;
  if (size > compressedSize * ratio)
    return fail('fileDamaged', { file }, 'declares more than its bytes can hold');
  const compressed = entryBytes(bytes, entry);
  if (!compressed.ok) return compressed;
  let content: Uint8Array;
  try {
    content = method === STORED ? compressed.value : inflate(compressed.value, size);
  } catch (error) {
    return fail('fileDamaged', { file }, String(error));
  }
  if (content.length !== size)
    return fail('fileDamaged', { file }, `${content.length} bytes instead of ${size}`);
  if (crc32(content) !== checksum) return fail('fileDamaged', { file }, 'the checksum differs');
  return succeed(content);
}

/** The failure of a file or part of `size` bytes where at most `limit` are allowed. */
export function tooLarge(file: string, size: number, limit: number): Result<never> {
  return fail('fileTooLarge', { file, megabytes: Math.ceil(size / 1e6), limit: Math.floor(limit / 1e6) });
}

/** Where the end record begins: it is the last thing in the file but for a comment whose length it holds. */
function findEndRecord(view: DataView): number | null {
  const last = view.byteLength - END_RECORD.size;
  for (let at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--)
    if (view.getUint32(at, true) === END_RECORD.signature && at + view.getUint16(at + 20, true) === last)
      return at;
  return null;
}

function readCentralHeader(view: DataView, at: number, end: number): (ZipEntry & { next: number }) | null {
  if (at + CENTRAL_HEADER.size > end || view.getUint32(at, true) !== CENTRAL_HEADER.signature) return null;
  const nameLength = view.getUint16(at + 28, true);
  const nameStart = at + CENTRAL_HEADER.size;
  const next = nameStart + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  if (next > end) return null;
  return {
    name: new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + nameStart, nameLength)),
    encrypted: (view.getUint16(at + 8, true) & 1) === 1,
    method: view.getUint16(at + 10, true),
    checksum: view.getUint32(at + 16, true),
    compressedSize: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    offset: view.getUint32(at + 42, true),
    next,
  };
}

/** The entry's bytes as they are in the archive, behind its local header. */
function entryBytes(bytes: Uint8Array, { name: file, offset, compressedSize }: ZipEntry): Result<Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (offset + LOCAL_HEADER.size > bytes.length) return fail('fileCut', { file });
  if (view.getUint32(offset, true) !== LOCAL_HEADER.signature)
    return fail('fileDamaged', { file }, 'no local header');
  const start =
    offset + LOCAL_HEADER.size + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (start + compressedSize > bytes.length) return fail('fileCut', { file });
  return succeed(bytes.subarray(start, start + compressedSize));
}

function inflate(compressed: Uint8Array, size: number): Uint8Array {
  const content = new Uint8Array(size);
  let length = 0;
  const stream = new Inflate((chunk) => {
    if (length + chunk.length > size) throw new RangeError(`more than the declared ${size} bytes`);
    content.set(chunk, length);
    length += chunk.length;
  });
  for (let at = 0; at < compressed.length; at += CHUNK)
    stream.push(compressed.subarray(at, at + CHUNK), at + CHUNK >= compressed.length);
  return content.subarray(0, length);
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** CRC-32 with the reflected polynomial 0xedb88320, as zip, gzip and PNG use it; `before` is that of the bytes before. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let crc = ~before;
  for (const byte of bytes) crc = (crc >>> 8) ^ CRC_TABLE[(crc ^ byte) & 0xff]!;
  return ~crc >>> 0;
}
