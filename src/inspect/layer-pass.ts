import * as tf from '@tensorflow/tfjs';
import type { LayerPass } from '../core/inspection';
import { upsample } from '../model/layers';
import { forward, variableOf } from '../model/network';
import type { Network } from '../model/network';
import { layerOf } from './feature-maps';

/**
 * What goes into a convolution for one example, the kernel of one of its channels, and what comes out of the linear
 * operation there. All belong to the same weights, though training may go on meanwhile.
 */
export async function layerPass(network: Network, example: Float32Array, name: string, channel: number): Promise<LayerPass> {
  const layer = layerOf(network, name);
  if (layer.kind === 'dense') throw new Error(`${name} is not a convolution`);
  const shape = network.layers[0]!.input;
  const before = network.layers.slice(0, network.layers.indexOf(layer));
  const found = tf.tidy(() => {
    const image = tf.tensor4d(example, [1, ...shape]);
    const below = forward({ layers: before, variables: network.variables }, image, 'inference').output;
    let linear = below;
    forward({ layers: [layer], variables: network.variables }, below, 'inference', {
      watch: (_, stage, x) => {
        if (stage === 'linear') linear = x;
        return x;
      },
    });
    const [, height, width] = linear.shape;
    const stored = variableOf(network, `${name}.kernel`) as unknown as tf.Tensor4D;
    const [k, , third, fourth] = stored.shape;
    const kernel =
      layer.kind === 'conv'
        ? stored.slice([0, 0, 0, channel], [k, k, third, 1])
        : stored.slice([0, 0, channel, 0], [k, k, 1, fourth]);
    return {
      // A view of its own: without layers below, the tensor is the example's.
      input: layer.upsample ? upsample(below) : below.clone(),
      kernel,
      output: linear.slice([0, 0, 0, channel], [1, height, width, 1]),
    };
  });
  const [, height, width, channels] = found.input.shape;
  const read = async (tensor: tf.Tensor) => Float32Array.from(await tensor.data());
  const [input, kernel, output] = await Promise.all([read(found.input), read(found.kernel), read(found.output)]);
  tf.dispose(Object.values(found));
  return { layer: name, channel, inputShape: [height, width, channels], input, kernel, output };
}
