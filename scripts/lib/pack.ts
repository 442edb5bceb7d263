import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { RandomStream } from '../../src/core/random';
import type { DatasetSource, Split } from '../../src/data/dataset';
import type { Manifest, Shard } from '../../src/data/manifest';

/** Images and labels of one split as a builder makes them: uint8 NHWC and one class index each. */
export interface SplitImages {
  images: Uint8Array;
  labels: Uint8Array;
}

/** A whole data set before it is packed, at the size it is stored in. */
export interface RawDataset {
  size: number;
  channels: 1 | 3;
  splits: Record<Split, SplitImages>;
}

const SHUFFLE_SEED = 1;
const SPLITS = ['train', 'heldOut'] as const;

/** `stamp` names what the folder was built from, so that a second build can see that it has nothing to do. */
export async function isPacked(folder: string, stamp: string): Promise<boolean> {
  const found = await readFile(path.join(folder, 'stamp.txt'), 'utf8').catch(() => undefined);
  return found === stamp;
}

/**
 * Writes a data set as gzip shards of `shardSize` images and a manifest. Each split is shuffled by a fixed seed, so
 * that every shard is a fair sample. The folder appears whole or not at all.
 */
export async function packDataset(
  folder: string,
  source: DatasetSource,
  raw: RawDataset,
  shardSize: number,
  stamp: string,
): Promise<Manifest> {
  const unfinished = `${folder}.${process.pid}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  const content = createHash('sha256');
  const shards: Shard[] = [];
  for (const split of SPLITS) {
    const { images, labels } = raw.splits[split];
    const order = new RandomStream(SHUFFLE_SEED, `${source.id}/${split}`).permutation(labels.length);
    for (let start = 0; start < order.length; start += shardSize) {
      const bytes = gatherShard(images, labels, order.subarray(start, start + shardSize));
      content.update(bytes);
      const packed = gzipSync(bytes);
      const file = `${split === 'train' ? 'train' : 'held-out'}-${String(start / shardSize).padStart(2, '0')}.bin`;
      await writeFile(path.join(unfinished, file), packed);
      const count = Math.min(shardSize, order.length - start);
      const hash = createHash('sha256').update(packed).digest('hex');
      shards.push({ file, split, count, bytes: packed.length, sha256: hash });
    }
  }
  const manifest: Manifest = {
    format: 1,
    id: source.id,
    hash: content.digest('hex'),
    size: raw.size,
    channels: raw.channels,
    classNames: [...source.classNames],
    classCounts: {
      train: countClasses(raw.splits.train.labels, source.classNames.length),
      heldOut: countClasses(raw.splits.heldOut.labels, source.classNames.length),
    },
    attribution: source.attribution,
    shards,
  };
  await writeFile(path.join(unfinished, 'manifest.json'), `${JSON.stringify(manifest, undefined, 1)}\n`);
  await writeFile(path.join(unfinished, 'stamp.txt'), stamp);
  await rm(folder, { recursive: true, force: true });
  await rename(unfinished, folder);
  return manifest;
}

function gatherShard(images: Uint8Array, labels: Uint8Array, order: Uint32Array): Uint8Array {
  const bytesPerImage = images.length / labels.length;
  const out = new Uint8Array(order.length * (1 + bytesPerImage));
  order.forEach((index, position) => {
    out[position] = labels[index]!;
    const from = index * bytesPerImage;
    out.set(images.subarray(from, from + bytesPerImage), order.length + position * bytesPerImage);
  });
  return out;
}

function countClasses(labels: Uint8Array, classes: number): number[] {
  const counts = Array.from({ length: classes }, () => 0);
  for (const label of labels) counts[label]! += 1;
  return counts;
}
