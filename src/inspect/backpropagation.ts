import * as tf from '@tensorflow/tfjs';
import type { LayerSpec } from '../core/architecture';
import { activate } from '../model/layers';
import type { Network } from '../model/network';
import { valuesAt } from './feature-maps';
import type { Attribution, BackpropagationRule } from '../core/inspection';
import { readAttribution, strongestUnits } from './strongest-units';

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
  const { found, signal, width } = tf.tidy(() => {
    const map = (x: tf.Tensor4D) =>
      valuesAt(network, x, layer, 'activated', {
        activate: (value, activation) => activateByRule(value, activation, rule),
      });
    const maps = map(images);
    const { mask, ...found } = strongestUnits(maps, channels);
    const signal = tf.grad((x) => map(x as tf.Tensor4D).mul(mask).sum())(images) as tf.Tensor4D;
    return { found, signal, width: maps.shape[2] };
  });
  return readAttribution(found, signal, width);
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
