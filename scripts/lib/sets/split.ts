import { createHash } from 'node:crypto';
import type { SplitImages } from '../pack';

/** One image as stored, uint8 HWC, with its class index. */
export interface Example {
  pixels: Uint8Array;
  label: number;
}

/** Items in the order of the SHA-256 of a key: random, yet the same wherever and whenever a data set is built. */
export function sortByHash<T>(items: readonly T[], key: (item: T) => Uint8Array | string): T[] {
  return items
    .map((item) => ({ item, hash: createHash('sha256').update(key(item)).digest('hex') }))
    .sort((a, b) => (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0))
    .map(({ item }) => item);
}

/** Examples one after the other in two arrays. */
export function assemble(examples: readonly Example[]): SplitImages {
  return {
    images: Buffer.concat(examples.map(({ pixels }) => pixels)),
    labels: Uint8Array.from(examples, ({ label }) => label),
  };
}
