import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TensorMap } from '../core/checkpoint';
import type { Result } from '../core/messages';
import { readSafetensors, writeSafetensors } from './safetensors';

const FILE = 'weights.safetensors';

/** A file with this header, whose announced length can be made wrong, and these data bytes. */
function fileOf(header: unknown, data: Uint8Array, announced?: bigint): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, announced ?? BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}

const entry = (shape: number[], begin: number, end: number, dtype = 'F32') => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

function contents(result: Result<TensorMap>): unknown {
  if (!result.ok) return result.message;
  return [...result.value].map(([name, { shape, values }]) => [name, [...shape], Array.from(values)]);
}

function codeOf(bytes: Uint8Array): string {
  const result = readSafetensors(bytes, FILE);
  if (result.ok) return 'read';
  expect(result.message.params).toEqual({ file: FILE });
  return result.message.code;
}

describe('readSafetensors', () => {
  it('reads a file put together byte by byte from the format', () => {
    const header = '{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"__metadata__":{"by":"hand"}}     ';
    expect(header.length).toBe(0x58);
    const length = [0x58, 0, 0, 0, 0, 0, 0, 0];
    const oneAndMinusTwoAndAHalf = [0x00, 0x00, 0x80, 0x3f, 0x00, 0x00, 0x20, 0xc0];
    const bytes = Uint8Array.from([
      ...length,
      ...new TextEncoder().encode(header),
      ...oneAndMinusTwoAndAHalf,
    ]);
    expect(contents(readSafetensors(bytes, FILE))).toEqual([['a', [2], [1, -2.5]]]);
  });

  it('reads what is stored in half precision, and writes so when asked', () => {
    const oneAndMinusTwoAndAHalf = Uint8Array.of(0x00, 0x3c, 0x00, 0xc1);
    const bytes = fileOf({ a: entry([2], 0, 4, 'F16') }, oneAndMinusTwoAndAHalf);
    expect(contents(readSafetensors(bytes, FILE))).toEqual([['a', [2], [1, -2.5]]]);
    const tensors: TensorMap = new Map([
      ['odd', { shape: [3], values: Float32Array.of(1, 1 / 3, -65_504) }],
      ['next', { shape: [1], values: Float32Array.of(0.5) }],
    ]);
    const half = writeSafetensors(tensors, {}, 'F16');
    const third = 0.333_251_953_125;
    expect(contents(readSafetensors(half, FILE))).toEqual([
      ['odd', [3], [1, expect.closeTo(third, 7), -65_504]],
      ['next', [1], [0.5]],
    ]);
  });

  it('reads scalars, empty tensors and headers in any order, from the middle of a larger buffer', () => {
    const data = new Uint8Array(new Float32Array([1, 2, 3]).buffer);
    const file = fileOf({ b: entry([2], 4, 12), none: entry([0, 7], 4, 4), a: entry([], 0, 4) }, data);
    const shifted = new Uint8Array([9, 9, 9, ...file]).subarray(3);
    expect(contents(readSafetensors(Buffer.from([9, 9, 9, ...file]).subarray(3), FILE))).toEqual(
      contents(readSafetensors(shifted, FILE)),
    );
    expect(contents(readSafetensors(shifted, FILE))).toEqual([
      ['a', [], [1]],
      ['none', [0, 7], []],
      ['b', [2], [2, 3]],
    ]);
  });

  const data = new Uint8Array(16);
  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(), 'fileCut'],
    ['a cut length', new Uint8Array(7), 'fileCut'],
    ['a header past the end', fileOf({}, data, 100n), 'fileCut'],
    ['a header over the limit', fileOf({}, data, 100_000_001n), 'fileDamaged'],
    ['a header of 2^64 - 1 bytes', fileOf({}, data, 2n ** 64n - 1n), 'fileDamaged'],
    ['no JSON', fileOf('{"a":', new Uint8Array()), 'fileDamaged'],
    ['JSON that is no object', fileOf([1], new Uint8Array()), 'fileDamaged'],
    ['text that is not UTF-8', fileOf('', new Uint8Array([0xff]), 1n), 'fileDamaged'],
    ['an entry without a shape', fileOf({ a: { dtype: 'F32', data_offsets: [0, 16] } }, data), 'fileDamaged'],
    ['an entry that is null', fileOf({ a: null }, data), 'fileDamaged'],
    ['a negative size', fileOf({ a: entry([-4], 0, 16) }, data), 'fileDamaged'],
    ['a size that is no integer', fileOf({ a: entry([0.5, 8], 0, 16) }, data), 'fileDamaged'],
    ['sizes whose product overflows', fileOf({ a: entry([2 ** 40, 2 ** 40], 0, 16) }, data), 'fileDamaged'],
    ['another dtype', fileOf({ a: entry([8], 0, 16, 'BF16') }, data), 'fileDamaged'],
    ['a shape that does not fill its bytes', fileOf({ a: entry([3], 0, 16) }, data), 'fileDamaged'],
    ['an end before its begin', fileOf({ a: entry([4], 16, 0) }, data), 'fileDamaged'],
    ['an overlap', fileOf({ a: entry([3], 0, 12), b: entry([2], 8, 16) }, data), 'fileDamaged'],
    ['a gap', fileOf({ a: entry([1], 0, 4), b: entry([2], 8, 16) }, data), 'fileDamaged'],
    ['bytes left over', fileOf({ a: entry([3], 0, 12) }, data), 'fileDamaged'],
    ['data past the end', fileOf({ a: entry([5], 0, 20) }, data), 'fileCut'],
  ])('refuses %s', (_, bytes, code) => {
    expect(codeOf(bytes)).toBe(code);
  });

  it('leaves every prototype alone', () => {
    const header = '{"__proto__":{"dtype":"F32","shape":[4],"data_offsets":[0,16],"polluted":1}}';
    expect(codeOf(fileOf(header, data))).toBe('fileDamaged');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect('dtype' in {}).toBe(false);
  });
});

