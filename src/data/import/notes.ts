import type { StoredImages } from './image-store';
import type { OwnSet, OwnSetAbout, OwnSplit } from './own-set';

/** Labels and flags of both sides in one row: training labels, held-out labels, training flags, held-out flags. */
export function packNotes({ train, heldOut }: OwnSet): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([train.labels, heldOut.labels, train.flags, heldOut.flags].flatMap((part) => Array.from(part)));
}

/** Puts a set together from its parts; null where the notes are not those of as many images. */
export function unpackSet(
  about: OwnSetAbout,
  notes: Uint8Array<ArrayBuffer>,
  train: StoredImages,
  heldOut: StoredImages,
): OwnSet | null {
  const all = train.count + heldOut.count;
  if (notes.length !== 2 * all || notes.subarray(0, all).some((label) => label >= about.classNames.length)) return null;
  const split = (images: StoredImages, from: number): OwnSplit => ({
    images,
    labels: notes.slice(from, from + images.count),
    flags: notes.slice(all + from, all + from + images.count),
  });
  return { about, train: split(train, 0), heldOut: split(heldOut, train.count) };
}
