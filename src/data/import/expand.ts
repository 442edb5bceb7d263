import type { Message } from '../../core/messages';
import type { GivenFile, SkipReason } from '../../core/own-images';
import { fail, ok, type Result } from '../../core/result';
import type { ZipEntry } from '../../codecs/zip';
import { readZipDirectory, zipEntryReader, zipEntryStream } from '../../codecs/zip-stream';
import { openArray, type ByteSource, type FoundArray, type PictureArray } from './arrays';
import { climbsOut, folderLabels, inPathOrder, isLitter } from './paths';
import type { SkipList } from './skip';

/** One file of a picture, read when its turn comes. */
export interface PictureFile {
  kind: 'file';
  path: string;
  label: string | null;
  /** What reading it takes, unpacked. */
  bytes: number;
  read: () => Promise<Result<Uint8Array<ArrayBuffer>, SkipReason>>;
}

/** A file of many pictures, with the class of each by number or name where there is one. */
export interface LabelledArray {
  kind: 'array';
  path: string;
  array: PictureArray;
  labelOf: (index: number, own: number | undefined) => string | null;
}

/** What pictures can be read from. */
export type PictureSource = PictureFile | LabelledArray;

/** The largest file that one picture is read from, in bytes. */
export const LARGEST_FILE = 256e6;

const ARRAY_NAMES = /\.npy$|\.idx$|\.bin$|-ubyte$|-ubyte\.gz$|\.(npy|idx)\.gz$/i;
const ZIP_NAMES = /\.(zip|npz)$/i;
const ARCHIVE_NAMES = /\.(zip|npz|gz|tgz|tar|bz2|xz|7z|rar)$/i;
/** Files whose names tell nothing are looked into, where they are few. */
const FEW = 16;

/**
 * Finds the pictures in what was given: single files, archives (which are not unpacked), arrays; each kind in the order
 * of the paths, on which the id of a set and the order of its images depend. What can be told
 * unusable without decoding it goes to `skipped`; a whole archive that cannot be read is a message of `refused`. Ends
 * early, with what was found until then, when `signal` says so.
 */
export async function expandFiles(
  given: readonly GivenFile[],
  skipped: SkipList,
  signal: AbortSignal,
): Promise<{ sources: PictureSource[]; refused: Message[] }> {
  const files: PictureFile[] = [];
  const arrays: FoundArray[] = [];
  const refused: Message[] = [];
  for (const { path, file } of given) {
    if (signal.aborted) break;
    if (isLitter(path)) skipped.add(path, 'systemFile');
    else if (!file) skipped.add(path, 'unreadable');
    else if (file.size === 0) skipped.add(path, 'empty');
    else {
      const kind = await kindOf(path, file, given.length <= FEW);
      if (kind === 'zip') {
        const failed = await expandZip(path, file, files, arrays, skipped, signal);
        if (failed) refused.push(failed);
      } else if (kind === 'array') arrays.push(await tryOpenArray(blobSource(path, file, signal)));
      else if (kind === 'archive') skipped.add(path, 'archive');
      else files.push({ kind: 'file', path, label: null, bytes: file.size, read: () => readWhole(file) });
    }
  }
  const ordered = inPathOrder(files);
  const labels = folderLabels(ordered.map(({ path }) => path));
  return {
    sources: [...ordered.map((file, i) => ({ ...file, label: labels[i]! })), ...labelArrays(inPathOrder(arrays), skipped)],
    refused,
  };
}

type Kind = 'zip' | 'array' | 'archive' | 'picture';

async function kindOf(path: string, file: Blob, look: boolean): Promise<Kind> {
  const byName = kindByName(path);
  if (byName !== 'picture' || !look) return byName;
  const first = new Uint8Array(await file.slice(0, 6).arrayBuffer());
  if (first[0] === 0x50 && first[1] === 0x4b) return 'zip';
  if (first[0] === 0x93 && first[1] === 0x4e) return 'array';
  return first[0] === 0 && first[1] === 0 && first[2] === 8 ? 'array' : 'picture';
}

function kindByName(path: string): Kind {
  if (ZIP_NAMES.test(path)) return 'zip';
  if (ARRAY_NAMES.test(path)) return 'array';
  return ARCHIVE_NAMES.test(path) ? 'archive' : 'picture';
}