describe('writeSafetensors', () => {
  it('lays a file out as the format says', () => {
    const tensors: TensorMap = new Map([
      ['w', { shape: [1, 2], values: new Float32Array([0.5, -1]) }],
      ['b', { shape: [3], values: new Float32Array([1, 2, 3]) }],
    ]);
    const bytes = writeSafetensors(tensors, { who: 'me' });
    const view = new DataView(bytes.buffer);
    const length = Number(view.getBigUint64(0, true));
    expect((8 + length) % 8).toBe(0);
    expect(bytes[8]).toBe('{'.charCodeAt(0));
    expect(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)))).toEqual({
      __metadata__: { who: 'me' },
      w: { dtype: 'F32', shape: [1, 2], data_offsets: [0, 8] },
      b: { dtype: 'F32', shape: [3], data_offsets: [8, 20] },
    });
    const floats = Array.from({ length: 5 }, (_, i) => view.getFloat32(8 + length + 4 * i, true));
    expect(floats).toEqual([0.5, -1, 1, 2, 3]);
    expect(bytes.length).toBe(8 + length + 20);
  });

  it('gives back every bit of any tensors', () => {
    const tensor = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 }).chain((shape) => {
      const size = shape.reduce((a, b) => a * b, 1);
      return fc
        .array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { minLength: size, maxLength: size })
        .map((words) => ({ shape, values: new Float32Array(Int32Array.from(words).buffer) }));
    });
    const name = fc.string({ unit: 'grapheme', maxLength: 6 }).filter((text) => !text.startsWith('__'));
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(name, tensor), { selector: ([key]) => key, maxLength: 5 }),
        (entries) => {
          const tensors = new Map(entries);
          const read = readSafetensors(writeSafetensors(tensors), FILE);
          expect(read.ok).toBe(true);
          if (!read.ok) return;
          expect(read.value.size).toBe(tensors.size);
          for (const [key, { shape, values }] of tensors) {
            expect(read.value.get(key)!.shape).toEqual(shape);
            const bits = (floats: Float32Array) => Array.from(new Int32Array(floats.buffer));
            expect(bits(read.value.get(key)!.values)).toEqual(bits(values));
          }
        },
      ),
    );
  });

  it('is read back or refused, never thrown on, after any cut or changed byte', () => {
    const whole = writeSafetensors(new Map([['a', { shape: [2, 3], values: new Float32Array(6) }]]), {
      k: 'v',
    });
    fc.assert(
      fc.property(
        fc.nat(whole.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        (at, flip, cut) => {
          const bytes = whole.slice(0, cut ? at : whole.length);
          if (!cut) bytes[at]! ^= flip;
          expect(['read', 'fileCut', 'fileDamaged']).toContain(codeOf(bytes));
          if (cut) expect(codeOf(bytes)).not.toBe('read');
        },
      ),
      { numRuns: 500 },
    );
  });
});
