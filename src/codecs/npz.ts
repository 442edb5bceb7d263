import { crc32 } from './zip';

/** A file of an archive that is written: its bytes in one piece after the other, which may lie on disk. */
export interface StoredFile {
  name: string;
  pieces: readonly (Uint8Array<ArrayBuffer> | Blob)[];
}

/** The most that fits an archive without zip64. */
const MOST_BYTES = 0xffffffff;
/** How much of a Blob is read at a time to sum it up. */
const CHUNK = 8 << 20;
/** 1980-01-01, the format's earliest day, so that the same content gives the same bytes. */
const DATE = 0x21;

/**
 * Makes an uncompressed zip archive, as NumPy's `savez` does with `.npy` files, out of pieces that are never held in
 * memory together. Throws a RangeError past 4 GB.
 */
export async function writeStoredZip(files: readonly StoredFile[]): Promise<Blob> {
  const parts: (Uint8Array<ArrayBuffer> | Blob)[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const { name, pieces } of files) {
    const size = pieces.reduce((sum, piece) => sum + sizeOf(piece), 0);
    const entry = { name: new TextEncoder().encode(name), size, checksum: await checksumOf(pieces), offset };
    const local = header(entry, 'local');
    directory.push(header(entry, 'central'));
    parts.push(local, ...pieces);
    offset += local.length + size;
  }
  const directorySize = directory.reduce((sum, { length }) => sum + length, 0);
  if (offset + directorySize > MOST_BYTES) throw new RangeError(`${offset} bytes are more than a zip archive holds`);
  return new Blob([...parts, ...directory, endRecord(files.length, directorySize, offset)], { type: 'application/zip' });
}

interface Entry {
  name: Uint8Array;
  size: number;
  checksum: number;
  offset: number;
}

function sizeOf(piece: Uint8Array | Blob): number {
  return piece instanceof Blob ? piece.size : piece.length;
}

async function checksumOf(pieces: StoredFile['pieces']): Promise<number> {
  let checksum = 0;
  for (const piece of pieces) {
    if (!(piece instanceof Blob)) {
      checksum = crc32(piece, checksum);
      continue;
    }
    for (let at = 0; at < piece.size; at += CHUNK)
      checksum = crc32(new Uint8Array(await piece.slice(at, at + CHUNK).arrayBuffer()), checksum);
  }
  return checksum;
}

/** A local header, or its longer twin in the table of contents (APPNOTE 4.3.7 and 4.3.12). */
function header({ name, size, checksum, offset }: Entry, kind: 'local' | 'central'): Uint8Array<ArrayBuffer> {
  const central = kind === 'central';
  const fixed = central ? 46 : 30;
  const bytes = new Uint8Array(fixed + name.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, central ? 0x02014b50 : 0x04034b50, true);
  const common = central ? 6 : 4;
  if (central) view.setUint16(4, 20, true);
  view.setUint16(common, 20, true);
  view.setUint16(common + 2, 0x800, true);
  view.setUint16(common + 8, DATE, true);
  view.setUint32(common + 10, checksum, true);
  view.setUint32(common + 14, size, true);
  view.setUint32(common + 18, size, true);
  view.setUint16(common + 22, name.length, true);
  if (central) view.setUint32(42, offset, true);
  bytes.set(name, fixed);
  return bytes;
}

function endRecord(count: number, size: number, offset: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(22);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x06054b50, true);
  view.setUint16(8, count, true);
  view.setUint16(10, count, true);
  view.setUint32(12, size, true);
  view.setUint32(16, offset, true);
  return bytes;
}
