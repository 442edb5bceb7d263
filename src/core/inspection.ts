import type { MapShape } from './architecture';

/** Where within a layer a value stands: after the linear operation, after the norm, after the activation. */
export type Stage = 'linear' | 'normalized' | 'activated';

/** All channels of one layer at one stage for one example, row-major [height, width, channels]. */
export interface FeatureMaps {
  layer: string;
  stage: Stage;
  shape: MapShape;
  values: Float32Array<ArrayBuffer>;
}

/** What can be said of one layer in numbers. */
export interface LayerStatistics {
  layer: string;
  /** How many of the kernel's weights fall into each of equal bins from -limit to limit. */
  histogram: readonly number[];
  /** The largest weight in size. */
  limit: number;
  /** Norm of the kernel's gradient, as the running mean that Adam keeps of it; 0 before the first step. */
  gradientNorm: number;
  /** Channels whose activation is never above zero on the probe batch, and how many there are. */
  dead: number;
  channels: number;
}

/** An image or latent that excites a channel: its index, the strongest response in its feature map, and where that is. */
export interface Excitation {
  image: number;
  response: number;
  row: number;
  column: number;
}

/**
 * How a signal goes back through an activation, dy the signal from above and x the activation's input:
 * `gradient`: its derivative; `deconvolution` (Zeiler and Fergus 2014): max(dy, 0), whatever x was; `guided`
 * (Springenberg et al. 2015): max(dy, 0) where x > 0, else 0. LeakyReLU is treated as ReLU by the last two: its
 * negative side carries no evidence for a feature. Tanh and sigmoid have no such rule and keep their derivative.
 */
export type BackpropagationRule = 'gradient' | 'guided' | 'deconvolution';

/** What excites channels of a layer: for each input its channel's strongest response, where it is, and it in pixels. */
export interface Attribution {
  /** Strongest response of each input, [n]. */
  responses: Float32Array<ArrayBuffer>;
  /** Row and column of the strongest response in the feature map, [n, 2]. */
  places: Int32Array<ArrayBuffer>;
  /** What comes back to the pixels from that one unit of D, or what that unit of G paints, [n, height, width, channels]. */
  signal: Float32Array<ArrayBuffer>;
}

/** How activation maximization climbs. */
export interface ClimbOptions {
  steps: number;
  /** Length of a step, in units of the pixel range's half width. */
  rate: number;
  /** Largest shift per step, in units of the layer's maps: keeps the picture from fitting one position's noise. */
  jitter: number;
  /** Share of the distance to the range's middle that is lost per step. */
  decay: number;
  seed: number;
}

/** A rectangle drawn on the picture of the latent `sample`; edges as shares of the picture's side, 0 to 1. */
export interface Box {
  sample: number;
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A feature map and how strongly it speaks for the inside of the boxes. */
export interface MapWeight {
  channel: number;
  weight: number;
}

/** A factor for each channel of a layer: 0 switches it off, 1 leaves it. */
export interface LayerScales {
  layer: string;
  factors: Float32Array;
}

/** What D tells G about one picture. */
export interface PixelGradient {
  /** The picture G(z), [height, width, channels] in the pair's pixel range. */
  image: Float32Array<ArrayBuffer>;
  /** The gradient of G's loss by each of its values: going against it makes D take the picture for real. */
  gradient: Float32Array<ArrayBuffer>;
  /** Euclidean norm of the loss's gradient by each layer's output, D's last layer first, G's first layer last. */
  norms: readonly { layer: string; norm: number }[];
}

/** One channel of a convolution, from what goes in to what comes out before norm and activation, at one step. */
export interface LayerPass {
  layer: string;
  channel: number;
  /** The maps that the kernel is applied to, after upsampling if the layer does that. */
  inputShape: MapShape;
  /** Row-major [height, width, inputs]. */
  input: Float32Array<ArrayBuffer>;
  /** Row-major [k, k, inputs]. */
  kernel: Float32Array<ArrayBuffer>;
  /** Row-major [height, width]. */
  output: Float32Array<ArrayBuffer>;
}
