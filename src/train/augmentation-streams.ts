import { RandomStream } from '../core/random';

/** Where a step's augmentation is drawn from. */
export interface AugmentationStreams {
  /** Which real images are mirrored. */
  flips: RandomStream;
  /** What DiffAugment does to the images of each update, real before fake. */
  changes: RandomStream;
}

/** Streams of their own for each step: a run that goes on from a file needs no more than the step's number. */
export function augmentationStreams(seed: number, step: number): AugmentationStreams {
  return { flips: new RandomStream(seed, `flip/${step}`), changes: new RandomStream(seed, `augment/${step}`) };
}
