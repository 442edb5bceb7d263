import { strToU8, zipSync } from 'fflate';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { ODD_IMAGES, png, UNUSABLE_FILES } from '../../../e2e/odd-images';
import { npyHeader } from '../../codecs/npy';
import type { GivenFile, ImportOptions } from '../../core/own-images';
import { RandomStream } from '../../core/random';
import { fail, ok } from '../../core/result';
import type { LoadRequest } from '../dataset';
import { imagesAt } from '../gather';
import type { PictureDecoder } from './decode';
import { fakeFileSystem } from './fake-file-system';
import { readImageHeader } from './image-header';
import { ownSource } from './own-dataset';
import { OwnSets, type OwnSetsAround } from './own-sets';
import { fileShelf } from './shelf-files';
import { rowsOf, toSquare } from './square';

const OPTIONS: ImportOptions = { name: 'mine', size: 16, channels: 3, fit: 'crop', background: [255, 255, 255] };
const BYTES = 16 * 16 * 3;

/** Reads PNGs only, in Node. */
const pngDecoder: PictureDecoder = async (bytes, options) => {
  const header = readImageHeader(bytes);
  if (!header.ok) return header;
  if (header.value.format !== 'png' || header.value.width > 5000) return fail('undecodable', 'no PNG');
  const { width, height, data } = PNG.sync.read(Buffer.from(bytes));
  return ok(toSquare(width, height, options, rowsOf(data, width, options.background)));
};

function setsOn(around: Partial<OwnSetsAround> & { root?: FileSystemDirectoryHandle } = {}): OwnSets {
  const root = around.root ?? fakeFileSystem();
  return new OwnSets({
    openShelf: () => fileShelf(root),
    makeDecoder: () => pngDecoder,
    estimate: async () => ({ usage: 1e6, quota: 1e9 }),
    now: () => performance.now(),
    ...around,
  });
}

/** A picture unlike the others. */
function picture(seed: number): Uint8Array<ArrayBuffer> {
  const random = new RandomStream(seed, 'picture');
  const blocks = Array.from({ length: 48 }, () => random.integer(256));
  return png([16, 16], 8, 2, (x, y) => [0, 1, 2].map((c) => blocks[((y >> 2) * 4 + (x >> 2)) * 3 + c]!));
}

const given = (files: Record<string, Uint8Array>): GivenFile[] =>
  Object.entries(files).map(([path, bytes]) => ({ path, file: new Blob([bytes as Uint8Array<ArrayBuffer>]) }));
const pictures = (count: number, name = (i: number) => `p${i}.png`) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [name(i), picture(i)]));

async function imported(sets: OwnSets, files: readonly GivenFile[], options = OPTIONS) {
  const outcome = await sets.import(files, options, new AbortController().signal, () => undefined);
  if (!outcome) throw new Error('cancelled');
  return outcome;
}

async function datasetOf(sets: OwnSets, id: string, split: 'train' | 'heldOut', asked: Partial<LoadRequest> = {}) {
  const fetchFile = () => Promise.reject(new Error('nothing is to be fetched'));
  const loading = await ownSource((await sets.find(id))!).load({ split, size: 16, channels: 3, fetchFile, ...asked });
  if (!loading.ok) throw new Error(loading.error.message);
  return loading.value.dataset;
}

