import { expect, it } from 'vitest';
import { ok } from '../../core/result';
import type { PictureSource } from './expand';
import { MemoryWriter } from './image-store';
import { importPictures } from './importer';
import { SkipList } from './skip';

const SIDE = 16;
const BYTES = SIDE * SIDE * 3;

/** Imports files of these sizes, which are only claimed, and gives the most files and bytes that were under way at once. */
async function mostUnderWay(sizes: readonly number[]): Promise<{ files: number; bytes: number }> {
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
      return ok(new Uint8Array(BYTES).fill(seed));
    },
    skipped: new SkipList(),
    writers: { train: new MemoryWriter(BYTES), heldOut: new MemoryWriter(BYTES) },
    onProgress: () => undefined,
    signal: new AbortController().signal,
    now: () => 0,
  });
  expect(set!.train.images.count + set!.heldOut.images.count).toBe(sizes.length);
  return most;
}

it('reads a few files ahead, and large ones one at a time', async () => {
  expect((await mostUnderWay(Array<number>(30).fill(1000))).files).toBe(8);
  expect((await mostUnderWay(Array<number>(6).fill(30e6))).files).toBe(2);
  expect((await mostUnderWay([...Array<number>(9).fill(1e6), 200e6, ...Array<number>(9).fill(1e6)])).bytes).toBe(200e6);
});
