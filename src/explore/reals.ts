import { RandomStream } from '../core/random';
import type { Dataset } from '../data/dataset';
import { imagesAt } from '../data/gather';
import type { Pair } from '../model/pair';
import { asNetworkInput, beforeLogit, computeFeatures } from './features';
import type { FeatureTable } from './features';

/** Training images whose features are compared: enough to find a near one, few enough to wait for. */
export const REAL_SAMPLE = 1000;

/** Some training images by index, and D's features of them. */
export interface RealFeatures {
  indices: Uint32Array<ArrayBuffer>;
  table: FeatureTable;
}

/** What is kept of the last look at a discriminator's features, so that a second one at the same step costs nothing. */
export class RealFeatureCache {
  readonly #kept = new WeakMap<Pair, { step: number; loaded: number; features: RealFeatures }>();

  /** D's features of up to REAL_SAMPLE of the images that are loaded, the same ones for the same seed. */
  async get(
    { pair, dataset, step, seed }: { pair: Pair; dataset: Dataset; step: number; seed: number },
    signal?: AbortSignal,
    onProgress?: (done: number, total: number) => void,
  ): Promise<RealFeatures> {
    const kept = this.#kept.get(pair);
    const loaded = dataset.count;
    if (kept?.step === step && kept.loaded === loaded) return kept.features;
    const indices = new RandomStream(seed, 'reals').permutation(loaded).slice(0, REAL_SAMPLE);
    const input = asNetworkInput(imagesAt(dataset, indices), pair);
    const features = { indices, table: await computeFeatures(beforeLogit(pair.discriminator), input, signal, onProgress) };
    this.#kept.set(pair, { step, loaded, features });
    return features;
  }
}
