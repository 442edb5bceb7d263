import { strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { Result } from '../core/messages';
import { openZip, readEntry, writeZip } from './zip';
import type { ZipArchive } from './zip';

function opened(bytes: Uint8Array): ZipArchive {
  const result = openZip(bytes, 'a.zip');
  if (!result.ok) throw new Error(JSON.stringify(result.message));
  return result.value;
}

function entryOf(archive: ZipArchive, name: string, limit = 1e9): Result<Uint8Array> {
  return readEntry(archive, archive.entries.get(name)!, limit);
}

function codeOf(result: Result<unknown>): string {
  return result.ok ? 'read' : result.message.code;
}

/** The archive with some bytes of its central directory's first entry replaced. */
function patched(bytes: Uint8Array, at: number, ...values: number[]): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  const central = view.getUint32(copy.length - 22 + 16, true);
  copy.set(values, central + at);
  return copy;
}

const noise = Uint8Array.from({ length: 70_000 }, (_, i) => (i * i * 31 + (i >> 3)) & 255);
const PARTS = [
  { name: 'text.txt', bytes: strToU8('one two three '.repeat(1000)), compress: true },
  { name: 'noise.bin', bytes: noise, compress: false },
  { name: 'noise.packed', bytes: noise, compress: true },
  { name: 'empty', bytes: new Uint8Array(), compress: true },
];

describe('writeZip', () => {
  it('writes what another reader reads, the same bytes each time', () => {
    const bytes = writeZip(PARTS);
    const read = unzipSync(bytes);
    expect(Object.keys(read)).toEqual(PARTS.map(({ name }) => name));
    for (const { name, bytes: content } of PARTS) expect(Buffer.compare(read[name]!, content)).toBe(0);
    expect(Buffer.compare(writeZip(PARTS), bytes)).toBe(0);
    expect(bytes.length).toBeLessThan(2.2 * noise.length);
  });
});

describe('readEntry', () => {
  it('gives back what was written, stored or deflated, also from the middle of a larger buffer', () => {
    const archive = opened(new Uint8Array([1, 2, 3, ...writeZip(PARTS)]).subarray(3));
    for (const { name, bytes } of PARTS) {
      const result = entryOf(archive, name);
      expect(result.ok && Buffer.compare(result.value, bytes)).toBe(0);
    }
  });

  it.each([
    ['in words', strToU8('made by hand')],
    ['that looks like the end of another', new Uint8Array([0x50, 0x4b, 5, 6, ...new Uint8Array(40)])],
  ])('reads what another writer wrote, with an archive comment %s', (_, comment) => {
    const bytes = zipSync({ 'a/b.txt': [strToU8('hello'), { level: 9 }], c: [strToU8('x'), { level: 0 }] });
    const withComment = new Uint8Array([...bytes, ...comment]);
    new DataView(withComment.buffer).setUint16(bytes.length - 2, comment.length, true);
    const archive = opened(withComment);
    expect(entryOf(archive, 'a/b.txt')).toEqual({ ok: true, value: strToU8('hello') });
    expect(entryOf(archive, 'c')).toEqual({ ok: true, value: strToU8('x') });
  });

  it('refuses more than the limit before inflating anything', () => {
    const result = entryOf(opened(writeZip(PARTS)), 'text.txt', 13_999);
    expect(result).toMatchObject({
      ok: false,
      message: { code: 'fileTooLarge', params: { file: 'text.txt' } },
    });
    expect(codeOf(entryOf(opened(writeZip(PARTS)), 'text.txt', 14_000))).toBe('read');
  });

  it('never inflates past the declared size', () => {
    const bomb = writeZip([{ name: 'bomb', bytes: new Uint8Array(10_000_000), compress: true }]);
    expect(bomb.length).toBeLessThan(20_000);
    // Declared as 1,000 bytes; the real 10 MB must not come out.
    const archive = opened(patched(bomb, 24, 0xe8, 3, 0, 0));
    const result = entryOf(archive, 'bomb');
    expect(result).toMatchObject({
      ok: false,
      message: { code: 'fileDamaged', detail: expect.stringContaining('more than the declared 1000 bytes') },
    });
  });

  it.each<[string, number[]]>([
    ['a size that no deflate stream of this length can have', [24, 0xff, 0xff, 0xff, 0x7e]],
    ['an encrypted entry', [8, 1, 0]],
    ['an unknown compression', [10, 12, 0]],
    ['another checksum', [16, 1, 2, 3, 4]],
    ['a smaller size than there is', [24, 1, 0, 0, 0]],
    ['an offset into something else', [42, 1, 0, 0, 0]],
  ])('refuses %s', (_, [at, ...values]) => {
    const bytes = writeZip([
      { name: 'text.txt', bytes: strToU8('one two three '.repeat(100)), compress: true },
    ]);
    const result = entryOf(opened(patched(bytes, at!, ...values)), 'text.txt', 2 ** 32);
    expect(result).toMatchObject({
      ok: false,
      message: { code: 'fileDamaged', params: { file: 'text.txt' } },
    });
  });

  it('calls an entry cut when it reaches past the end', () => {
    const bytes = writeZip([{ name: 'x', bytes: noise, compress: false }]);
    expect(
      codeOf(
        entryOf(opened(patched(bytes, 20, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff, 0x7f)), 'x', 2 ** 32),
      ),
    ).toBe('fileCut');
    expect(codeOf(entryOf(opened(patched(bytes, 42, 0xff, 0xff, 0xff, 0xff)), 'x'))).toBe('fileCut');
  });
});

describe('openZip', () => {
  it('tells a cut archive from what is none', () => {
    const bytes = writeZip(PARTS);
    expect(codeOf(openZip(bytes.subarray(0, bytes.length - 1), 'a'))).toBe('fileCut');
    expect(codeOf(openZip(bytes.subarray(0, 50), 'a'))).toBe('fileCut');
    expect(codeOf(openZip(new Uint8Array(), 'a'))).toBe('fileNotProject');
    expect(codeOf(openZip(strToU8('just some text, long enough for an end record'), 'a'))).toBe(
      'fileNotProject',
    );
  });

  it('refuses a name twice and a table of contents that is no such thing', () => {
    const bytes = zipSync({ ab: strToU8('1'), cd: strToU8('2') }, { level: 0 });
    const view = new DataView(bytes.buffer);
    const central = view.getUint32(bytes.length - 22 + 16, true);
    const second = central + 46 + 2;
    expect(codeOf(openZip(bytes, 'a'))).toBe('read');
    const twice = bytes.slice();
    twice.set(strToU8('ab'), second + 46);
    expect(codeOf(openZip(twice, 'a'))).toBe('fileDamaged');
    const broken = bytes.slice();
    broken[second] = 0;
    expect(codeOf(openZip(broken, 'a'))).toBe('fileDamaged');
    const counted = bytes.slice();
    counted[bytes.length - 22 + 10] = 200;
    expect(codeOf(openZip(counted, 'a'))).toBe('fileDamaged');
  });
});
