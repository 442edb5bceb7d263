import type { NetworkName } from './architecture';
import type { Images } from './images';

/** How values are distributed: counts in equal bins from `low` to `high`, and what is said of them in numbers. */
export interface Distribution {
  low: number;
  high: number;
  counts: readonly number[];
  mean: number;
  std: number;
}

/** What batch norm makes of one layer over a batch: all its values before and after, and each channel's mean and std. */
export interface NormReport {
  layer: string;
  before: Distribution;
  after: Distribution;
  /** Row-major [channels, 2]: mean and standard deviation of each channel before and after. */
  channelsBefore: Float32Array<ArrayBuffer>;
  channelsAfter: Float32Array<ArrayBuffer>;
}

/** Sizes of a gradient on its way back, D's last layer first, for one activation function. */
export interface GradientPath {
  activation: 'leakyRelu' | 'relu' | 'tanh';
  norms: readonly { layer: string; norm: number }[];
}

/** Real and generated pictures in random order, and what D makes of them. */
export interface Quiz {
  images: Images;
  real: readonly boolean[];
  /** D's score of each, 1 for surely real. */
  scores: Float32Array<ArrayBuffer>;
  step: number;
}

/** One update before it is made, on the very batch that it will use. Pictures are the first of the batch. */
export interface UpdatePreview {
  turn: NetworkName;
  /** The step that would make it. */
  step: number;
  /** Row-major [shown, zSize]. */
  z: Float32Array<ArrayBuffer>;
  batch: number;
  fakes: Images;
  /** D's scores of the fakes shown. */
  fakeScores: Float32Array<ArrayBuffer>;
  /** The real images shown and D's scores of them; null in G's turn, which has none. */
  reals: Images | null;
  realScores: Float32Array<ArrayBuffer> | null;
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
