import type { Evidence } from '../core/health';
import { contrast, diversity } from '../core/image-statistics';
import { bytesToImages } from '../core/images';
import type { Images } from '../core/images';
import { RandomStream } from '../core/random';
import { imagesAt } from '../data/gather';
import type { Run } from '../train/run';

/** Pictures that are compared: their 496 pairs say enough, and take a few milliseconds at 64x64. */
const PICTURES = 32;

/** What there is to see in samples, in figures of `core/image-statistics`. */
interface Looks {
  diversity: number;
  contrast: number;
}

/** What the samples of a run say for the verdict on it, beside its data. */
export class SampleEvidence {
  readonly #real = new WeakMap<Run, Looks>();

  /**
   * The diversity and the contrast of the first of these samples as shares of those of as many training images: 0 where all
   * are alike or even, about 1 where they are as the real ones. Nothing where the run has no images to compare with, or
   * where these are all alike themselves.
   */
  of(run: Run, samples: Images): Evidence {
    if (!run.hasData) return {};
    const real = this.#ofReal(run);
    if (real.diversity === 0 || real.contrast === 0) return {};
    const found = looksOf({ ...samples, count: Math.min(samples.count, PICTURES) });
    return { diversity: found.diversity / real.diversity, contrast: found.contrast / real.contrast };
  }

  #ofReal(run: Run): Looks {
    const known = this.#real.get(run);
    if (known) return known;
    const { dataset, data, config } = run;
    const stream = new RandomStream(config.seed, 'real/evidence');
    // The same ones however fast the rest of the data comes.
    const indices = Uint32Array.from({ length: PICTURES }, () => stream.integer(data.first));
    const found = looksOf(bytesToImages(imagesAt(dataset, indices), dataset.size, dataset.channels));
    this.#real.set(run, found);
    return found;
  }
}

function looksOf(images: Images): Looks {
  return { diversity: diversity(images), contrast: contrast(images) };
}
