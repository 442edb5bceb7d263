/**
 * What images become before a linear classifier sees them: D's features of every layer, max-pooled to 4x4 (paper, section
 * 5.1); the same of a D that was never trained; pixels; K-means features (Coates, Ng, Lee 2011).
 */
export const REPRESENTATIONS = ['discriminator', 'untrained', 'pixels', 'kMeans'] as const;
export type Representation = (typeof REPRESENTATIONS)[number];

/** Labelled images that a classifier is fitted on; the last is the most, where the set has as many. */
export const LABEL_COUNTS = [100, 1000, 5000] as const;
/** Held-out images that classifiers are tried on, at most. */
export const MOST_TESTED = 2000;

/** How a classifier on one representation did. */
export interface RepresentationRow {
  kind: Representation;
  /** Numbers that an image becomes. */
  columns: number;
  /** For each count of labels the share of held-out images named rightly. */
  accuracies: readonly number[];
}

/** The representation experiment of one model. */
export interface RepresentationReport {
  step: number;
  dataId: string;
  seed: number;
  /** Labels that the classifiers were given. */
  labelCounts: readonly number[];
  tested: number;
  /** What naming the most frequent class of the tested images every time would get. */
  chance: number;
  rows: readonly RepresentationRow[];
}
