import type { OpenFile } from './image-store';
import type { OwnSetAbout } from './own-set';

/** The two files of images that a set has. */
export const SIDES = ['train', 'heldOut'] as const;
export type SideName = (typeof SIDES)[number];

/** Bytes in one piece after the other, which need not be in memory. */
export type Pieces = readonly (Uint8Array<ArrayBuffer> | Blob)[];

/** What is written of a set. `notes` holds the labels and flags of both sides. */
export interface KeptContent {
  about: OwnSetAbout;
  notes: Uint8Array<ArrayBuffer>;
  images: Record<SideName, Pieces>;
}

/** A kept set that was found: the images are read on demand. */
export interface KeptSet {
  about: OwnSetAbout;
  notes: Uint8Array<ArrayBuffer>;
  images: (side: SideName) => Promise<Blob>;
  /** Opens the images for reading piece by piece within a training step, where the browser can. */
  open: ((side: SideName) => Promise<OpenFile>) | null;
}

/** Room for a set that is being imported and is too large for memory. */
export interface Scratch {
  files: Record<SideName, OpenFile>;
  /** Makes it a kept set where it lies. */
  keep: (about: OwnSetAbout, notes: Uint8Array<ArrayBuffer>) => Promise<void>;
  /** Deletes it; its files must have been closed. */
  discard: () => Promise<void>;
}

/** Where sets are kept between visits. Methods throw a DOMException as the browser does: quota, busy, or gone. */
export interface Shelf {
  list: () => Promise<OwnSetAbout[]>;
  find: (id: string) => Promise<KeptSet | null>;
  save: (content: KeptContent) => Promise<void>;
  /** Writes what is known of a kept set anew: its name, what is left out. */
  update: (about: OwnSetAbout) => Promise<void>;
  remove: (id: string) => Promise<void>;
  /** Files to import into, or null where the browser has none that a worker can write piece by piece. */
  scratch: (() => Promise<Scratch>) | null;
}
