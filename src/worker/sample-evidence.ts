import type { Evidence } from '../core/health';
import { diversity } from '../core/image-statistics';
import { bytesToImages } from '../core/images';
import type { Images } from '../core/images';
import { RandomStream } from '../core/random';
import { imagesAt } from '../data/gather';
import type { Run } from '../train/run';

/** Pictures that are compared: their 496 pairs say enough, and take a few milliseconds at 64x64. */
const PICTURES = 32;

/** What the samples of a run say for the verdict on it, beside its data. */
export class SampleEvidence {
  readonly #real = new WeakMap<Run, number>();

  /**
   * The diversity of the first of these samples as a share of that of as many training images (see
   * `core/image-statistics`): 0 where all are alike, about 1 where they vary as the real ones do. Nothing where the run has
   * no images to compare with, or where these are all alike themselves.
   */
  of(run: Run, samples: Images): Evidence {
    if (!run.hasData) return {};
    const real = this.#ofReal(run);
    const first = { ...samples, count: Math.min(samples.count, PICTURES) };
    return real > 0 ? { diversity: diversity(first) / real } : {};
  }

  #ofReal(run: Run): number {
    const known = this.#real.get(run);
    if (known !== undefined) return known;
    const { dataset, data, config } = run;
    const stream = new RandomStream(config.seed, 'real/evidence');
    // The same ones however fast the rest of the data comes.
    const indices = Uint32Array.from({ length: PICTURES }, () => stream.integer(data.first));
    const found = diversity(bytesToImages(imagesAt(dataset, indices), dataset.size, dataset.channels));
    this.#real.set(run, found);
    return found;
  }
}
