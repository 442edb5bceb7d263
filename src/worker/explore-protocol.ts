import type { Images } from '../core/images';
import type { ModelReference } from '../core/run';

export type VideoFormat = 'webm' | 'mp4';
export type FrameFormat = 'gif' | 'png' | VideoFormat;

/** Effects are root mean square changes of the picture for one standard deviation of the prior, from 0 to 1. */
export interface DirectionsResult {
  /** Unit vectors, row-major [count, zSize]. */
  directions: Float32Array<ArrayBuffer>;
  /** Each one's share of the variance of G's first hidden features, and its effect. */
  shares: Float64Array<ArrayBuffer>;
  effects: Float64Array<ArrayBuffer>;
  step: number;
}

/** Residuals are root mean square differences of pictures, from 0 to 1. */
export interface InversionResult {
  z: Float32Array<ArrayBuffer>;
  residual: number;
  /** The random start that it came from, counted from 0, and where each of them has ended. */
  start: number;
  residuals: Float32Array<ArrayBuffer>;
  /** What the random starts had on average. */
  startResidual: number;
  /** The best residual at the start and after each step. */
  curve: Float32Array<ArrayBuffer>;
  picture: Images;
}

/** Training images and how far each is: in pixels as a residual, in features as 1 - cosine. */
export interface NeighbourList {
  images: Images;
  distances: Float32Array<ArrayBuffer>;
  /** How many images were searched. */
  searched: number;
}

export interface NeighboursResult {
  query: Images;
  pixels: NeighbourList;
  features: NeighbourList;
  step: number;
}

/** Directions of labels by index, row-major [n, zSize], and what the classifier behind them was worth. */
export interface LabelsResult {
  labels: readonly number[];
  /** Samples that each direction rests on. */
  counts: readonly number[];
  directions: Float32Array<ArrayBuffer>;
  samples: number;
  fitted: number;
  tested: number;
  /** Share of the real images tried that it got right. */
  accuracy: number;
}

/** Places are row-major [n, 2] in [-1, 1]: first the samples, then the real images; `z` belongs to the samples. */
export interface MapResult {
  places: Float32Array<ArrayBuffer>;
  images: Images;
  z: Float32Array<ArrayBuffer>;
  samples: number;
  step: number;
}

/** The requests about the latent space of a model. */
export interface ExploreRequests {
  /** Directions in z that matter, strongest first. A job of its name, see `cancel`; so are the next three. */
  directions: { params: { model: ModelReference; count: number }; result: DirectionsResult | null };
  /** Looks for the z whose picture is nearest to a given one; its progress shows the best residual and picture. */
  invert: {
    params: { model: ModelReference; target: Images; restarts: number; steps: number; seed: number };
    result: InversionResult | null;
  };
  /** The training images nearest to the picture of a z, in pixels and in D's features. */
  neighbours: {
    params: { model: ModelReference; z: Float32Array; count: number };
    result: NeighboursResult | null;
  };
  /** Samples, and real images beside them, laid out by D's features. */
  layOut: {
    params: { model: ModelReference; samples: number; reals: number; method: 'pca' | 'umap'; seed: number };
    result: MapResult | null;
  };
  /** The effect of each single number of z. A job of its name too. */
  rawEffects: { params: { model: ModelReference }; result: { effects: Float64Array<ArrayBuffer>; step: number } | null };
  /** Directions toward the data set's labels. A job of its name too. */
  labels: { params: { model: ModelReference }; result: LabelsResult | null };
  /** Frames as a file, each pixel `scale` wide and each frame `delay` ms long. */
  encodeFrames: {
    params: { frames: Images; format: FrameFormat; scale: number; delay: number };
    result: { bytes: Uint8Array<ArrayBuffer>; type: string };
  };
  /** The kinds of video that this browser can write at a size in pixels. */
  videoFormats: { params: { size: number }; result: readonly VideoFormat[] };
}
