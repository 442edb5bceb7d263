import { unzipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader } from './byte-stream';
import { elementReader, npyHeader, npyOfTexts, readNpyHeader, readTexts, type NpyElement } from './npy';
import { writeStoredZip } from './npz';

/** As NumPy 1.26 writes `np.save(f, np.array([[1, -2]], '<i2'))`. */
const BY_NUMPY = Uint8Array.from([
  [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 0x76, 0],
  Array.from("{'descr': '<i2', 'fortran_order': False, 'shape': (1, 2), }".padEnd(117), (letter) => letter.charCodeAt(0)),
  [0x0a, 1, 0, 0xfe, 0xff],
].flat());

describe('NPY', () => {
  it('reads what NumPy writes', () => {
    const header = readNpyHeader(BY_NUMPY);
    if (!header.ok) throw new Error(header.error.message);
    expect(header.value).toEqual({
      element: 'i2',
      bytesPerElement: 2,
      littleEndian: true,
      fortranOrder: false,
      shape: [1, 2],
      dataStart: 128,
    });
    const read = elementReader(header.value);
    expect([0, 1].map((i) => read(new DataView(BY_NUMPY.buffer, 128), i))).toEqual([1, -2]);
  });

  it.each<[NpyElement, boolean, readonly number[], number]>([
    ['b1', true, [1], 1],
    ['u1', true, [200], 200],
    ['i1', true, [0xff], -1],
    ['u2', true, [1, 2], 513],
    ['u2', false, [2, 1], 513],
    ['u4', true, [1, 0, 0, 0x80], 2147483649],
    ['i4', false, [0xff, 0xff, 0xff, 0xfe], -2],
    ['u8', true, [5, 0, 0, 0, 0, 0, 0, 0], 5],
    ['i8', false, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfd], -3],
    ['f2', true, [0x00, 0x3c], 1],
    ['f2', true, [0x00, 0xc1], -2.5],
    ['f2', true, [0x01, 0x00], 2 ** -24],
    ['f2', true, [0x00, 0x7c], Number.POSITIVE_INFINITY],
    ['f4', false, [0x3f, 0x80, 0, 0], 1],
    ['f8', true, [0, 0, 0, 0, 0, 0, 0xe0, 0x3f], 0.5],
  ])('reads %s, little-endian %s', (element, littleEndian, bytes, value) => {
    const header = { element, littleEndian, bytesPerElement: bytes.length, fortranOrder: false, shape: [1], dataStart: 0 };
    expect(elementReader(header)(new DataView(Uint8Array.from(bytes).buffer), 0)).toBe(value);
  });

  it('writes headers that it reads, aligned to 64 bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10_000), { minLength: 1, maxLength: 5 }), (shape) => {
        const bytes = npyHeader('|u1', shape);
        expect(bytes.length % 64).toBe(0);
        expect(readNpyHeader(bytes)).toMatchObject({ value: { shape, element: 'u1', dataStart: bytes.length, fortranOrder: false } });
      }),
    );
  });

  it('writes texts that it reads', () => {
    const texts = ['cat', '고양이', '🐈', ''];
    const bytes = npyOfTexts(texts);
    const header = readNpyHeader(bytes);
    if (!header.ok) throw new Error(header.error.message);
    expect(readTexts(header.value, bytes.subarray(header.value.dataStart))).toEqual(texts);
  });

  it('refuses what it cannot read, in any bytes', () => {
    const codeOf = (bytes: Uint8Array) => {
      const header = readNpyHeader(bytes);
      return header.ok ? 'read' : header.error.code;
    };
    const withText = (text: string) => {
      const bytes = BY_NUMPY.slice();
      bytes.set(new TextEncoder().encode(text.padEnd(117)), 10);
      return bytes;
    };
    expect(codeOf(Uint8Array.of(1, 2, 3))).toBe('not-npy');
    expect(codeOf(BY_NUMPY.subarray(0, 60))).toBe('npy-header');
    expect(codeOf(withText("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }"))).toBe('npy-header');
    expect(codeOf(withText("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }"))).toBe('npy-type');
    expect(codeOf(withText('import os'))).toBe('npy-header');
    fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), (rest) => void codeOf(Uint8Array.from([...BY_NUMPY.subarray(0, 8), ...rest]))));
  });
});

describe('NPZ', () => {
  it('is an archive that another reader reads, made of pieces in memory and elsewhere', async () => {
    const archive = await writeStoredZip([
      { name: 'images.npy', pieces: [npyHeader('|u1', [3]), Uint8Array.of(1, 2), new Blob([Uint8Array.of(3)])] },
      { name: '이름.npy', pieces: [npyOfTexts(['a'])] },
    ]);
    const read = unzipSync(new Uint8Array(await archive.arrayBuffer()));
    expect(Object.keys(read)).toEqual(['images.npy', '이름.npy']);
    expect(Array.from(read['images.npy']!.subarray(-3))).toEqual([1, 2, 3]);
  });
});

describe('ByteReader', () => {
  it('gives the pieces asked for, however the stream was cut', async () => {
    const lengths = fc.array(fc.nat(9), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(lengths, lengths, async (cuts, asked) => {
        let next = 0;
        const chunks = cuts.map((length) => Uint8Array.from({ length }, () => next++ & 255));
        const reader = new ByteReader(streamOf(chunks));
        let at = 0;
        for (const length of asked) {
          const piece = await reader.read(length);
          const expected = Math.max(0, Math.min(length, next - at));
          expect(Array.from(piece)).toEqual(Array.from({ length: expected }, (_, i) => (at + i) & 255));
          at += expected;
        }
        await reader.close();
      }),
    );
  });
});

function streamOf(chunks: readonly Uint8Array<ArrayBuffer>[]): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}
