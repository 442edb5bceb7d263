import { MessageError, type Message } from '../../core/messages';
import type { DropMode, GivenFile, ImportOptions } from '../../core/own-images';
import { npyHeader, npyOfTexts } from '../../codecs/npy';
import { writeStoredZip } from '../../codecs/npz';
import { DEFAULT_BUDGET_BYTES } from '../dataset';
import type { PictureDecoder } from './decode';
import { expandFiles } from './expand';
import { FileImages, FileWriter, MemoryImages, MemoryWriter, type StoredImages } from './image-store';
import { countPictures, importPictures, storedChannels, type ImportProgress } from './importer';
import { packNotes, unpackSet } from './notes';
import type { OwnSet, OwnSetAbout } from './own-set';
import { isBusy } from './shelf-files';
import { SIDES, type KeptSet, type Scratch, type Shelf, type SideName } from './shelf';
import { SkipList } from './skip';

/** What the sets need from the place they live in; tests give stand-ins. */
export interface OwnSetsAround {
  openShelf: () => Promise<Shelf>;
  makeDecoder: () => PictureDecoder;
  /** Bytes that the browser gives this page to keep, and how many are taken. */
  estimate: () => Promise<{ usage: number; quota: number }>;
  now: () => number;
  /** The most bytes of one set's images that are held in memory. */
  memoryBytes?: number;
}

/** What came of an import; `set` is null where no picture could be read. */
export interface ImportOutcome {
  set: OwnSet | null;
  /** Files given, and pictures found in them; of more than there is room for a part was taken. */
  files: number;
  pictures: number;
  taken: number;
  skipped: SkipList;
  refused: readonly Message[];
}

/** The most that one import writes to a file. */
const MOST_FILE_BYTES = 8e9;
/** The share of the browser's quota that an import may fill: what remains is for project files and the page itself. */
const QUOTA_SHARE = 0.8;

/** The sets that a person has made of images of their own: those of this visit, and those that are kept. */
export class OwnSets {
  readonly #around: OwnSetsAround;
  readonly #memoryBytes: number;
  readonly #open = new Map<string, OwnSet>();
  /** Files of sets that were too large for memory and are not kept yet. */
  readonly #scratch = new Map<string, Scratch>();
  /** Sets in memory that are kept too, and so can be let go of and read again. */
  readonly #readAgain = new Set<string>();
  #shelf: Promise<Shelf> | null = null;

  constructor(around: OwnSetsAround) {
    this.#around = around;
    this.#memoryBytes = around.memoryBytes ?? DEFAULT_BUDGET_BYTES;
  }

  /** Makes a set of files; null when cancelled. */
  async import(
    files: readonly GivenFile[],
    options: ImportOptions,
    signal: AbortSignal,
    onProgress: (progress: ImportProgress) => void,
  ): Promise<ImportOutcome | null> {
    const skipped = new SkipList();
    const { sources, refused } = await expandFiles(files, skipped, signal);
    if (signal.aborted) return null;
    const pictures = countPictures(sources);
    const bytesPerImage = options.size ** 2 * storedChannels(options);
    const room = await this.#roomFor(pictures * bytesPerImage);
    const mostImages = Math.floor(room.bytes / bytesPerImage);
    const scratch = await room.openScratch?.();
    const writer = (side: SideName) =>
      scratch ? new FileWriter(scratch.files[side], bytesPerImage) : new MemoryWriter(bytesPerImage);
    const writers = { train: writer('train'), heldOut: writer('heldOut') };
    const { now } = this.#around;
    const decode = this.#around.makeDecoder();
    let set: OwnSet | null = null;
    try {
      set = await importPictures({ sources, options, mostImages, decode, skipped, writers, onProgress, signal, now });
    } catch (error) {
      throw await this.#inWords(error, options.name);
    } finally {
      if (!set) {
        for (const side of SIDES) writers[side].discard();
        await scratch?.discard();
      }
    }
    if (signal.aborted) return null;
    if (set) set = await this.#take(set, scratch);
    return { set, files: files.length, pictures, taken: Math.min(pictures, mostImages), skipped, refused };
  }

