import { parseDataId } from '../core/data-id';
import { MessageError } from '../core/messages';
import type { Message } from '../core/messages';
import { isOwnId } from '../core/own-images';
import { chooseClasses } from '../data/classes';
import type { DatasetSource, FetchFile } from '../data/dataset';
import { DATASETS, findDataset } from '../data/registry';
import type { TrainingData } from '../train/run';
import type { DataSummary, LoadedData } from './protocol';

/** What the sets need from the worker. */
export interface TrainingSetsParts {
  fetchFile: FetchFile;
  /** A set of one's own by its id; null where there is none. */
  ownSource?: (id: string) => Promise<DatasetSource | null>;
  /** Tells how many images of a set are there. */
  progress: (id: string, loaded: number, total: number) => void;
  notice: (message: Message) => void;
}

/**
 * How many of the data asked for last stay though no run has them: a run is made of what was loaded a moment ago, and the
 * Lab may load for runs of its own meanwhile.
 */
const SPARE = 2;

/** A whole set that is being read. */
interface Fetching {
  /** What it was asked for as: itself, or some of its classes; its progress is told to each. */
  askedFor: Set<string>;
  held: Promise<Held>;
}

interface Held {
  data: TrainingData;
  /** Ends loading it. */
  stop: () => void;
  /** Whether a part of it could not be had. */
  partial: boolean;
}

/**
 * The training images that are loaded, each set once for every size and channel count that it was asked for; choices of
 * classes are copies of their own. What no run has is let go as others are loaded.
 */
export class TrainingSets {
  readonly #parts: TrainingSetsParts;
  readonly #held = new Map<string, Held>();
  readonly #fetching = new Map<string, Fetching>();
  /** Keys of the data asked for last, the newest last. */
  #asked: string[] = [];

  constructor(parts: TrainingSetsParts) {
    this.#parts = parts;
  }

  /** Loads a set; answers when training can begin on it. Throws the message that says why it cannot be had. */
  async load({ id, imageSize, channels }: LoadedData): Promise<DataSummary> {
    const { set, classes } = parseDataId(id);
    const source = await this.#source(set, id);
    const { attribution, classNames, counts } = source;
    if (classes?.some((index) => index >= classNames.length))
      throw new MessageError('classUnknown', { id, options: classNames.map((name, i) => `${i} (${name})`).join(', ') });
    const wanted: LoadedData = { id, imageSize, channels };
    this.#ask(keyOf(wanted));
    const held = this.#held.get(keyOf(wanted));
    // The next one who asks gets another try at what is missing.
    const data = held && !held.partial ? held.data : await this.#make(wanted, source, classes);
    return {
      id,
      classNames,
      loaded: data.dataset.count,
      total: classes ? data.dataset.count : counts.train,
      heldOut: classes ? null : counts.heldOut,
      channels: source.channels,
      source: attribution.source,
      sourceUrl: attribution.url,
      licence: attribution.licence,
    };
  }

  /** The images of a set that `load` has given, as far as they could be had. */
  get(wanted: LoadedData): TrainingData {
    const data = this.find(wanted);
    if (!data) throw new MessageError('dataNotLoaded', { id: wanted.id });
    return data;
  }

  /** Like `get`, but undefined where they are not loaded. */
  find(wanted: LoadedData): TrainingData | undefined {
    return this.#held.get(keyOf(wanted))?.data;
  }

  /** Has a set loaded anew when it is next asked for; runs go on with what they have. */
  forget(id: string): void {
    for (const key of this.#held.keys()) if (key.startsWith(`${id}/`) || key.startsWith(`${id}:`)) this.#held.delete(key);
  }

  /** Lets go of all data but those that are `used`, and those asked for last; gives the ids of the sets that it keeps. */
  release(used: readonly LoadedData[]): Set<string> {
    const kept = new Set([...used.map(keyOf), ...this.#asked.flatMap((key) => [key, wholeKey(key)])]);
    for (const [key, { stop }] of this.#held) {
      if (kept.has(key)) continue;
      this.#held.delete(key);
      stop();
    }
    return new Set(Array.from(kept, (key) => parseDataId(idOf(key)).set));
  }

  #ask(key: string): void {
    this.#asked = [...this.#asked.filter((other) => other !== key), key].slice(-SPARE);
  }

  async #source(set: string, id: string): Promise<DatasetSource> {
    const source = findDataset(set) ?? (isOwnId(set) ? await this.#parts.ownSource?.(set) : null);
    if (!source && isOwnId(set)) throw new MessageError('ownUnknown', { id: set });
    if (!source) throw new MessageError('dataUnknown', { id, options: DATASETS.map((known) => known.id).join(', ') });
    return source;
  }

  async #make(wanted: LoadedData, source: DatasetSource, classes: readonly number[] | null): Promise<TrainingData> {
    if (!classes) return (await this.#fetch(wanted, source, wanted.id)).data;
    const whole = { ...wanted, id: source.id };
    const known = this.#held.get(keyOf(whole));
    const held = known && !known.partial ? known : await this.#fetch(whole, source, wanted.id);
    await held.data.complete;
    // A choice from a part of a set would pass for one from all of it.
    if (held.partial) throw new MessageError('dataShardFailed', { id: wanted.id });
    const dataset = chooseClasses(held.data.dataset, classes);
    if (dataset.count === 0) throw new MessageError('classesEmpty', { id: wanted.id });
    const data: TrainingData = { dataset, first: dataset.count, complete: Promise.resolve() };
    this.#held.set(keyOf(wanted), { data, stop: () => undefined, partial: false });
    return data;
  }

  /** Loads a whole set and keeps it, once for all who ask meanwhile; progress is told as that of what was asked for. */
  #fetch(wanted: LoadedData, source: DatasetSource, askedFor: string): Promise<Held> {
    const key = keyOf(wanted);
    const underWay = this.#fetching.get(key);
    if (underWay) {
      underWay.askedFor.add(askedFor);
      return underWay.held;
    }
    const names = new Set([askedFor]);
    const held = this.#read(wanted, source, names).finally(() => this.#fetching.delete(key));
    this.#fetching.set(key, { askedFor: names, held });
    return held;
  }

  async #read(wanted: LoadedData, source: DatasetSource, askedFor: ReadonlySet<string>): Promise<Held> {
    const { id, imageSize, channels } = wanted;
    const stopper = new AbortController();
    const loading = await source.load({
      split: 'train',
      size: imageSize,
      channels: channels === 3 ? 3 : 1,
      fetchFile: this.#parts.fetchFile,
      onProgress: ({ loaded }) => askedFor.forEach((name) => this.#parts.progress(name, loaded, source.counts.train)),
      signal: stopper.signal,
    });
    if (!loading.ok) throw new MessageError('dataShardFailed', { id }, loading.error.message);
    const { dataset, complete } = loading.value;
    const held: Held = { data: { dataset, first: dataset.count, complete }, stop: () => stopper.abort(), partial: false };
    this.#held.set(keyOf(wanted), held);
    void complete.then((result) => {
      if (result.ok) return;
      held.partial = true;
      if (!stopper.signal.aborted) this.#parts.notice({ code: 'dataShardFailed', params: { id }, detail: result.error.message });
    });
    return held;
  }
}

function keyOf({ id, imageSize, channels }: LoadedData): string {
  return `${id}/${imageSize}/${channels}`;
}

/** The key of the whole set that the data with this key are of. */
function wholeKey(key: string): string {
  const id = idOf(key);
  return parseDataId(id).set + key.slice(id.length);
}

function idOf(key: string): string {
  return key.slice(0, key.indexOf('/'));
}
