import * as tf from '@tensorflow/tfjs';
import { BATCH_NORM_EPSILON } from '../core/architecture';
import type { ChannelNorm, Distribution, Moments, NormReport } from '../core/lab-reports';
import { forward, variableOf } from '../model/network';
import type { Network } from '../model/network';
import { layerOf } from './feature-maps';

const BINS = 48;

/**
 * A layer's values on their way through its norm, over a batch `input` [n, height, width, channels], flat, with the
 * batch's own statistics as in training.
 */
export async function normReport(network: Network, input: Float32Array, name: string): Promise<NormReport> {
  const layer = layerOf(network, name);
  const [height, width, count] = layer.output;
  const [before, after] = await aroundNorm(network, input, name);
  const parameter = async (role: string) => Array.from(await variableOf(network, `${name}.${role}`).data());
  const batch = layer.norm === 'batch';
  const [scale, shift] = await Promise.all([
    batch ? parameter('gamma') : null,
    batch ? parameter('beta') : layer.norm === 'bias' ? parameter('bias') : null,
  ]);
  const normalized = batch ? normalize(before, count) : null;
  const channels = Array.from({ length: count }, (_, channel): ChannelNorm => ({
    before: moments(before, channel, count),
    normalized: normalized && moments(normalized, channel, count),
    scale: scale?.[channel] ?? null,
    shift: shift?.[channel] ?? null,
    after: moments(after, channel, count),
  }));
  return {
    layer: name,
    examples: before.length / (height * width * count),
    before: distribution(before),
    normalized: normalized && distribution(normalized),
    after: distribution(after),
    channels,
  };
}

/** What goes into a layer's norm and what comes out of it, NHWC, flat. */
async function aroundNorm(network: Network, input: Float32Array, name: string): Promise<[Float32Array, Float32Array]> {
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
  return [before!, after!];
}

/** Batch norm without its learned part: (x - mean) / sqrt(variance + epsilon), channel by channel. */
function normalize(values: Float32Array, channels: number): Float32Array {
  const normalized = new Float32Array(values.length);
  for (let channel = 0; channel < channels; channel++) {
    const { mean, std } = moments(values, channel, channels);
    const divisor = Math.sqrt(std ** 2 + BATCH_NORM_EPSILON);
    for (let i = channel; i < values.length; i += channels) normalized[i] = (values[i]! - mean) / divisor;
  }
  return normalized;
}

function distribution(values: Float32Array): Distribution {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const counts = Array.from({ length: BINS }, () => 0);
  const width = (high - low) / BINS || 1;
  for (const value of values) counts[Math.min(BINS - 1, Math.floor((value - low) / width))]!++;
  return { low, high, counts, ...moments(values, 0, 1) };
}

/** Of every `stride`th value from `first` on. */
function moments(values: Float32Array, first: number, stride: number): Moments {
  let [sum, count] = [0, 0];
  for (let i = first; i < values.length; i += stride, count++) sum += values[i]!;
  const mean = sum / count;
  let squares = 0;
  for (let i = first; i < values.length; i += stride) squares += (values[i]! - mean) ** 2;
  return { mean, std: Math.sqrt(squares / count) };
}
