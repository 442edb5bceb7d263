import type { DropMode, ImportOptions } from '../../core/own-images';
import type { StoredImages } from './image-store';

/** What an image's flag says: it is new, or repeats an earlier one. */
export const FLAG = { new: 0, exact: 1, near: 2 } as const;

/** One's own images as stored: everything but the images. `hash` names the content. */
export interface OwnSetAbout extends ImportOptions {
  version: 1;
  id: string;
  hash: string;
  classNames: readonly string[];
  /** Milliseconds since 1970. */
  created: number;
  drop: DropMode;
}

/** One side of a set: the images, their labels (indices of `classNames`), and their flags. */
export interface OwnSplit {
  images: StoredImages;
  labels: Uint8Array<ArrayBuffer>;
  flags: Uint8Array<ArrayBuffer>;
}

/** A set of one's own, ready to be used. */
export interface OwnSet {
  about: OwnSetAbout;
  train: OwnSplit;
  heldOut: OwnSplit;
}

/** The indices of a split's images that are used when `drop` is left out. */
export function usedIndices({ flags }: Pick<OwnSplit, 'flags'>, drop: DropMode): Uint32Array<ArrayBuffer> {
  const left = { none: () => true, exact: (f: number) => f !== FLAG.exact, near: (f: number) => f === FLAG.new }[drop];
  return Uint32Array.from(flags.keys()).filter((i) => left(flags[i]!));
}

/** How many images of both sides repeat another exactly, and how many nearly. */
export function countDuplicates({ train, heldOut }: OwnSet): { exact: number; near: number } {
  const count = (flag: number) =>
    [train, heldOut].reduce((sum, { flags }) => sum + flags.reduce((n, f) => n + Number(f === flag), 0), 0);
  return { exact: count(FLAG.exact), near: count(FLAG.near) };
}
