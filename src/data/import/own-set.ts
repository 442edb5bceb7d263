import type { DropMode, ImportOptions } from '../../core/own-images';
import type { StoredImages } from './image-store';

/** What an image's flag says: it is new, repeats an earlier one exactly, or is nearly the same. */
export const FLAGS = ['new', 'exact', 'near'] as const;
export type Flag = (typeof FLAGS)[number];

/** How many images of a side have each flag. */
export type FlagCounts = Record<Flag, number>;

/** One's own images as stored: everything but the images. `hash` names the content. */
export interface OwnSetAbout extends Omit<ImportOptions, 'channels'> {
  version: 1;
  /** The channels that are stored, and those that a model of it takes: fewer where no stored image has a colour. */
  channels: 1 | 3;
  modelChannels: 1 | 3;
  id: string;
  hash: string;
  classNames: readonly string[];
  counts: { train: FlagCounts; heldOut: FlagCounts };
  /** Milliseconds since 1970. */
  created: number;
  drop: DropMode;
}

/** One side of a set: the images, their labels (indices of `classNames`), and their flags (indices of `FLAGS`). */
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

const USED: Record<DropMode, readonly Flag[]> = { none: FLAGS, exact: ['new', 'near'], near: ['new'] };

/** The indices of a side's images that are used when `drop` is left out. */
export function usedIndices({ flags }: Pick<OwnSplit, 'flags'>, drop: DropMode): Uint32Array<ArrayBuffer> {
  return Uint32Array.from(flags.keys()).filter((i) => USED[drop].includes(FLAGS[flags[i]!]!));
}

/** How many images of a side are used when `drop` is left out. */
export function usedCount(counts: FlagCounts, drop: DropMode): number {
  return USED[drop].reduce((sum, flag) => sum + counts[flag], 0);
}

/** Counts a side's flags. */
export function countFlags(flags: Uint8Array): FlagCounts {
  const counts = { new: 0, exact: 0, near: 0 };
  for (const flag of flags) counts[FLAGS[flag]!]++;
  return counts;
}
