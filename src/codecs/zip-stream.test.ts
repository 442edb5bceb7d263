import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readZipDirectory, zipEntryReader, zipEntryStream } from './zip-stream';

const noise = Uint8Array.from({ length: 300_000 }, (_, i) => (i * i * 31 + (i >> 3)) & 255);
const FILES = {
  'a/one.txt': strToU8('one '.repeat(500)),
  'noise.bin': noise,
  'empty.png': new Uint8Array(),
  'b/two.txt': strToU8('two'),
};

function blobOf(bytes: Uint8Array): Blob {
  return new Blob([bytes as Uint8Array<ArrayBuffer>]);
}

async function directoryOf(bytes: Uint8Array) {
  const directory = await readZipDirectory(blobOf(bytes), 'x.zip');
  if (!directory.ok) throw new Error(JSON.stringify(directory.message));
  return directory.value;
}

async function codeOf(bytes: Uint8Array): Promise<string> {
  const directory = await readZipDirectory(blobOf(bytes), 'x.zip');
  return directory.ok ? 'read' : directory.message.code;
}

/** The archive with its end record moved into zip64's, and the first entry's sizes and offset into an extra field. */
function asZip64(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const end = bytes.length - 22;
  const start = view.getUint32(end + 16, true);
  const nameEnd = start + 46 + view.getUint16(start + 28, true);
  const extra = new Uint8Array(28);
  const extraView = new DataView(extra.buffer);
  extraView.setUint16(0, 1, true);
  extraView.setUint16(2, 24, true);
  for (const [i, offset] of [24, 20, 42].entries()) extraView.setBigUint64(4 + 8 * i, BigInt(view.getUint32(start + offset, true)), true);
  const central = new Uint8Array([...bytes.subarray(start, nameEnd), ...extra, ...bytes.subarray(nameEnd, end)]);
  const centralView = new DataView(central.buffer);
  for (const offset of [20, 24, 42]) centralView.setUint32(offset, 0xffffffff, true);
  centralView.setUint16(30, 28, true);
  const record = new Uint8Array(56 + 20);
  const recordView = new DataView(record.buffer);
  recordView.setUint32(0, 0x06064b50, true);
  recordView.setBigUint64(32, BigInt(view.getUint16(end + 10, true)), true);
  recordView.setBigUint64(40, BigInt(central.length), true);
  recordView.setBigUint64(48, BigInt(start), true);
  recordView.setUint32(56, 0x07064b50, true);
  recordView.setBigUint64(64, BigInt(start + central.length), true);
  const last = bytes.slice(end);
  last.fill(0xff, 8, 20);
  return new Uint8Array([...bytes.subarray(0, start), ...central, ...record, ...last]);
}

describe('an archive read where it lies', () => {
  it.each([
    ['UTF-8', [0xea, 0xb3, 0xa0], '고'],
    ["Korean Windows' code page", [0xb0, 0xed, 0xbe, 0xe7, 0xc0, 0xcc], '고양이'],
    ['another code page', [0x63, 0x61, 0x66, 0xe9], 'café'],
  ])('reads names in %s', async (_, bytes, name) => {
    const stand = 'X'.repeat(bytes.length);
    const zip = zipSync({ [`${stand}/1.png`]: strToU8('1') });
    for (let at = 0; at < zip.length; at++)
      if (bytes.every((_byte, i) => zip[at + i] === 0x58)) zip.set(bytes, at);
    expect((await directoryOf(zip)).map((entry) => entry.name)).toEqual([`${name}/1.png`]);
  });

  it.each([
    ['deflated', zipSync(FILES)],
    ['stored', zipSync(FILES, { level: 0 })],
    ['zip64', asZip64(zipSync(FILES))],
  ])('gives what was put in, %s, however many are asked for at once', async (_, bytes) => {
    const blob = blobOf(bytes);
    const directory = await directoryOf(bytes);
    expect(directory.map(({ name }) => name)).toEqual(Object.keys(FILES));
    const read = zipEntryReader(blob);
    const contents = await Promise.all(directory.map((entry) => read(entry, 1e6)));
    contents.forEach((content, i) => {
      expect(content.ok && Buffer.compare(content.value, Object.values(FILES)[i]!)).toBe(0);
    });
  });

  it('streams an entry', async () => {
    for (const level of [0, 6] as const) {
      const bytes = zipSync(FILES, { level });
      const entry = (await directoryOf(bytes))[1]!;
      const streamed = new Uint8Array(await new Response(await zipEntryStream(blobOf(bytes), entry)).arrayBuffer());
      expect(Buffer.compare(streamed, noise)).toBe(0);
    }
  });

  it('refuses an entry over the limit before reading it', async () => {
    const bytes = zipSync(FILES);
    const [entry] = await directoryOf(bytes);
    expect(await zipEntryReader(blobOf(bytes))(entry!, 1999)).toMatchObject({ message: { code: 'fileTooLarge' } });
  });

  it('never inflates past the declared size', async () => {
    const bytes = zipSync({ bomb: new Uint8Array(50_000_000) });
    expect(bytes.length).toBeLessThan(100_000);
    const [entry] = await directoryOf(bytes);
    const read = await zipEntryReader(blobOf(bytes))({ ...entry!, size: 1000 }, 1e6);
    expect(read).toMatchObject({ message: { code: 'fileDamaged', detail: expect.stringContaining('more than the declared 1000') } });
  });

  it('refuses what is no archive, empty, cut, or shares bytes between entries', async () => {
    const bytes = zipSync(FILES);
    expect(await codeOf(new Uint8Array())).toBe('fileNotZip');
    expect(await codeOf(strToU8('just some text that is long enough'))).toBe('fileNotZip');
    expect(await codeOf(bytes.subarray(0, -30))).toBe('fileCut');
    const shared = bytes.slice();
    const view = new DataView(shared.buffer);
    const start = view.getUint32(shared.length - 22 + 16, true);
    const second = start + 46 + 'a/one.txt'.length;
    view.setUint32(second + 42, 0, true);
    expect(await codeOf(shared)).toBe('fileDamaged');
    const many = bytes.slice();
    new DataView(many.buffer).setUint16(many.length - 22 + 10, 9, true);
    expect(await codeOf(many)).toBe('fileDamaged');
  });
});
