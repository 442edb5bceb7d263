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

/** The training images that are loaded, each set once for every size and channel count that it was asked for. */
export class TrainingSets {
  readonly #parts: TrainingSetsParts;
  readonly #data = new Map<string, TrainingData>();
  /** Choices of classes are copies; they stay as long as a run has them, and the newest until one does. */
  readonly #choices = new Map<string, WeakRef<TrainingData>>();
  #newest: { key: string; data: TrainingData } | null = null;

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
    const data = this.#held(wanted) ?? (await this.#make(wanted, source, classes));
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

  /** The images of a set that `load` has given. */
  get(wanted: LoadedData): TrainingData {
    const data = this.#held(wanted);
    if (!data) throw new MessageError('dataNotLoaded', { id: wanted.id });
    return data;
  }

  /** Has a set loaded anew when it is next asked for; runs go on with what they have. */
  forget(id: string): void {
    this.#newest = null;
    for (const held of [this.#data, this.#choices])
      for (const key of held.keys()) if (key.startsWith(`${id}/`) || key.startsWith(`${id}:`)) held.delete(key);
  }

  #held(wanted: LoadedData): TrainingData | undefined {
    const key = keyOf(wanted);
    if (this.#newest?.key === key) return this.#newest.data;
    return this.#data.get(key) ?? this.#choices.get(key)?.deref();
  }

  async #source(set: string, id: string): Promise<DatasetSource> {
    const source = findDataset(set) ?? (isOwnId(set) ? await this.#parts.ownSource?.(set) : null);
    if (!source && isOwnId(set)) throw new MessageError('ownUnknown', { id: set });
    if (!source) throw new MessageError('dataUnknown', { id, options: DATASETS.map((known) => known.id).join(', ') });
    return source;
  }

  async #make(wanted: LoadedData, source: DatasetSource, classes: readonly number[] | null): Promise<TrainingData> {
    if (!classes) return this.#fetch(wanted, source, wanted.id);
    const whole = { ...wanted, id: source.id };
    const data = this.#data.get(keyOf(whole)) ?? (await this.#fetch(whole, source, wanted.id));
    await data.complete;
    // A set of which a part could not be had is kept no more (see #fetch); a choice from it would pass for whole.
    if (this.#data.get(keyOf(whole)) !== data) throw new MessageError('dataShardFailed', { id: wanted.id });
    const dataset = chooseClasses(data.dataset, classes);
    if (dataset.count === 0) throw new MessageError('classesEmpty', { id: wanted.id });
    const chosen: TrainingData = { dataset, first: dataset.count, complete: Promise.resolve() };
    this.#choices.set(keyOf(wanted), new WeakRef(chosen));
    this.#newest = { key: keyOf(wanted), data: chosen };
    return chosen;
  }

  /** Loads a whole set and keeps it; its progress is told as that of the set that was asked for. */
  async #fetch(wanted: LoadedData, source: DatasetSource, askedFor: string): Promise<TrainingData> {
    const { id, imageSize, channels } = wanted;
    const loading = await source.load({
      split: 'train',
      size: imageSize,
      channels: channels === 3 ? 3 : 1,
      fetchFile: this.#parts.fetchFile,
      onProgress: ({ loaded }) => this.#parts.progress(askedFor, loaded, source.counts.train),
    });
    if (!loading.ok) throw new MessageError('dataShardFailed', { id }, loading.error.message);
    const { dataset, complete } = loading.value;
    const data: TrainingData = { dataset, first: dataset.count, complete };
    this.#data.set(keyOf(wanted), data);
    void complete.then((result) => {
      if (result.ok) return;
      // The next one who asks gets another try at what is missing.
      if (this.#data.get(keyOf(wanted)) === data) this.#data.delete(keyOf(wanted));
      this.#parts.notice({ code: 'dataShardFailed', params: { id }, detail: result.error.message });
    });
    return data;
  }
}

function keyOf({ id, imageSize, channels }: LoadedData): string {
  return `${id}/${imageSize}/${channels}`;
}
