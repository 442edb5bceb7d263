import { parseDataId } from '../core/data-id';
import type { FeatureKind } from '../core/measures';
import { MessageError } from '../core/messages';
import { findDataset } from '../data/registry';
import { loadFeatureNetwork, randomFeatureNetwork } from './feature-network';
import type { FeatureNetwork, FetchFeatureFile } from './feature-network';

/** The kind of features that a set is measured by where none is asked for. */
export function defaultFeatures(dataId: string): FeatureKind {
  return findDataset(parseDataId(dataId).set) ? 'classifier' : 'random';
}

/** The networks that images are measured by, each loaded or made once. */
export class FeatureNetworks {
  readonly #fetchFile: FetchFeatureFile;
  readonly #made = new Map<string, Promise<FeatureNetwork>>();

  constructor(fetchFile: FetchFeatureFile) {
    this.#fetchFile = fetchFile;
  }

  /** The classifier of a built-in set, whole or in part; throws a MessageError for a set that has none. */
  classifier(dataId: string): Promise<FeatureNetwork> {
    const { set } = parseDataId(dataId);
    if (!findDataset(set)) throw new MessageError('noClassifier', { id: set });
    return this.#once(set, () => loadFeatureNetwork(set, this.#fetchFile));
  }

  /** The network that was never trained. */
  random(channels: 1 | 3): Promise<FeatureNetwork> {
    return this.#once(`random/${channels}`, () => Promise.resolve(randomFeatureNetwork(channels)));
  }

  async #once(key: string, make: () => Promise<FeatureNetwork>): Promise<FeatureNetwork> {
    const made = this.#made.get(key) ?? make();
    this.#made.set(key, made);
    try {
      return await made;
    } catch (error) {
      // Whoever asks next gets another try.
      this.#made.delete(key);
      throw error;
    }
  }
}
