import { expect, it } from 'vitest';
import { ok } from '../../core/result';
import type { PictureSource } from './expand';
import { MemoryWriter } from './image-store';
import { importPictures } from './importer';
import type { OwnSet } from './own-set';
import { SkipList } from './skip';

const SIDE = 16;
const BYTES = SIDE * SIDE * 3;

/** Imports files of these sizes, which are only claimed; gives the set, and the most files and bytes under way at once. */
async function importOf(sizes: readonly number[]): Promise<{ set: OwnSet; most: { files: number; bytes: number } }> {
  const most = { files: 0, bytes: 0 };
  const under: number[] = [];
  const sources = sizes.map(
    (bytes, i): PictureSource => ({
      kind: 'file',
      path: `${i}`,
      label: null,
      bytes,
      read: async () => {
        under.push(bytes);
        most.files = Math.max(most.files, under.length);
        most.bytes = Math.max(most.bytes, under.reduce((sum, one) => sum + one, 0));
        return ok(Uint8Array.of(i));
      },
    }),
  );
  const set = await importPictures({
    sources,
    options: { name: 'x', size: SIDE, channels: 3, fit: 'crop', background: [255, 255, 255] },
    mostImages: sizes.length,
    decode: async ([seed = 0]) => {
      await new Promise((resolve) => setTimeout(resolve));
      under.splice(under.indexOf(sizes[seed]!), 1);
      return ok(Uint8Array.from({ length: BYTES }, (_, at) => Math.imul(at >> 2, 40503 * seed + 1) >>> 8));
    },
    skipped: new SkipList(),
    writers: { train: new MemoryWriter(BYTES), heldOut: new MemoryWriter(BYTES) },
    onProgress: () => undefined,
    signal: new AbortController().signal,
    now: () => 0,
  });
  expect(set!.train.images.count + set!.heldOut.images.count).toBe(sizes.length);
  return { set: set!, most };
}

it('reads a few files ahead, and large ones one at a time', async () => {
  expect((await importOf(Array<number>(30).fill(1000))).most.files).toBe(8);
  expect((await importOf(Array<number>(6).fill(30e6))).most.files).toBe(2);
  expect((await importOf([...Array<number>(9).fill(1e6), 200e6, ...Array<number>(9).fill(1e6)])).most.bytes).toBe(200e6);
});

it('holds nothing out of a handful', async () => {
  expect((await importOf(Array<number>(200).fill(1))).set.heldOut.images.count).toBeGreaterThan(5);
  for (let count = 1; count < 20; count++) expect((await importOf(Array<number>(count).fill(1))).set.heldOut.images.count).toBe(0);
});