describe('importing', () => {
  it('makes one and the same set of pictures given as a folder, in whatever order, and as an archive', async () => {
    const bare = pictures(24, (i) => `${['cat', 'Dog', 'bird'][i % 3]}/${i}.png`);
    const folder = given(Object.fromEntries(Object.entries(bare).map(([path, bytes]) => [`shapes/${path}`, bytes])));
    const zipped = (files: Record<string, Uint8Array>) => given({ 'shapes.zip': zipSync(files) });
    const ids = new Set<string>();
    for (const files of [folder, folder.toReversed(), given(bare), zipped(bare), zipped(Object.fromEntries(Object.entries(bare).reverse()))])
      ids.add((await imported(setsOn(), files)).set!.about.id);
    expect([...ids]).toHaveLength(1);
  });

  it('skips what cannot be read by name and reason, whichever file comes first, and takes the rest', async () => {
    const broken = Object.fromEntries(UNUSABLE_FILES.filter(({ name }) => !/webp|gif|damaged|huge/.test(name)).map(({ name, bytes }) => [name, bytes]));
    const files = { ...broken, ...pictures(3) };
    for (const order of [files, Object.fromEntries(Object.entries(files).reverse())]) {
      const { set, skipped } = await imported(setsOn(), given(order));
      expect(set!.train.images.count + set!.heldOut.images.count).toBe(3);
      const reasons = Object.fromEntries(skipped.named.map(({ path, reason }) => [path, reason]));
      expect(reasons).toEqual(
        Object.fromEntries(UNUSABLE_FILES.filter(({ name }) => name in broken).map(({ name, reason }) => [name, reason])),
      );
      expect(skipped.count).toBe(Object.keys(broken).length);
    }
  });

  it('gives no set where nothing is readable, and says why', async () => {
    const { set, skipped } = await imported(setsOn(), given({ 'a.jpg': strToU8('text'), 'b.png': new Uint8Array() }));
    expect(set).toBeNull();
    expect(skipped.named.map(({ reason }) => reason).sort()).toEqual(['empty', 'notImage']);
  });

  it('takes labels from folders, in a zip as in a folder, and gives the same set for both', async () => {
    const files = pictures(40, (i) => `all/${i % 2 ? 'dogs' : 'cats'}/${i}.png`);
    const sets = setsOn();
    const folder = await imported(sets, given(files));
    expect(folder.set!.about.classNames).toEqual(['cats', 'dogs']);
    const { train, heldOut } = folder.set!;
    expect(train.images.count + heldOut.images.count).toBe(40);
    expect([...train.labels, ...heldOut.labels].filter((label) => label === 1)).toHaveLength(20);
    const zipped = await imported(sets, given({ 'all.zip': zipSync(files) }));
    expect(zipped.set).toBe(folder.set);
  });

  it('keeps the pixels of an image of the target size bit for bit', async () => {
    const exact = ODD_IMAGES.find(({ name }) => name === 'exact-size.png')!;
    const sets = setsOn();
    const { set } = await imported(sets, given({ 'exact.png': exact.bytes }));
    const { images } = await datasetOf(sets, set!.about.id, 'train');
    expect(Array.from(images)).toEqual(exact.pixels.flatMap(([, , r, g, b]) => [r, g, b]));
  });

  it('holds out one in ten, the same ones whatever is imported beside them', async () => {
    const few = await imported(setsOn(), given(pictures(200)));
    const share = few.set!.heldOut.images.count / 200;
    expect(share).toBeGreaterThan(0.04);
    expect(share).toBeLessThan(0.17);
    const reversed = await imported(setsOn(), given(Object.fromEntries(Object.entries(pictures(200)).reverse())));
    const bytesOf = (outcome: typeof few) => {
      const { images } = outcome.set!.heldOut;
      return Array.from({ length: images.count }, (_, i) => Buffer.from(images.read(Uint32Array.of(i))).toString('base64')).sort();
    };
    expect(bytesOf(reversed)).toEqual(bytesOf(few));
  });

  it('finds duplicates, keeps them on one side, and leaves them out when told', async () => {
    const files = { ...pictures(60), ...pictures(60, (i) => `again/${i}.png`) };
    const sets = setsOn();
    const { set } = await imported(sets, given(files));
    const { id, counts } = set!.about;
    expect(counts.train.exact + counts.heldOut.exact).toBe(60);
    expect(counts.train.new).toBe(counts.train.exact);
    const before = await datasetOf(sets, id, 'train');
    await sets.setDrop(id, 'exact');
    const after = await datasetOf(sets, id, 'train');
    expect(after.count).toBe(before.count / 2);
    expect(after.hash).not.toBe(before.hash);
    const distinct = new Set(Array.from({ length: after.count }, (_, i) => Buffer.from(imagesAt(after, Uint32Array.of(i))).toString('base64')));
    expect(distinct.size).toBe(after.count);
  });

  it('stops when told, and leaves nothing behind', async () => {
    const root = fakeFileSystem();
    const sets = setsOn({ root, memoryBytes: 20 * BYTES, now: () => (time += 60) });
    let time = 0;
    const controller = new AbortController();
    const outcome = await sets.import(given(pictures(100)), OPTIONS, controller.signal, ({ done }) => {
      if (done > 30) controller.abort();
    });
    expect(outcome).toBeNull();
    expect(await sets.list()).toEqual([]);
    expect(root.paths()).toEqual([]);
  });

  it('stops when told while it still looks into the files', async () => {
    const controller = new AbortController();
    let read = 0;
    // One part of the file for each picture, so that it streams in as many pieces.
    const npy = new Blob([npyHeader('<f4', [2000, 64, 64]), ...Array.from({ length: 2000 }, () => new Uint8Array(64 * 64 * 4))]);
    const watched = Object.assign(npy, {
      stream: () => {
        const reader = npy.slice().stream().getReader();
        return new ReadableStream({
          pull: async (stream) => {
            const { done, value } = await reader.read();
            if (done) return stream.close();
            read += value.length;
            if (read > 1e6) controller.abort();
            stream.enqueue(value);
          },
        });
      },
    });
    const files = [{ path: 'x.npy', file: watched }, ...given(pictures(3))];
    expect(await setsOn().import(files, OPTIONS, controller.signal, () => undefined)).toBeNull();
    expect(read).toBeLessThan(16e6);
  });

  it('samples evenly what has no room', async () => {
    const sets = setsOn({
      memoryBytes: 20 * BYTES,
      openShelf: () => Promise.reject(new DOMException('no storage', 'SecurityError')),
    });
    const files = pictures(100, (i) => `${Math.floor(i / 25)}/${i}.png`);
    const { set, pictures: found, taken } = await imported(sets, given(files));
    expect([found, taken]).toEqual([100, 20]);
    const labels = [...set!.train.labels, ...set!.heldOut.labels];
    for (const label of [0, 1, 2, 3]) expect(labels.filter((l) => l === label)).toHaveLength(5);
  });

  it('refuses or skips archives that are out to do harm', async () => {
    const bomb = zipSync({ 'bomb.png': new Uint8Array(2_000_000) });
    // Declared as 2 GB.
    const view = new DataView(bomb.buffer);
    view.setUint32(view.getUint32(bomb.length - 22 + 16, true) + 24, 2_000_000_000, true);
    const evil = zipSync({
      '../../outside.png': picture(1),
      'inner.zip': zipSync({ 'a.png': picture(2) }),
      'good.png': picture(3),
    });
    const { set, skipped, refused } = await imported(
      setsOn(),
      given({ 'bomb.zip': bomb, 'evil.zip': evil, 'none.zip': new Uint8Array(), 'text.zip': strToU8('hello') }),
    );
    expect(set!.train.images.count).toBe(1);
    expect(Object.fromEntries(skipped.named.map(({ path, reason }) => [path, reason]))).toEqual({
      'bomb.png': 'tooLarge',
      '../../outside.png': 'badPath',
      'inner.zip': 'archive',
      'none.zip': 'empty',
    });
    expect(refused).toMatchObject([{ code: 'fileNotZip', params: { file: 'text.zip' } }]);
  });
});

