import { named } from './architecture';
import type { LayerSpec, MapShape } from './architecture';

/** Height and width of the images that feature networks see; others are brought to it. */
export const FEATURE_IMAGE = 32;
/** Numbers that an image becomes: the outputs of the last layer before the classes. */
export const FEATURES = 64;
/** Filters of the strided convolutions, from the image inwards. */
const FILTERS = [16, 32, 64] as const;

/**
 * A small classifier of our own, whose features measure images as Inception's do elsewhere: three strided convolutions
 * with batch norm, a dense layer of `FEATURES` and one logit a class. With no class it ends at the features.
 */
export function featureLayers(channels: 1 | 3, classes: number): readonly LayerSpec[] {
  const hidden = { upsample: false, pool: false, norm: 'batch', activation: 'leakyRelu' } as const;
  const layers: LayerSpec[] = [];
  let input: MapShape = [FEATURE_IMAGE, FEATURE_IMAGE, channels];
  for (const filters of FILTERS) {
    const output: MapShape = [input[0] / 2, input[1] / 2, filters];
    layers.push(named(`f${layers.length + 1}`, { ...hidden, kind: 'conv', input, output, kernel: 4, stride: 2 }));
    input = output;
  }
  const dense = { kind: 'dense', kernel: 0, stride: 1 } as const;
  const features: MapShape = [1, 1, FEATURES];
  layers.push(named(`f${layers.length + 1}`, { ...hidden, ...dense, input, output: features }));
  const output: MapShape = [1, 1, classes];
  const logits = { ...hidden, ...dense, input: features, output, norm: 'bias', activation: 'linear' } as const;
  return classes === 0 ? layers : [...layers, named(`f${layers.length + 1}`, logits)];
}

/** What is known of a trained feature network: how it was made and how well it tells held-out images apart. */
export interface FeatureNetworkInfo {
  /** The data set that it was trained on, and the hash of that set's content. */
  id: string;
  dataHash: string;
  channels: 1 | 3;
  classNames: readonly string[];
  /** Share of `heldOut` images that it names rightly, with its weights as they are stored. */
  accuracy: number;
  heldOut: number;
  /** SHA-256 of the file of weights, in lower-case hexadecimal. */
  sha256: string;
  /** How it was trained. */
  epochs: number;
  seed: number;
}
