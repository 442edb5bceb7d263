import * as tf from '@tensorflow/tfjs';
import type { LayerSpec } from '../core/architecture';
import { MessageError } from '../core/messages';
import { forward } from '../model/network';
import type { ForwardHooks, Network } from '../model/network';
import type { FeatureMaps, Stage } from '../core/inspection';

/** The layer's spec, or the message that the network lacks it. */
export function layerOf({ layers }: Network, name: string): LayerSpec {
  const layer = layers.find((spec) => spec.name === name);
  if (!layer) throw new MessageError('layerUnknown', { layer: name });
  return layer;
}

/**
 * The values that stand at a stage of a layer, [n, height, width, channels], in inference mode. To be called inside a
 * tidy or a gradient; `hooks` act on the way there.
 */
export function valuesAt(
  network: Network,
  input: tf.Tensor4D,
  layer: string,
  stage: Stage,
  hooks: ForwardHooks = {},
): tf.Tensor4D {
  const upTo = network.layers.indexOf(layerOf(network, layer)) + 1;
  let found: tf.Tensor4D | undefined;
  // What stands behind the layer would be computed for nothing.
  forward({ ...network, layers: network.layers.slice(0, upTo) }, input, 'inference', {
    ...hooks,
    watch: (spec, at, x) => {
      const value = hooks.watch?.(spec, at, x) ?? x;
      if (spec.name === layer && at === stage) found = value;
      return value;
    },
  });
  return found!;
}

/** The feature maps of one example: a z [1, 1, zSize] for the generator, an image for the discriminator. */
export async function featureMaps(
  network: Network,
  example: Float32Array,
  layer: string,
  stage: Stage,
): Promise<FeatureMaps> {
  const shape = network.layers[0]!.input;
  const found = tf.tidy(() => valuesAt(network, tf.tensor4d(example, [1, ...shape]), layer, stage));
  const [, height, width, channels] = found.shape;
  const values = Float32Array.from(await found.data());
  found.dispose();
  return { layer, stage, shape: [height, width, channels], values };
}
