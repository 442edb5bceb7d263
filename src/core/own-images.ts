/** What the page and the worker both know of images that a person brings. */

/**
 * How a picture that is not square becomes square: the middle of it, all of it between bars of the background, or all of
 * it with its proportions given up.
 */
export const FIT_MODES = ['crop', 'pad', 'stretch'] as const;
export type FitMode = (typeof FIT_MODES)[number];

/** What is left out of a set when it is used: nothing, images that repeat another, or also those nearly the same. */
export const DROP_MODES = ['none', 'exact', 'near'] as const;
export type DropMode = (typeof DROP_MODES)[number];

/** An opaque colour, 0 to 255 each. */
export type Rgb = readonly [red: number, green: number, blue: number];

/**
 * How files become a data set: square images of `size` pixels with one channel or three; 'auto' takes one where no
 * picture has a colour.
 */
export interface ImportOptions {
  name: string;
  size: number;
  channels: 1 | 3 | 'auto';
  fit: FitMode;
  /** What shows through transparent pixels, and beside a padded picture. */
  background: Rgb;
}

/** A file that a person gave; `path` names it with its folders, `file` is null where the browser could not reach it. */
export interface GivenFile {
  path: string;
  file: Blob | null;
}

/** Why a file, or one picture of it, was left out; each has a sentence under `skip.REASON`. */
export const SKIP_REASONS = [
  'empty',
  'systemFile',
  'notImage',
  'cutShort',
  'tooLarge',
  'undecodable',
  'archive',
  'badPath',
  'damaged',
  'encrypted',
  'unreadable',
  'arrayKind',
  'arrayRange',
  'notFinite',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** A file that was left out, and why; `detail` is technical. */
export interface Skipped {
  path: string;
  reason: SkipReason;
  detail?: string;
}

/** What a set made of this file or folder is called: its name without the extensions of what can be imported. */
export function setName(path: string): string {
  const name = path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
  return name.replace(/(\.(zip|npz|npy|gz|idx|bin|png|jpe?g|gif|webp|bmp|avif))+$/i, '') || name;
}

/** Whether a data set's id is that of a set of one's own. */
export function isOwnId(id: string): boolean {
  return id.startsWith('own:');
}

/** Under this many images a GAN tends to learn them by heart. */
export const FEW_IMAGES = 500;
