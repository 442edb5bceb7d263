import type { NetworkName } from './architecture';
import type { Images } from './images';

/** Mean and standard deviation. */
export interface Moments {
  mean: number;
  std: number;
}

/** How values are distributed: counts in equal bins from `low` to `high`, and what is said of them in numbers. */
export interface Distribution extends Moments {
  low: number;
  high: number;
  counts: readonly number[];
}

/** One channel on its way through its layer's norm. Without batch norm there is no scale, and without a bias no shift. */
export interface ChannelNorm {
  before: Moments;
  /** After the mean is taken away and the rest divided by the standard deviation; null without batch norm. */
  normalized: Moments | null;
  /** The learned gamma. */
  scale: number | null;
  /** The learned beta, or the bias. */
  shift: number | null;
  after: Moments;
}

/** What a layer's norm makes of a batch: all its values at each stage, and its channels one by one. */
export interface NormReport {
  layer: string;
  /** Examples in the batch. */
  examples: number;
  before: Distribution;
  /** Null without batch norm. */
  normalized: Distribution | null;
  after: Distribution;
  channels: readonly ChannelNorm[];
}

/** Sizes of a gradient on its way back, D's last layer first, for one activation function. */
export interface GradientPath {
  activation: 'leakyRelu' | 'relu' | 'tanh';
  norms: readonly { layer: string; norm: number }[];
  /** Mean of the activation's derivative where the gradient passed it, on the way to the first layer's output. */
  slope: number;
}

/** The path whose gradient is largest at its end, D's first layer; null among none. */
export function leastShrunk(paths: readonly GradientPath[]): GradientPath | null {
  const atEnd = ({ norms }: GradientPath) => norms.at(-1)?.norm ?? 0;
  return paths.reduce<GradientPath | null>((best, path) => (best && atEnd(best) >= atEnd(path) ? best : path), null);
}

/** The share of right answers of who guesses between real and generated, and the score from which on D says real. */
export const GUESSING = 0.5;

/** Real and generated pictures in random order, and what D makes of them. */
export interface Quiz {
  images: Images;
  real: readonly boolean[];
  /** D's score of each, 1 for surely real. */
  scores: Float32Array<ArrayBuffer>;
  step: number;
}

/** What an update is computed from: its turn, the step that makes it, and the batch of that step. */
export interface UpdateBatch {
  turn: NetworkName;
  step: number;
  /** Of the real images in the data set. */
  indices: Uint32Array<ArrayBuffer>;
  /** Row-major [batch, zSize]. */
  z: Float32Array<ArrayBuffer>;
  /** Batches that its step has changed at random before it: D's, where the update is G's in a whole step. */
  changed: number;
}

/**
 * One update on the very batch that it uses, in training mode: before it is made, or after with the weights it has
 * changed. Pictures are the first of the batch.
 */
export interface UpdatePreview {
  from: UpdateBatch;
  fakes: Images;
  /** D's scores of the fakes shown. */
  fakeScores: Float32Array<ArrayBuffer>;
  /** The real images shown and D's scores of them; null in G's turn, which has none. */
  reals: Images | null;
  realScores: Float32Array<ArrayBuffer> | null;
  /** D's mean scores over the whole batch, as the step reports them. */
  means: { fake: number; real: number | null };
  loss: number;
  /** Euclidean norm of the gradient of each layer's weights, first layer first. */
  gradients: readonly { layer: string; norm: number }[];
  /** The gradient of the loss by the pixels of the fakes shown, NHWC. */
  pixelGradient: Float32Array<ArrayBuffer>;
}

/** D's mean score of images that it is trained on, and of others from the same set. */
export interface MemoryReport {
  seen: number;
  unseen: number;
}
