import { fail, ok, type Result } from '../core/result';

/** An IDX array of unsigned bytes: row-major `data` of the shape `dims`, a view on the bytes that were read. */
export interface IdxArray {
  dims: number[];
  data: Uint8Array;
}

/** What can be wrong with bytes that should be an IDX file. */
export type IdxFailure = 'not-idx' | 'idx-element-type' | 'idx-cut-short';

const UNSIGNED_BYTE = 0x08;

/** What an IDX file says before its data. */
export interface IdxHeader {
  dims: number[];
  /** Where the data begin. */
  dataStart: number;
}

/**
 * Reads the header of an IDX file of unsigned bytes, the format MNIST is published in: two zero bytes, the element type,
 * the number of dimensions, each dimension as a big-endian 32-bit integer; then come the elements.
 */
export function readIdxHeader(bytes: Uint8Array): Result<IdxHeader, IdxFailure> {
  const type = bytes[2];
  const rank = bytes[3];
  if (bytes[0] !== 0 || bytes[1] !== 0 || type === undefined || rank === undefined || rank === 0) {
    return fail('not-idx', 'The first four bytes are not those of an IDX file.');
  }
  if (type !== UNSIGNED_BYTE) {
    return fail('idx-element-type', `The IDX element type is 0x${type.toString(16)}, not 0x8 (unsigned byte).`);
  }
  const dataStart = 4 + 4 * rank;
  if (bytes.length < dataStart) {
    return fail('idx-cut-short', `An IDX header of ${rank} dimensions takes ${dataStart} bytes; there are ${bytes.length}.`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return ok({ dims: Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis)), dataStart });
}

/** Reads a whole IDX file of unsigned bytes. */
export function decodeIdx(bytes: Uint8Array): Result<IdxArray, IdxFailure> {
  const header = readIdxHeader(bytes);
  if (!header.ok) return header;
  const { dims, dataStart } = header.value;
  const elements = dims.reduce((product, dim) => product * dim, 1);
  if (bytes.length < dataStart + elements) {
    const found = bytes.length - dataStart;
    return fail('idx-cut-short', `The IDX header announces ${dims.join(' x ')} elements; there are ${found}.`);
  }
  return ok({ dims, data: bytes.subarray(dataStart, dataStart + elements) });
}
