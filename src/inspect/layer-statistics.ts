import * as tf from '@tensorflow/tfjs';
import type { LayerSpec } from '../core/architecture';
import type { TensorData } from '../core/checkpoint';
import type { Network } from '../model/network';
import { variableOf } from '../model/network';
import { readVariable } from '../model/variable';
import { valuesAt } from './feature-maps';
import type { LayerStatistics } from '../core/inspection';

const BINS = 32;

/**
 * Statistics of every layer. `probe` is a batch [n, height, width, channels] of what the network is fed, flat;
 * `firstMoments` are Adam's by parameter name.
 */
export async function layerStatistics(
  network: Network,
  probe: Float32Array,
  firstMoments: ReadonlyMap<string, tf.Variable>,
): Promise<LayerStatistics[]> {
  return Promise.all(
    network.layers.map(async (layer) => {
      const kernel = await readVariable(variableOf(network, `${layer.name}.kernel`));
      const moment = await readVariable(firstMoments.get(`${layer.name}.kernel`)!);
      return {
        layer: layer.name,
        ...weightHistogram(kernel),
        gradientNorm: Math.sqrt(moment.values.reduce((sum, value) => sum + value * value, 0)),
        dead: await deadChannels(network, layer, probe),
        channels: layer.output[2],
      };
    }),
  );
}

function weightHistogram({ values }: TensorData) {
  const limit = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const histogram = Array.from({ length: BINS }, () => 0);
  for (const value of values) {
    const bin = limit === 0 ? BINS / 2 : Math.floor(((value + limit) / (2 * limit)) * BINS);
    histogram[Math.min(bin, BINS - 1)]!++;
  }
  return { histogram, limit };
}

async function deadChannels(network: Network, { name }: LayerSpec, probe: Float32Array): Promise<number> {
  const shape = network.layers[0]!.input;
  const count = probe.length / (shape[0] * shape[1] * shape[2]);
  const dead = tf.tidy(() => {
    const values = valuesAt(network, tf.tensor4d(probe, [count, ...shape]), name, 'activated');
    return values.max([0, 1, 2]).lessEqual(0).cast('float32').sum();
  });
  const [channels] = await dead.data();
  dead.dispose();
  return channels!;
}
