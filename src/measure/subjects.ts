import { RandomStream } from '../core/random';
import type { FeatureKind, MeasureOptions } from '../core/measures';
import type { Config } from '../core/settings';
import type { Dataset } from '../data/dataset';
import { imagesAt } from '../data/gather';
import type { Pair } from '../model/pair';
import { discriminatorFeatures, scoresOf } from './discriminator';
import { embed, labelsOf } from './feature-network';
import type { ByteImages, Embedding, FeatureNetwork } from './feature-network';
import type { Population, Subjects } from './measure';
import { drawPools } from './memorisation';

/** The model and the data that a measurement is about; its weights do not change meanwhile. */
export interface Measuring {
  pair: Pair;
  config: Config;
  step: number;
  /** Pictures of G, as many as the options ask for. */
  samples: ByteImages;
  training: Dataset;
  heldOut: Dataset | null;
  kind: FeatureKind;
  /** The network that looks at all images; for the kind `discriminator` it only tells classes, where there is one. */
  network: FeatureNetwork | null;
}

/** What networks that never change make of real images, kept as long as the data set is. */
export class RealEmbeddings {
  readonly #kept = new WeakMap<Dataset, Map<string, Embedding>>();

  async get(dataset: Dataset, key: string, make: () => Promise<Embedding>): Promise<Embedding> {
    const kept = this.#kept.get(dataset) ?? new Map<string, Embedding>();
    this.#kept.set(dataset, kept);
    const found = kept.get(key) ?? (await make());
    kept.set(key, found);
    return found;
  }
}

/**
 * Gathers all that measures are computed from: real images drawn by the seed, and what the networks make of every image.
 * `pause` lets others in between the pieces.
 */
export async function gatherSubjects(
  measuring: Measuring,
  options: MeasureOptions,
  cache: RealEmbeddings,
  pause: () => Promise<void>,
): Promise<Subjects> {
  const { samples, training, heldOut, kind, network, step } = measuring;
  const reals = async (dataset: Dataset): Promise<Population> => {
    const count = Math.min(options.samples, dataset.count);
    const indices = new RandomStream(options.seed, `measure/${dataset.split}`).permutation(dataset.count).slice(0, count);
    const { size, channels } = dataset;
    const images = { images: imagesAt(dataset, indices), size, channels };
    const key = `${network?.info?.id ?? 'random'}/${options.seed}/${count}`;
    return populate(measuring, images, (make) => cache.get(dataset, key, make), pause);
  };
  const classifier = network?.info ?? null;
  return {
    samples: await populate(measuring, samples, (make) => make(), pause),
    training: await reals(training),
    heldOut: heldOut && heldOut.count > 0 ? await reals(heldOut) : null,
    pools: options.quick ? null : drawPools(training, heldOut, new RandomStream(options.seed, 'measure/pools')),
    features: { kind, network: kind === 'classifier' ? classifier : null },
    classNames: classifier?.classNames ?? [],
    step,
    dataId: training.id,
  };
}

async function populate(
  { pair, config, kind, network }: Measuring,
  images: ByteImages,
  kept: (make: () => Promise<Embedding>) => Promise<Embedding>,
  pause: () => Promise<void>,
): Promise<Population> {
  const embedding = network && (await kept(() => embed(network, images, pause)));
  const probabilities = embedding?.probabilities ?? null;
  const own = kind === 'discriminator' || !embedding;
  return {
    ...images,
    scores: await scoresOf(pair, config.loss, images, pause),
    features: own ? await discriminatorFeatures(pair, images, pause) : embedding.features,
    probabilities,
    labels: probabilities && labelsOf(probabilities),
  };
}