  /** A set by its id, opened where it is kept; null where there is none. */
  async find(id: string): Promise<OwnSet | null> {
    const open = this.#open.get(id);
    if (open) return open;
    const kept = await (await this.#shelfOrThrow()).find(id);
    if (!kept) return null;
    const set = await this.#load(kept);
    this.#open.set(id, set);
    if (set.train.images.inMemory) this.#readAgain.add(id);
    return set;
  }

  /** Lets go of the images of kept sets that are not `used`; they are read again when they are asked for. */
  release(used: ReadonlySet<string>): void {
    for (const id of this.#readAgain) {
      if (used.has(id)) continue;
      this.#readAgain.delete(id);
      this.#open.delete(id);
    }
  }

  /** What is known of all sets, the newest first, with whether each is kept; without opening any. */
  async list(): Promise<{ about: OwnSetAbout; kept: boolean }[]> {
    const kept = (await (await this.#shelfOrNull())?.list()) ?? [];
    const unkept = [...this.#open.values()].flatMap(({ about }) => (kept.some(({ id }) => id === about.id) ? [] : [about]));
    return [...unkept.map((about) => ({ about, kept: false })), ...kept.map((about) => ({ about, kept: true }))].sort(
      (a, b) => b.about.created - a.about.created,
    );
  }

  /** Keeps a set for later visits. */
  async keep(id: string): Promise<void> {
    const set = await this.#get(id);
    const shelf = await this.#shelfOrThrow();
    const scratch = this.#scratch.get(id);
    try {
      if (scratch) {
        await scratch.keep(set.about, packNotes(set));
        this.#scratch.delete(id);
      } else if (!(await shelf.list()).some((about) => about.id === id)) {
        const images = { train: await set.train.images.pieces(), heldOut: await set.heldOut.images.pieces() };
        await shelf.save({ about: set.about, notes: packNotes(set), images });
        this.#readAgain.add(id);
      }
    } catch (error) {
      throw await this.#inWords(error, set.about.name);
    }
  }

  async rename(id: string, name: string): Promise<void> {
    if (name.trim() === '') throw new MessageError('ownNameEmpty');
    await this.#change(id, { name: name.trim() });
  }

  /** Chooses what is left out of a set. */
  async setDrop(id: string, drop: DropMode): Promise<void> {
    await this.#change(id, { drop });
  }

  /** Forgets a set, kept or not. */
  async remove(id: string): Promise<void> {
    const set = await this.#get(id);
    for (const side of SIDES) set[side].images.close();
    this.#open.delete(id);
    this.#readAgain.delete(id);
    try {
      await this.#scratch.get(id)?.discard();
      this.#scratch.delete(id);
      await (await this.#shelfOrThrow()).remove(id);
    } catch (error) {
      throw await this.#inWords(error, set.about.name);
    }
  }

  /**
   * A set as an `.npz` file: `images` and `labels` of the training side, `test_images` and `test_labels` of what is held
   * out, uint8 NHWC, and `class_names`.
   */
  async export(id: string): Promise<Blob> {
    const { about, train, heldOut } = await this.#get(id);
    const { size, channels, classNames, name } = about;
    const side = async (prefix: string, { images, labels }: OwnSet['train']) => [
      { name: `${prefix}images.npy`, pieces: [npyHeader('|u1', [images.count, size, size, channels]), ...(await images.pieces())] },
      { name: `${prefix}labels.npy`, pieces: [npyHeader('|u1', [labels.length]), labels] },
    ];
    const files = [...(await side('', train)), ...(heldOut.images.count > 0 ? await side('test_', heldOut) : [])];
    try {
      return await writeStoredZip([...files, { name: 'class_names.npy', pieces: [npyOfTexts(classNames)] }]);
    } catch (error) {
      if (error instanceof RangeError) throw new MessageError('ownTooLargeToExport', { name });
      throw error;
    }
  }

  async #get(id: string): Promise<OwnSet> {
    const set = await this.find(id);
    if (!set) throw new MessageError('ownUnknown', { id });
    return set;
  }

  async #change(id: string, change: Partial<Pick<OwnSetAbout, 'name' | 'drop'>>): Promise<void> {
    const set = await this.#get(id);
    const about = { ...set.about, ...change };
    try {
      await (await this.#shelfOrThrow()).update(about);
    } catch (error) {
      throw await this.#inWords(error, set.about.name);
    }
    this.#open.set(id, { ...set, about });
  }

  /** Takes a new set in; the same images imported again are the set that there is. */
  async #take(set: OwnSet, scratch: Scratch | undefined): Promise<OwnSet> {
    const { id } = set.about;
    const there = this.#open.get(id) ?? (await (await this.#shelfOrNull())?.find(id));
    if (there) {
      for (const side of SIDES) set[side].images.close();
      await scratch?.discard();
      return this.#get(id);
    }
    this.#open.set(id, set);
    if (scratch) this.#scratch.set(id, scratch);
    return set;
  }

  async #roomFor(wanted: number): Promise<{ bytes: number; openScratch: Shelf['scratch'] }> {
    if (wanted <= this.#memoryBytes) return { bytes: this.#memoryBytes, openScratch: null };
    // Without storage there is still memory, and the person is told how many images were taken.
    const shelf = await this.#shelfOrNull();
    if (!shelf?.scratch) return { bytes: this.#memoryBytes, openScratch: null };
    const { usage, quota } = await this.#around.estimate();
    const bytes = Math.min(MOST_FILE_BYTES, quota * QUOTA_SHARE - usage);
    return bytes > this.#memoryBytes
      ? { bytes, openScratch: shelf.scratch }
      : { bytes: this.#memoryBytes, openScratch: null };
  }

  async #load({ about, notes, images, open }: KeptSet): Promise<OwnSet> {
    const bytesPerImage = about.size ** 2 * about.channels;
    const stored = async (side: SideName): Promise<StoredImages> => {
      const blob = await images(side);
      if (blob.size <= this.#memoryBytes || !open)
        return new MemoryImages(new Uint8Array(await blob.arrayBuffer()), bytesPerImage);
      return new FileImages(await open(side), bytesPerImage, Math.floor(blob.size / bytesPerImage));
    };
    try {
      const set = unpackSet(about, notes, await stored('train'), await stored('heldOut'));
      if (!set) throw new MessageError('fileDamaged', { file: about.name });
      return set;
    } catch (error) {
      throw await this.#inWords(error, about.name);
    }
  }

  async #shelfOrThrow(): Promise<Shelf> {
    this.#shelf ??= this.#around.openShelf();
    try {
      return await this.#shelf;
    } catch (error) {
      // The next attempt may succeed: permission may be given, another tab closed.
      this.#shelf = null;
      throw new MessageError('ownStorage', {}, String(error));
    }
  }

  async #shelfOrNull(): Promise<Shelf | null> {
    try {
      return await this.#shelfOrThrow();
    } catch (error) {
      if (error instanceof MessageError) return null;
      throw error;
    }
  }

  /** What storage refused, as the message that says why. */
  async #inWords(error: unknown, name: string): Promise<unknown> {
    if (isBusy(error)) return new MessageError('ownBusy', { name }, String(error));
    if (!(error instanceof DOMException && error.name === 'QuotaExceededError')) return error;
    const { usage, quota } = await this.#around.estimate();
    return new MessageError('ownQuota', { used: Math.round(usage / 1e6), quota: Math.round(quota / 1e6) }, String(error));
  }
}