describe('arrays', () => {
  const floats = (values: readonly number[]) => new Uint8Array(Float32Array.from(values).buffer);
  const npy = (descr: string, shape: readonly number[], data: Uint8Array) => new Uint8Array([...npyHeader(descr, shape), ...data]);
  const firstImage = async (files: Record<string, Uint8Array>, options = OPTIONS) => {
    const sets = setsOn();
    const { set, skipped } = await imported(sets, given(files), options);
    if (!set) return skipped.named.map(({ reason }) => reason);
    return Array.from((await datasetOf(sets, set.about.id, 'train')).images.subarray(0, 3));
  };
  const flat = (value: number) => Array<number>(256).fill(value);

  it.each<[string, Uint8Array, number[] | string[]]>([
    ['uint8 NHWC', npy('|u1', [1, 16, 16, 3], Uint8Array.from(flat(0).flatMap(() => [1, 2, 3]))), [1, 2, 3]],
    ['uint8 NCHW', npy('|u1', [1, 3, 16, 16], Uint8Array.from([...flat(4), ...flat(5), ...flat(6)])), [4, 5, 6]],
    ['uint8 HW', npy('|u1', [16, 16], Uint8Array.from(flat(9))), [9, 9, 9]],
    ['uint8 NHW', npy('|u1', [2, 16, 16], Uint8Array.from([...flat(7), ...flat(7)])), [7, 7, 7]],
    ['RGBA', npy('|u1', [1, 16, 16, 4], Uint8Array.from(flat(0).flatMap(() => [255, 0, 0, 0]))), [255, 255, 255]],
    ['floats in [0, 1]', npy('<f4', [1, 16, 16, 1], floats([...flat(0.2).slice(1), 1])), [51, 51, 51]],
    ['floats in [-1, 1]', npy('<f4', [16, 16], floats([...flat(0).slice(1), -1])), [128, 128, 128]],
    ['floats to 255', npy('<f4', [16, 16], floats([...flat(30).slice(1), 255])), [30, 30, 30]],
    ['booleans', npy('|b1', [16, 16], Uint8Array.from(flat(1))), [255, 255, 255]],
    ['16 bits', npy('<u2', [16, 16], new Uint8Array(Uint16Array.from([...flat(257 * 9).slice(1), 65535]).buffer)), [9, 9, 9]],
    ['temperatures', npy('<f4', [16, 16], floats([...flat(0).slice(1), 900])), ['arrayRange']],
    ['not-a-number', npy('<f4', [16, 16], floats([...flat(0.5).slice(1), Number.NaN])), ['notFinite']],
    ['a cut file', npy('|u1', [2, 16, 16], Uint8Array.from(flat(1))), ['cutShort']],
    ['a table', npy('|u1', [2, 16, 16, 3, 2], new Uint8Array(3072)), ['arrayKind']],
  ])('reads NPY: %s', async (_, bytes, expected) => {
    expect(await firstImage({ 'x.npy': bytes })).toEqual(expected);
  });

  it('reads IDX images with the labels beside them, packed by gzip or not', async () => {
    const images = new Uint8Array([0, 0, 8, 3, 0, 0, 0, 40, 0, 0, 0, 16, 0, 0, 0, 16, ...Array.from({ length: 40 }, (_, i) => flat(6 * i)).flat()]);
    const labels = new Uint8Array([0, 0, 8, 1, 0, 0, 0, 40, ...Array.from({ length: 40 }, (_, i) => i % 4)]);
    const packed = new Uint8Array(await new Response(new Blob([images]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer());
    const sets = setsOn();
    const plain = await imported(sets, given({ 'train-labels-idx1-ubyte': labels, 'train-images-idx3-ubyte': images }));
    expect(plain.set!.about.classNames).toEqual(['0', '1', '2', '3']);
    const { train } = plain.set!;
    Array.from(train.labels).forEach((label, i) => {
      expect((train.images.read(Uint32Array.of(i))[0]! / 6) % 4).toBe(label);
    });
    const zipped = await imported(sets, given({ 'train-images-idx3-ubyte.gz': packed, 'train-labels-idx1-ubyte': labels }));
    expect(zipped.set).toBe(plain.set);
  });

  it('reads CIFAR-10 batches with their classes', async () => {
    const record = (label: number, [r, g, b]: readonly number[]) => [label, ...Array<number>(1024).fill(r!), ...Array<number>(1024).fill(g!), ...Array<number>(1024).fill(b!)];
    const { set } = await imported(setsOn(), given({ 'data_batch_1.bin': Uint8Array.from([...record(3, [10, 20, 30]), ...record(9, [200, 90, 5])]) }));
    expect(set!.about.classNames).toEqual(['cat', 'truck']);
    const all = [set!.train, set!.heldOut].flatMap(({ images, labels }) =>
      Array.from({ length: images.count }, (_, i) => [labels[i], ...images.read(Uint32Array.of(i)).subarray(0, 3)]),
    );
    expect(all.sort((a, b) => a[0]! - b[0]!)).toEqual([
      [0, 10, 20, 30],
      [1, 200, 90, 5],
    ]);
  });

  it.each([
    ['more than any packed file holds', '|u1', [10_000_000, 64, 64, 3]],
    ['names that would fill the memory', '<U400', [9_000_000]],
    ['a single picture that would', '|u1', [20_000, 20_000]],
    ['one of wide numbers that would', '<f8', [2, 6000, 6000]],
  ])('says so when a packed array claims %s', async (_, descr, shape) => {
    const claims = zipSync({ 'x.npy': npyHeader(descr, shape) });
    const { set, skipped } = await imported(setsOn(), given({ 'x.npz': claims }));
    expect(set).toBeNull();
    expect(skipped.named).toMatchObject([{ path: 'x.npy', reason: 'tooLarge' }]);
  });
});

describe('keeping', () => {
  it.each([
    ['in memory', 1e6],
    ['in files', 30 * BYTES],
  ])('lists, renames, finds on the next visit and deletes sets whose images are %s', async (_, memoryBytes) => {
    const root = fakeFileSystem();
    const files = given(pictures(100, (i) => `${i % 3}/${i}.png`));
    const first = setsOn({ root, memoryBytes });
    const { set } = await imported(first, files);
    const { id } = set!.about;
    const indices = Uint32Array.of(5, 0, 77);
    const before = imagesAt(await datasetOf(first, id, 'train'), indices);
    await first.keep(id);
    await first.keep(id);
    await first.rename(id, ' holiday ');
    await first.setDrop(id, 'near');
    for (const side of ['train', 'heldOut'] as const) (await first.find(id))![side].images.close();

    const second = setsOn({ root, memoryBytes });
    expect(await second.list()).toMatchObject([{ kept: true, about: { id, name: 'holiday', drop: 'near', classNames: ['0', '1', '2'] } }]);
    const dataset = await datasetOf(second, id, 'train', { budgetBytes: memoryBytes });
    expect(dataset.readImages !== undefined).toBe(memoryBytes === 30 * BYTES);
    expect(imagesAt(dataset, indices)).toEqual(before);
    expect(Array.from(dataset.labels)).toEqual(Array.from(set!.train.labels));
    await second.remove(id);
    expect(await second.list()).toEqual([]);
    expect(root.paths()).toEqual([]);
  });

  it('lets go of what nobody uses and can be read again, and of nothing else', async () => {
    const sets = setsOn();
    const unkept = (await imported(sets, given(pictures(20)))).set!;
    const kept = (await imported(sets, given(pictures(30)))).set!;
    const { id } = kept.about;
    await sets.keep(id);
    const before = await datasetOf(sets, id, 'train');
    sets.release(new Set([id]));
    expect(await sets.find(id)).toBe(kept);
    sets.release(new Set());
    const again = (await sets.find(id))!;
    expect(again).not.toBe(kept);
    expect((await datasetOf(sets, id, 'train')).images).toEqual(before.images);
    expect(await sets.find(unkept.about.id)).toBe(unkept);
    sets.release(new Set());
    expect(await sets.find(id)).not.toBe(again);
    expect(await sets.list()).toHaveLength(2);
  });

  it('is grey for a model where no picture has a colour, whatever it is stored as, and nothing else was asked for', async () => {
    const grey = (seed: number) => png([16, 16], 8, 0, (x, y) => [(x * 37 + y * 91 + seed * 53) % 256]);
    const files = { 'a.png': grey(1), 'b.png': grey(2) };
    const auto = { ...OPTIONS, channels: 'auto' } as const;
    const { set } = await imported(setsOn(), given(files), auto);
    expect(set!.about).toMatchObject({ channels: 3, modelChannels: 1 });
    const asked = await imported(setsOn(), given(files), { ...OPTIONS, channels: 1 });
    expect(asked.set!.about).toMatchObject({ channels: 1, modelChannels: 1, id: set!.about.id });
    expect((await imported(setsOn(), given(files))).set!.about.modelChannels).toBe(3);
    const mixed = await imported(setsOn(), given({ ...files, 'c.png': picture(3) }), auto);
    expect(mixed.set!.about.modelChannels).toBe(3);

    const root = fakeFileSystem();
    const sets = setsOn({ root });
    await imported(sets, given(files), auto);
    await sets.keep(set!.about.id);
    expect((await setsOn({ root }).find(set!.about.id))!.about.modelChannels).toBe(1);
    const { images } = await datasetOf(sets, set!.about.id, 'train', { channels: 1 });
    const stored = asked.set!.train.images;
    expect(images).toEqual(stored.read(Uint32Array.of(0, 1)));
  });

  it('gives images at other sizes and channels', async () => {
    const sets = setsOn();
    const { set } = await imported(sets, given({ 'a.png': png([16, 16], 8, 2, (x) => (x % 2 ? [200, 100, 0] : [100, 100, 0])) }));
    const small = await datasetOf(sets, set!.about.id, 'train', { size: 8, channels: 1 });
    expect(small.images).toHaveLength(64);
    expect(small.images.every((value) => value === 104)).toBe(true);
  });

  it('exports what can be imported again with the same images and labels', async () => {
    const sets = setsOn();
    const { set } = await imported(sets, given(pictures(50, (i) => `${['b', 'a'][i % 2]}/${i}.png`)));
    const npz = await sets.export(set!.about.id);
    const again = await imported(setsOn(), [{ path: 'mine.npz', file: npz }]);
    expect(again.skipped.named).toEqual([]);
    expect(again.set!.about.classNames).toEqual(['a', 'b']);
    const seen = ({ train, heldOut }: NonNullable<typeof set>) =>
      [train, heldOut].map(({ images, labels }) =>
        Array.from({ length: images.count }, (_, i) => `${labels[i]} ${Buffer.from(images.read(Uint32Array.of(i))).toString('base64')}`).sort(),
      );
    expect(seen(again.set!)).toEqual(seen(set!));
  });

  it('clears away imports that did not end, but not what another tab has open', async () => {
    const root = fakeFileSystem();
    const shelf = await fileShelf(root);
    const other = await shelf.scratch!();
    await fileShelf(root);
    expect(root.paths()).toHaveLength(2);
    other.files.train.sync.close();
    other.files.heldOut.sync.close();
    await fileShelf(root);
    expect(root.paths()).toEqual([]);
  });

  it('says in words that the quota is exceeded, that a set is busy, and that there is none', async () => {
    const root = fakeFileSystem({ quota: 40 * BYTES });
    const sets = setsOn({ root });
    const { set } = await imported(sets, given(pictures(100)));
    const { id } = set!.about;
    await expect(sets.keep(id)).rejects.toMatchObject({ userMessage: { code: 'ownQuota', params: { quota: 1000 } } });
    expect(root.paths()).toEqual([]);
    expect((await sets.find(id))!.train.images.count).toBeGreaterThan(80);
    await expect(sets.rename(id, '  ')).rejects.toMatchObject({ userMessage: { code: 'ownNameEmpty' } });
    await expect(sets.keep('own:nothing')).rejects.toMatchObject({ userMessage: { code: 'ownUnknown' } });

    const shared = fakeFileSystem();
    const here = setsOn({ root: shared, memoryBytes: 30 * BYTES });
    const kept = await imported(here, given(pictures(100)));
    await here.keep(kept.set!.about.id);
    const elsewhere = setsOn({ root: shared, memoryBytes: 30 * BYTES });
    await expect(elsewhere.find(kept.set!.about.id)).rejects.toMatchObject({ userMessage: { code: 'ownBusy' } });
  });

  it('says in words that an import found no room while writing, and leaves nothing', async () => {
    const root = fakeFileSystem({ quota: 40 * BYTES });
    const sets = setsOn({ root, memoryBytes: 30 * BYTES });
    await expect(imported(sets, given(pictures(100)))).rejects.toMatchObject({ userMessage: { code: 'ownQuota' } });
    expect(root.paths()).toEqual([]);
  });
});
