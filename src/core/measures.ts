import type { CalibrationBin } from './calibration';
import type { FeatureNetworkInfo } from './feature-network';
import type { Images } from './images';

/**
 * What stands behind features: a classifier of the data set; the same layers without any training; or the last
 * convolution of the model's own discriminator, averaged over positions.
 */
export const FEATURE_KINDS = ['classifier', 'random', 'discriminator'] as const;
export type FeatureKind = (typeof FEATURE_KINDS)[number];

/** Samples that a measure is taken on where nothing else is said. */
export const DEFAULT_SAMPLES = 1000;
/** The most that are allowed: distances between all pairs are kept. */
export const MOST_SAMPLES = 5000;
/** Fewer say nothing at all. */
export const LEAST_SAMPLES = 16;

/** How to measure. `quick` leaves out what takes long: for curves while training. */
export interface MeasureOptions {
  samples: number;
  seed: number;
  /** Null for the classifier where there is one, else the random network. */
  features: FeatureKind | null;
  quick: boolean;
}

/**
 * One measure: of the samples beside training images, and, as its baseline, of held-out images beside the same training
 * images. Null where there are too few images for it. The counts say on how many images of either side it rests.
 */
export interface Measured {
  value: number | null;
  baseline: number | null;
  count: number;
  baselineCount: number;
}

/** A measure that is a mean over random subsets, with the standard deviation between them. */
export interface MeasuredWithSpread extends Measured {
  std: number | null;
  baselineStd: number | null;
}

/** Mean pairwise SSIM within one class. */
export interface ClassDiversity {
  label: number;
  value: number | null;
  baseline: number | null;
}

/** How near samples are to training images, beside how near they are to as many held-out ones. */
export interface Memorisation {
  /** Share of samples that are nearer to a training image than to a held-out one: 1/2 where nothing is memorised. */
  share: number;
  samples: number;
  /** Images searched on either side. */
  pool: number;
  /** Distances of each sample to its nearest, root mean square in shares of the pixel range. */
  toTraining: Float32Array<ArrayBuffer>;
  toHeldOut: Float32Array<ArrayBuffer>;
  /** The samples nearest to training images for their distance to held-out ones, and what each is near to. */
  suspects: { samples: Images; training: Images; heldOut: Images };
}

/** What D thinks of images that it has been trained on, of held-out ones and of generated ones. */
export interface DiscriminatorReport {
  /** Share of each that D judges rightly. */
  training: number;
  heldOut: number | null;
  generated: number;
  /** Over held-out (or, where there are none, training) images and as many generated ones. */
  bins: readonly CalibrationBin[];
  calibrationError: number;
  count: number;
}

/** The features that images were measured by. */
export interface FeaturesUsed {
  kind: FeatureKind;
  columns: number;
  /** What is known of the classifier; null for the other kinds. */
  network: FeatureNetworkInfo | null;
}

/** All measures of one model at one step. */
export interface MeasureReport {
  step: number;
  dataId: string;
  options: MeasureOptions;
  features: FeaturesUsed;
  /** Images at hand: samples, training images that they are compared with, held-out ones. */
  counts: { samples: number; training: number; heldOut: number };
  frechet: Measured;
  kid: MeasuredWithSpread;
  diversity: Measured;
  /** Shares of the samples, and of the training images, in each class; null without a classifier of the data. */
  classes: { names: readonly string[]; samples: number[]; training: number[] } | null;
  discriminator: DiscriminatorReport;
  /** What a quick measurement leaves out. */
  full: FullMeasures | null;
}

/** The measures that take long. */
export interface FullMeasures {
  oneNearestNeighbour: Measured;
  slicedWasserstein: Measured;
  precision: Measured;
  recall: Measured;
  classDiversity: readonly ClassDiversity[] | null;
  memorisation: Memorisation | null;
}
