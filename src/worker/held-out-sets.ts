import { parseDataId } from '../core/data-id';
import { MessageError } from '../core/messages';
import { chooseClasses } from '../data/classes';
import type { Dataset, DatasetSource, FetchFile } from '../data/dataset';
import { findDataset } from '../data/registry';
import type { LoadedData } from './protocol';

/** Where held-out images come from. */
export interface HeldOutParts {
  fetchFile: FetchFile;
  /** A set of one's own by its id; null where there is none. */
  ownSource: (id: string) => Promise<DatasetSource | null>;
}

/** The images that no model is trained on, loaded when they are first asked for. */
export class HeldOutSets {
  readonly #parts: HeldOutParts;
  /** Of the data that was asked for last, so that sets which nobody measures any more are let go. */
  #kept: { key: string; dataset: Promise<Dataset | null> } | null = null;

  constructor(parts: HeldOutParts) {
    this.#parts = parts;
  }

  /** The held-out images of a data id, of its classes alone where it names some; null where there are none. */
  async get({ id, imageSize, channels }: LoadedData): Promise<Dataset | null> {
    const key = `${id}/${imageSize}/${channels}`;
    if (this.#kept?.key !== key) this.#kept = { key, dataset: this.#load({ id, imageSize, channels }) };
    const kept = this.#kept;
    try {
      return await kept.dataset;
    } catch (error) {
      // Whoever asks next gets another try.
      if (this.#kept === kept) this.#kept = null;
      throw error;
    }
  }

  async #load({ id, imageSize, channels }: LoadedData): Promise<Dataset | null> {
    const { set, classes } = parseDataId(id);
    const source = findDataset(set) ?? (await this.#parts.ownSource(set));
    if (!source || source.counts.heldOut === 0) return null;
    const loading = await source.load({
      split: 'heldOut',
      size: imageSize,
      channels: channels === 3 ? 3 : 1,
      fetchFile: this.#parts.fetchFile,
    });
    if (!loading.ok) throw new MessageError('dataShardFailed', { id }, loading.error.message);
    const complete = await loading.value.complete;
    if (!complete.ok) throw new MessageError('dataShardFailed', { id }, complete.error.message);
    const chosen = classes ? chooseClasses(complete.value, classes) : complete.value;
    return chosen.count > 0 ? chosen : null;
  }
}
