import * as v from 'valibot';
import { elements } from '../core/architecture';
import type { TensorData, TensorMap } from '../core/checkpoint';
import { fail, succeed } from '../core/messages';
import { fromHalf, toHalf } from '../core/half';
import type { Result } from '../core/messages';
import { parseJson } from './json';

/**
 * The safetensors format, for float32, stored in half precision where asked: the length of the header as a little-endian 64-bit integer, the header
 * as JSON (each tensor's dtype, shape and place), then the tensors' bytes, little-endian and row-major, one
 * after the other without a gap. Python's `safetensors` opens what is written here.
 */

const LENGTH_BYTES = 8;
/** The header length that the format itself allows. */
const LONGEST_HEADER = 100_000_000;
const ALIGNMENT = 8;
const BYTES = { F32: 4, F16: 2 } as const;
type Dtype = keyof typeof BYTES;
const METADATA = '__metadata__';

const wholeNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const entrySchema = v.object({
  dtype: v.string(),
  shape: v.array(wholeNumber),
  data_offsets: v.tuple([wholeNumber, wholeNumber]),
});
type Entry = v.InferOutput<typeof entrySchema> & { name: string; dtype: Dtype };

/**
 * Float32 tensors as a safetensors file, in the map's order; `metadata` is for people and read by nothing
 * here. `F16` stores them rounded to half precision.
 */
export function writeSafetensors(
  tensors: TensorMap,
  metadata: Record<string, string> = {},
  dtype: Dtype = 'F32',
): Uint8Array<ArrayBuffer> {
  let length = 0;
  const header: [string, unknown][] = Object.keys(metadata).length > 0 ? [[METADATA, metadata]] : [];
  for (const [name, { shape, values }] of tensors) {
    const end = length + values.length * BYTES[dtype];
    header.push([name, { dtype, shape, data_offsets: [length, end] }]);
    length = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  // The format allows spaces behind the header, so that the data begins at a multiple of 8.
  const start = Math.ceil((LENGTH_BYTES + json.length) / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(start + length).fill(0x20, 0, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - LENGTH_BYTES), true);
  bytes.set(json, LENGTH_BYTES);
  let at = start;
  for (const { values } of tensors.values()) {
    const stored = dtype === 'F16' ? toHalf(values) : values;
    bytes.set(new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength), at);
    at += stored.byteLength;
  }
  return bytes;
}

/**
 * Reads a safetensors file of float32 or float16 tensors, in the order of their data; `file` names it in the message of
 * a failure. The values are copies.
 */
export function readSafetensors(bytes: Uint8Array, file: string): Result<TensorMap> {
  if (bytes.length < LENGTH_BYTES) return fail('fileCut', { file });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = Number(view.getBigUint64(0, true));
  if (headerLength > LONGEST_HEADER)
    return fail('fileDamaged', { file }, `a header of ${headerLength} bytes`);
  const start = LENGTH_BYTES + headerLength;
  if (start > bytes.length) return fail('fileCut', { file });
  const header = parseJson(bytes.subarray(LENGTH_BYTES, start), v.looseObject({}), file);
  if (!header.ok) return header;
  const entries = readEntries(header.value, file);
  if (!entries.ok) return entries;

  const data = bytes.subarray(start);
  const tensors = new Map<string, TensorData>();
  let at = 0;
  for (const {
    name,
    dtype,
    shape,
    data_offsets: [begin, end],
  } of entries.value) {
    // Each begins where the one before ended, which rules out overlaps and gaps.
    if (begin !== at || end - begin !== elements(shape) * BYTES[dtype])
      return fail('fileDamaged', { file }, `${name} [${shape.join(', ')}] from ${begin} to ${end}`);
    if (end > data.length) return fail('fileCut', { file }, name);
    // A copy begins where numbers of any size may. (What `slice` gives of a Buffer in Node is none.)
    const { buffer } = Uint8Array.from(data.subarray(begin, end));
    tensors.set(name, { shape, values: dtype === 'F16' ? fromHalf(new Uint16Array(buffer)) : new Float32Array(buffer) });
    at = end;
  }
  if (at !== data.length)
    return fail('fileDamaged', { file }, `${data.length - at} bytes belong to no tensor`);
  return succeed(tensors);
}

function readEntries(header: object, file: string): Result<Entry[]> {
  const entries: Entry[] = [];
  for (const [name, value] of Object.entries(header)) {
    if (name === METADATA) continue;
    const entry = v.safeParse(entrySchema, value);
    if (!entry.success) return fail('fileDamaged', { file }, `the header's entry for ${name}`);
    const { dtype } = entry.output;
    if (dtype !== 'F32' && dtype !== 'F16') return fail('fileDamaged', { file }, `${name} is of ${dtype}, not F32 or F16`);
    entries.push({ name, ...entry.output, dtype });
  }
  return succeed(
    entries.toSorted(
      (a, b) => a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1],
    ),
  );
}
