import * as tf from '@tensorflow/tfjs';
import type { ForwardHooks } from '../model/network';

/** For each layer named, a factor per channel: 0 switches a channel off, 1 leaves it. */
export type ChannelScales = ReadonlyMap<string, Float32Array>;

/** Hooks for a forward pass in which every channel's feature map, after the activation, is scaled by its factor. */
export function scaleChannels(scales: ChannelScales): ForwardHooks {
  return {
    watch: ({ name }, stage, x) => {
      const factors = scales.get(name);
      return factors && stage === 'activated' ? x.mul(tf.tensor1d(factors)) : x;
    },
  };
}
