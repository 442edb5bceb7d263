import * as tf from '@tensorflow/tfjs';
import type { Distribution, NormReport } from '../core/lab-reports';
import { forward } from '../model/network';
import type { Network } from '../model/network';
import { layerOf } from './feature-maps';

const BINS = 48;

/**
 * A layer's values before and after its norm, over a batch `input` [n, height, width, channels], flat, with the batch's
 * own statistics as in training.
 */
export async function normReport(network: Network, input: Float32Array, name: string): Promise<NormReport> {
  const { output } = layerOf(network, name);
  const channels = output[2];
  const shape = network.layers[0]!.input;
  const found: tf.Tensor[] = [];
  const last = tf.tidy(() => {
    const batch = tf.tensor4d(input, [input.length / (shape[0] * shape[1] * shape[2]), ...shape]);
    return forward(network, batch, 'training', {
      watch: ({ name: at }, stage, x) => {
        if (at === name && (stage === 'linear' || stage === 'normalized')) found.push(tf.keep(x));
        return x;
      },
    }).output;
  });
  last.dispose();
  const [before, after] = await Promise.all(found.map(async (tensor) => Float32Array.from(await tensor.data())));
  // Without a norm both are one tensor, which may be disposed of once only.
  tf.dispose([...new Set(found)]);
  return {
    layer: name,
    before: distribution(before!),
    after: distribution(after!),
    channelsBefore: perChannel(before!, channels),
    channelsAfter: perChannel(after!, channels),
  };
}

function distribution(values: Float32Array): Distribution {
  const [mean, std] = moments(values, 0, 1);
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const counts = Array.from({ length: BINS }, () => 0);
  const width = (high - low) / BINS || 1;
  for (const value of values) counts[Math.min(BINS - 1, Math.floor((value - low) / width))]!++;
  return { low, high, counts, mean, std };
}

function perChannel(values: Float32Array, channels: number): Float32Array<ArrayBuffer> {
  const table = new Float32Array(channels * 2);
  for (let channel = 0; channel < channels; channel++) table.set(moments(values, channel, channels), channel * 2);
  return table;
}

/** Mean and standard deviation of every `stride`th value from `first` on. */
function moments(values: Float32Array, first: number, stride: number): [number, number] {
  let [sum, count] = [0, 0];
  for (let i = first; i < values.length; i += stride, count++) sum += values[i]!;
  const mean = sum / count;
  let squares = 0;
  for (let i = first; i < values.length; i += stride) squares += (values[i]! - mean) ** 2;
  return [mean, Math.sqrt(squares / count)];
}
