import type { ImportOptions, SkipReason } from '../../core/own-images';
import { ok, type Result } from '../../core/result';
import { sha256 } from '../files';
import { convertChannels } from '../resize';
import { numberClasses } from './classes';
import { DuplicateFinder } from './duplicates';
import type { PictureDecoder } from './decode';
import type { PictureSource } from './expand';
import { fingerprint } from './fingerprint';
import type { ImageWriter } from './image-store';
import { countFlags, FLAGS, type Flag, type OwnSet, type OwnSetAbout, type OwnSplit } from './own-set';
import { isSampled } from './sampling';
import { rowsOf, toSquare } from './square';
import type { SkipList } from './skip';

/** How far an import has come, in pictures. */
export interface ImportProgress {
  done: number;
  total: number;
}

/** What an import works with. */
export interface ImportRequest {
  sources: readonly PictureSource[];
  options: ImportOptions;
  /** The most images that are taken; of more, as many as this are sampled evenly. */
  mostImages: number;
  decode: PictureDecoder;
  skipped: SkipList;
  writers: { train: ImageWriter; heldOut: ImageWriter };
  onProgress: (progress: ImportProgress) => void;
  signal: AbortSignal;
  /** Milliseconds, for the pace of progress. */
  now: () => number;
}

/** Pictures that may be under way at once, while one is decoded others are read; and the bytes of their files. */
const LOOKAHEAD = 8;
const BYTES_AHEAD = 64e6;
/** How often, in ms, an import stands back so that messages are answered, and tells how far it has come. */
const BREATHE_EVERY = 50;
/** One image in this many is kept from training. */
const HELD_OUT_ONE_IN = 10n;
/** Of fewer pictures than this all are trained on: one or two that are held out tell nothing, and are missed. */
const LEAST_TO_HOLD_OUT_OF = 20;

/** The number of pictures that sources hold. */
export function countPictures(sources: readonly PictureSource[]): number {
  return sources.reduce((sum, source) => sum + (source.kind === 'file' ? 1 : source.array.count), 0);
}

interface Taken {
  path: string;
  label: string | null;
  image: Result<Uint8Array, SkipReason>;
}

/**
 * Makes a set of one's own from pictures, one at a time straight to the target size. One in ten is held out, chosen by the
 * image's content, so that the same image is always on the same side; what repeats or resembles an earlier image follows
 * it. Of a handful none is held out. Gives null when cancelled or when no picture could be read; throws what a writer throws.
 */
export async function importPictures(request: ImportRequest): Promise<OwnSet | null> {
  const { options, skipped, writers, onProgress, signal, now } = request;
  const total = Math.min(request.mostImages, countPictures(request.sources));
  const finder = new DuplicateFinder();
  const sides = { train: newSide(writers.train), heldOut: newSide(writers.heldOut) };
  const sideOf: boolean[] = [];
  const hashes: bigint[] = [];
  const channels = storedChannels(options);
  let inColour = options.channels === 3;
  let done = 0;
  let told = now();
  for await (const { path, label, image } of takePictures(request)) {
    if (signal.aborted) return null;
    done++;
    if (image.ok) {
      const number = sideOf.length;
      const print = fingerprint(image.value, options.size, channels);
      inColour ||= print.inColour;
      const { kinship, of } = finder.note(print, number);
      const heldOut = kinship === 'new' ? total >= LEAST_TO_HOLD_OUT_OF && print.exact % HELD_OUT_ONE_IN === 0n : sideOf[of]!;
      sideOf.push(heldOut);
      hashes.push(print.exact);
      addTo(heldOut ? sides.heldOut : sides.train, image.value, label, kinship);
    } else skipped.add(path, image.error.code, image.error.detail ?? image.error.message);
    if (now() - told >= BREATHE_EVERY) {
      onProgress({ done, total });
      await breathe();
      told = now();
    }
  }
  if (signal.aborted || sideOf.length === 0) return null;
  onProgress({ done, total });
  // All may fall to one side, where most cannot be read: then there is nothing to hold out.
  const [train, heldOut] = sides.train.names.length > 0 ? [sides.train, sides.heldOut] : [sides.heldOut, sides.train];
  return finishSet({ ...options, channels, modelChannels: inColour ? 3 : 1 }, { train, heldOut }, hashes);
}

interface Side {
  writer: ImageWriter;
  names: (string | null)[];
  flags: number[];
}

const newSide = (writer: ImageWriter): Side => ({ writer, names: [], flags: [] });

