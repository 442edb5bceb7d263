import * as tf from '@tensorflow/tfjs';
import type { LayerSpec } from '../core/architecture';
import { activate } from '../model/layers';
import type { Network } from '../model/network';
import { valuesAt } from './feature-maps';
import type { Attribution, BackpropagationRule } from '../core/inspection';

/**
 * Sends responses of `layer`, after the activation, back to the pixels of `images` (NHWC) by the given rule: for each
 * image that of the strongest unit of its own one of `channels`.
 */
export async function attribute(
  network: Network,
  images: tf.Tensor4D,
  layer: string,
  channels: readonly number[],
  rule: BackpropagationRule,
): Promise<Attribution> {
  const { responses, units, signal, width } = tf.tidy(() => {
    const map = (x: tf.Tensor4D) => channelMaps(network, x, layer, channels, rule);
    const response = map(images);
    const [count, , columns] = response.shape;
    const flat = response.reshape([count!, -1]);
    const strongest = flat.argMax(1);
    const units = tf.range(0, flat.shape[1]!, 1, 'int32');
    const chosen = units.equal(strongest.expandDims(1)).cast('float32').reshape(response.shape);
    const back = tf.grad((x) => map(x as tf.Tensor4D).mul(chosen).sum())(images);
    return { responses: flat.max(1), units: strongest, signal: back, width: columns! };
  });
  const [values, places, pixels] = await Promise.all([responses.data(), units.data(), signal.data()]);
  tf.dispose([responses, units, signal]);
  return {
    responses: Float32Array.from(values),
    places: Int32Array.from(Array.from(places).flatMap((unit) => [Math.floor(unit / width), unit % width])),
    signal: Float32Array.from(pixels),
  };
}

/** For each image one channel of a layer after its activation, [n, height, width]. */
function channelMaps(
  network: Network,
  x: tf.Tensor4D,
  layer: string,
  channels: readonly number[],
  rule: BackpropagationRule,
): tf.Tensor3D {
  const found = valuesAt(network, x, layer, 'activated', {
    activate: (value, activation) => activateByRule(value, activation, rule),
  });
  const [count, , , depth] = found.shape;
  const chosen = tf.range(0, depth).equal(tf.tensor2d([...channels], [count, 1])).cast('float32');
  return found.mul(chosen.reshape([count, 1, 1, depth])).sum(3) as tf.Tensor3D;
}

function activateByRule(x: tf.Tensor4D, activation: LayerSpec['activation'], rule: BackpropagationRule): tf.Tensor4D {
  if (rule === 'gradient' || (activation !== 'relu' && activation !== 'leakyRelu')) return activate(x, activation);
  const rectifier = tf.customGrad((input, save) => {
    const x = input as tf.Tensor4D;
    (save as tf.GradSaveFunc)([x]);
    return {
      value: activate(x, activation),
      gradFunc: (dy: tf.Tensor, [saved]: tf.Tensor[]) => {
        const positive = dy.relu();
        return rule === 'guided' ? positive.mul(tf.step(saved!)) : positive;
      },
    };
  });
  return rectifier(x) as tf.Tensor4D;
}
