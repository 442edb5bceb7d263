import * as tf from '@tensorflow/tfjs';
import type { TensorData } from '../core/checkpoint';
import type { LayerStatistics } from '../core/inspection';
import type { Network } from '../model/network';
import { variableOf } from '../model/network';
import { readVariable } from '../model/variable';
import { layerOf, valuesAt } from './feature-maps';

const BINS = 32;

/**
 * Statistics of one layer. `probe` is a batch [n, height, width, channels] of what the network is fed, flat;
 * `firstMoment` is Adam's of the layer's kernel.
 */
export async function layerStatistics(
  network: Network,
  name: string,
  probe: Float32Array,
  firstMoment: tf.Variable,
): Promise<LayerStatistics> {
  const layer = layerOf(network, name);
  // Everything is asked for before anything is awaited, so that it belongs to one step.
  const [kernel, gradientNorm, dead] = await Promise.all([
    readVariable(variableOf(network, `${name}.kernel`)),
    readScalar(() => firstMoment.norm() as tf.Scalar),
    readScalar(() => deadChannels(network, name, probe)),
  ]);
  return { layer: name, ...weightHistogram(kernel), gradientNorm, dead, channels: layer.output[2] };
}

async function readScalar(compute: () => tf.Scalar): Promise<number> {
  const scalar = tf.tidy(compute);
  const [value] = await scalar.data();
  scalar.dispose();
  return value!;
}

/** Of the finite weights: others show only until the run is taken back for them. */
function weightHistogram({ values: all }: TensorData) {
  const values = all.filter(Number.isFinite);
  const limit = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const histogram = Array.from({ length: BINS }, () => 0);
  for (const value of values) {
    const bin = limit === 0 ? BINS / 2 : Math.floor(((value + limit) / (2 * limit)) * BINS);
    histogram[Math.min(bin, BINS - 1)]!++;
  }
  return { histogram, limit };
}

/** How many channels are above zero nowhere on the whole batch. */
function deadChannels(network: Network, name: string, probe: Float32Array): tf.Scalar {
  const shape = network.layers[0]!.input;
  const count = probe.length / (shape[0] * shape[1] * shape[2]);
  const values = valuesAt(network, tf.tensor4d(probe, [count, ...shape]), name, 'activated');
  return values.max([0, 1, 2]).lessEqual(0).cast('float32').sum() as tf.Scalar;
}