async function readWhole(file: Blob): Promise<Result<Uint8Array<ArrayBuffer>, SkipReason>> {
  if (file.size > LARGEST_FILE) return fail('tooLarge', `${file.size} bytes`);
  try {
    return ok(new Uint8Array(await file.arrayBuffer()));
  } catch (error) {
    return fail('unreadable', 'The file cannot be read.', error);
  }
}

async function expandZip(
  archivePath: string,
  blob: Blob,
  files: PictureFile[],
  arrays: FoundArray[],
  skipped: SkipList,
  signal: AbortSignal,
): Promise<Message | null> {
  const directory = await readZipDirectory(blob, archivePath);
  if (!directory.ok) return directory.message;
  const readEntry = zipEntryReader(blob);
  for (const entry of directory.value) {
    if (signal.aborted) break;
    const path = entry.name;
    if (path.endsWith('/')) continue;
    if (climbsOut(path)) skipped.add(path, 'badPath');
    else if (isLitter(path)) skipped.add(path, 'systemFile');
    else if (entry.size === 0) skipped.add(path, 'empty');
    else if (kindByName(path) === 'array') arrays.push(await tryOpenArray(entrySource(blob, entry, signal)));
    else if (ARCHIVE_NAMES.test(path)) skipped.add(path, 'archive');
    else
      files.push({
        kind: 'file',
        path,
        label: null,
        bytes: entry.size,
        read: async () => {
          const read = await readEntry(entry, LARGEST_FILE);
          if (read.ok) return ok(read.value);
          const { code, detail = code } = read.message;
          return fail(entry.encrypted ? 'encrypted' : (ENTRY_REASONS[code] ?? 'damaged'), detail);
        },
      });
  }
  return null;
}

const ENTRY_REASONS: Partial<Record<Message['code'], SkipReason>> = { fileTooLarge: 'tooLarge', fileCut: 'cutShort' };

function blobSource(path: string, blob: Blob, signal: AbortSignal): ByteSource {
  const packed = /\.gz$/i.test(path);
  return {
    path,
    packed,
    signal,
    size: packed ? null : blob.size,
    open: async () => (packed ? blob.stream().pipeThrough(new DecompressionStream('gzip')) : blob.stream()),
  };
}

function entrySource(blob: Blob, entry: ZipEntry, signal: AbortSignal): ByteSource {
  const packed = /\.gz$/i.test(entry.name);
  return {
    path: entry.name,
    packed: packed || entry.method !== 0,
    signal,
    size: packed ? null : entry.size,
    open: async () => {
      const stream = await zipEntryStream(blob, entry);
      return packed ? stream.pipeThrough(new DecompressionStream('gzip')) : stream;
    },
  };
}

async function tryOpenArray(source: ByteSource): Promise<FoundArray> {
  try {
    return await openArray(source);
  } catch (error) {
    return { kind: 'refused', path: source.path, reason: 'damaged', detail: String(error) };
  }
}

/** Gives each array of pictures the labels that go with it: of the same length, and named most alike. */
function labelArrays(arrays: readonly FoundArray[], skipped: SkipList): LabelledArray[] {
  for (const array of arrays) if (array.kind === 'refused') skipped.add(array.path, array.reason, array.detail);
  const names = arrays.find((array) => array.kind === 'names')?.names;
  return arrays.flatMap((array): LabelledArray[] => {
    if (array.kind !== 'pictures') return [];
    const [labels] = arrays
      .flatMap((other) => (other.kind === 'labels' && other.labels.length === array.count ? [other] : []))
      .sort((a, b) => alikeness(b.path, array.path) - alikeness(a.path, array.path));
    const classNames = array.classNames ?? names;
    const labelOf = (index: number, own: number | undefined) => {
      const label = own ?? labels?.labels[index];
      return label === undefined ? null : (classNames?.[label] ?? String(label));
    };
    return [{ kind: 'array', path: array.path, array, labelOf }];
  });
}

/** How much two names share from the start and from the end: `x_test` and `y_test` more than `x_test` and `y_train`. */
function alikeness(a: string, b: string): number {
  const same = (x: string, y: string) => {
    let n = 0;
    while (n < x.length && x[n] === y[n]) n++;
    return n;
  };
  const reversed = (text: string) => Array.from(text).reverse().join('');
  return same(a, b) + same(reversed(a), reversed(b));
}
