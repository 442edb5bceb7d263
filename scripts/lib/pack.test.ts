import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Dataset, DatasetSource, FetchFile, Split } from '../../src/data/dataset';
import { loadShards } from '../../src/data/shards';
import { isPacked, packDataset, type RawDataset } from './pack';

const COUNTS = { train: 25, heldOut: 7 };

const source: DatasetSource = {
  id: 'numbers',
  nativeSize: 4,
  channels: 3,
  classNames: ['a', 'b', 'c', 'd', 'e'],
  counts: COUNTS,
  attribution: { source: 'counted here', url: 'about:blank', licence: 'none' },
  load: (request) => loadShards('numbers', 0, request),
};

/** Images that carry their own number in every byte, with the number modulo 5 as label; held-out ones from 100. */
function numbered(count: number, first: number): { images: Uint8Array; labels: Uint8Array } {
  const images = Uint8Array.from({ length: count * 48 }, (_, i) => first + Math.floor(i / 48));
  return { images, labels: Uint8Array.from({ length: count }, (_, i) => (first + i) % 5) };
}

const raw: RawDataset = {
  size: 4,
  channels: 3,
  splits: { train: numbered(COUNTS.train, 0), heldOut: numbered(COUNTS.heldOut, 100) },
};

describe('packDataset', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'pack-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  const fetchFile: FetchFile = async (file) => new Uint8Array(await readFile(path.join(root, file)));

  async function loadSplit(split: Split): Promise<Dataset> {
    const begun = await source.load({ split, size: 4, channels: 3, fetchFile });
    if (!begun.ok) throw new Error(begun.error.message);
    const all = await begun.value.complete;
    if (!all.ok) throw new Error(all.error.message);
    return all.value;
  }

  it('writes shards that load back as the same images, shuffled, in their own split', async () => {
    const manifest = await packDataset(path.join(root, 'numbers'), source, raw, 10, 'stamp');
    expect(manifest.shards.map(({ split, count }) => `${split} ${count}`)).toEqual([
      'train 10',
      'train 10',
      'train 5',
      'heldOut 7',
    ]);
    expect(manifest.classCounts).toEqual({ train: [5, 5, 5, 5, 5], heldOut: [2, 2, 1, 1, 1] });
    for (const [split, first] of [['train', 0], ['heldOut', 100]] as const) {
      const { images, labels } = await loadSplit(split);
      const numbers = Array.from(labels, (_, i) => images[i * 48]!);
      expect([...labels]).toEqual(numbers.map((number) => number % 5));
      expect([...images]).toEqual(numbers.flatMap((number) => Array(48).fill(number)));
      const ordered = Array.from({ length: COUNTS[split] }, (_, i) => first + i);
      expect(numbers).not.toEqual(ordered);
      expect(numbers.toSorted((a, b) => a - b)).toEqual(ordered);
    }
  });

  it('packs the same input to the same bytes and leaves nothing unfinished', async () => {
    const first = await packDataset(path.join(root, 'numbers'), source, raw, 10, 'stamp');
    const again = await packDataset(path.join(root, 'numbers'), source, raw, 10, 'stamp');
    expect(again).toEqual(first);
    expect(await readdir(root)).toEqual(['numbers']);
  });

  it('knows what it was built from', async () => {
    const folder = path.join(root, 'numbers');
    expect(await isPacked(folder, 'stamp')).toBe(false);
    await packDataset(folder, source, raw, 10, 'stamp');
    expect(await isPacked(folder, 'stamp')).toBe(true);
    expect(await isPacked(folder, 'another')).toBe(false);
  });
});