function addTo({ writer, names, flags }: Side, image: Uint8Array, label: string | null, kinship: Flag): void {
  writer.append(image);
  names.push(label);
  flags.push(FLAGS.indexOf(kinship));
}

async function finishSet(
  options: Pick<OwnSetAbout, keyof ImportOptions | 'modelChannels'>,
  { train, heldOut }: { train: Side; heldOut: Side },
  hashes: readonly bigint[],
): Promise<OwnSet> {
  const { classNames, labels } = numberClasses([...train.names, ...heldOut.names], options.name);
  const split = ({ writer, flags }: Side, from: number): OwnSplit => ({
    images: writer.finish(),
    labels: labels.slice(from, from + flags.length),
    flags: Uint8Array.from(flags),
  });
  const sides = { train: split(train, 0), heldOut: split(heldOut, train.names.length) };
  const hash = await hashContent(hashes, classNames, labels);
  return {
    about: {
      ...options,
      version: 1,
      id: `own:${hash.slice(0, 12)}`,
      hash,
      classNames,
      counts: { train: countFlags(sides.train.flags), heldOut: countFlags(sides.heldOut.flags) },
      created: Date.now(),
      drop: 'none',
    },
    ...sides,
  };
}

/** The SHA-256 over the images' own hashes, in order, and their classes. */
function hashContent(hashes: readonly bigint[], classNames: readonly string[], labels: Uint8Array): Promise<string> {
  // A single class is named after the set, which may be renamed.
  const names = new TextEncoder().encode(classNames.length > 1 ? JSON.stringify(classNames) : '');
  const images = new Uint8Array(BigUint64Array.from(hashes).buffer);
  const all = new Uint8Array(images.length + labels.length + names.length);
  all.set(images);
  all.set(labels, images.length);
  all.set(names, images.length + labels.length);
  return sha256(all);
}

/** Lets waiting messages be answered: a cancel among them. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** The sampled pictures in order, at the target size; files are read and decoded ahead. */
async function* takePictures(request: ImportRequest): AsyncGenerator<Taken> {
  const { sources, mostImages, signal } = request;
  const total = countPictures(sources);
  const ahead: { bytes: number; taken: Promise<Taken> }[] = [];
  const isFull = (more: number) =>
    ahead.length >= LOOKAHEAD || ahead.reduce((sum, { bytes }) => sum + bytes, more) > BYTES_AHEAD;
  let index = 0;
  for (const source of sources) {
    if (signal.aborted) return;
    if (source.kind === 'file') {
      if (!isSampled(index++, total, mostImages)) continue;
      while (ahead.length > 0 && isFull(source.bytes)) yield await ahead.shift()!.taken;
      ahead.push({ bytes: source.bytes, taken: takeFile(source, request) });
      continue;
    }
    while (ahead.length > 0) yield await ahead.shift()!.taken;
    yield* takeArray(source, index, total, request);
    index += source.array.count;
  }
  while (ahead.length > 0) yield await ahead.shift()!.taken;
}

async function takeFile(
  { path, label, read }: Extract<PictureSource, { kind: 'file' }>,
  { decode, options }: ImportRequest,
): Promise<Taken> {
  const bytes = await read();
  if (!bytes.ok) return { path, label, image: bytes };
  const decoded = await decode(bytes.value, options);
  return { path, label, image: decoded.ok ? ok(toChannels(decoded.value, options)) : decoded };
}

async function* takeArray(
  { path, array, labelOf }: Extract<PictureSource, { kind: 'array' }>,
  first: number,
  total: number,
  { options, mostImages, signal }: ImportRequest,
): AsyncGenerator<Taken> {
  const { width, height } = array;
  let n = 0;
  for await (const picture of array.pictures()) {
    if (signal.aborted) return;
    const index = n++;
    if ('reason' in picture) {
      const error = { code: picture.reason, message: path, detail: picture.detail };
      yield { path, label: null, image: { ok: false, error } };
    } else if (isSampled(first + index, total, mostImages)) {
      const rgb = toSquare(width, height, options, rowsOf(picture.rgba, width, options.background));
      yield { path, label: labelOf(index, picture.label), image: ok(toChannels(rgb, options)) };
    }
  }
}

function toChannels(rgb: Uint8Array, options: ImportOptions): Uint8Array {
  return convertChannels({ images: rgb, size: options.size, channels: 3 }, storedChannels(options)).images;
}

/** The channels that images are stored with; whether any has a colour is known only when all have been seen. */
export function storedChannels({ channels }: Pick<ImportOptions, 'channels'>): 1 | 3 {
  return channels === 'auto' ? 3 : channels;
}
