import type { NetworkName } from '../core/architecture';
import type { Images } from '../core/images';
import type {
  Attribution,
  BackpropagationRule,
  Box,
  ClimbOptions,
  Excitation,
  FeatureMaps,
  LayerPass,
  LayerScales,
  LayerStatistics,
  MapWeight,
  PixelGradient,
  Stage,
} from '../core/inspection';
import type { ModelReference } from '../core/run';
import type { RenderResult } from './render-protocol';

/**
 * What a network is fed to look inside it: G a latent; D the picture that G makes of a latent, a training image, or a
 * picture of one's own at the model's size.
 */
export type Example =
  { kind: 'latent'; z: Float32Array } | { kind: 'real'; index: number } | { kind: 'picture'; picture: Images };

/** The requests that look inside a model. */
export interface InspectRequests {
  featureMaps: {
    params: { model: ModelReference; network: NetworkName; example: Example; layer: string; stage: Stage };
    result: { maps: FeatureMaps; step: number };
  };
  layerStatistics: {
    params: { model: ModelReference; network: NetworkName; layer: string };
    result: LayerStatistics & { step: number };
  };
  /** One channel of a convolution from its input maps to its sums, all of one step. */
  layerPass: {
    params: { model: ModelReference; network: NetworkName; example: Example; layer: string; channel: number };
    result: LayerPass & { step: number };
  };
  /**
   * For every channel of a layer its `count` most exciting inputs: of D's the first `total` training images, of G's as
   * many latents drawn from the prior, which are given, row-major. Job `topImages`.
   */
  topImages: {
    params: { model: ModelReference; network: NetworkName; layer: string; total: number; count: number };
    result: {
      network: NetworkName;
      channels: readonly (readonly Excitation[])[];
      latents: Float32Array | null;
      total: number;
      step: number;
    } | null;
  };
  realImages: { params: { model: ModelReference; indices: readonly number[] }; result: Images };
  /**
   * For each target the strongest response of a channel to an example, in pixels: of D's, sent back to them by a rule;
   * of G's, what that unit paints, with the whole pictures of the same weights. `randomised` asks the same of the network as it was initialised.
   */
  attribute: {
    params: {
      model: ModelReference;
      network: NetworkName;
      layer: string;
      rule: BackpropagationRule;
      targets: readonly { example: Example; channel: number }[];
      randomised: boolean;
    };
    result: Attribution & { images: Images | null; step: number };
  };
  /**
   * The image that excites a channel of D, or the latent and its picture that excite one of G, as much as gradient
   * ascent can make them, and the channel's mean response to them and `before`, to the noise. Job `maximize`.
   */
  maximize: {
    params: { model: ModelReference; network: NetworkName; layer: string; channel: number; options: ClimbOptions };
    result: { images: Images; z: Float32Array | null; response: number; before: number; step: number } | null;
  };
  /** Like `render`, with each named layer's channels scaled by factors. */
  renderScaled: {
    params: { model: ModelReference; z: Float32Array; scales: readonly LayerScales[]; channel: string };
    result: RenderResult | null;
  };
  /** Which maps of G's second highest layer draw what is in the boxes; strongest first. */
  mapsOfBoxes: {
    params: { model: ModelReference; z: Float32Array; boxes: readonly Box[] };
    result: { layer: string; maps: readonly MapWeight[]; step: number };
  };
  /** What D tells G about the picture of one z. */
  pixelGradient: { params: { model: ModelReference; z: Float32Array }; result: PixelGradient & { step: number } };
}
