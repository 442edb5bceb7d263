import * as tf from '@tensorflow/tfjs';
import { BATCH_NORM_EPSILON, BATCH_NORM_MOMENTUM } from '../core/architecture';
import type { LayerSpec } from '../core/architecture';
import type { Stage } from '../core/inspection';
import { initialValue } from './initializers';
import { activate, linear, maxPool, upsample } from './layers';

/** A network's layers and its tensors by parameter name; it owns the variables. */
export interface Network {
  layers: readonly LayerSpec[];
  variables: ReadonlyMap<string, tf.Variable>;
}

/** The batch's mean and variance of one batch-normalized layer, [channels] each. */
export interface BatchStatistics {
  layer: string;
  mean: tf.Tensor1D;
  variance: tf.Tensor1D;
}

/** A forward pass: the output NHWC, and what batch norm saw (empty in inference mode). */
export interface ForwardPass {
  output: tf.Tensor4D;
  statistics: readonly BatchStatistics[];
}

/** Makes a network with weights drawn from the seed's streams, one stream a parameter. */
export function createNetwork(layers: readonly LayerSpec[], seed: number, weightStd: number): Network {
  const variables = new Map<string, tf.Variable>();
  for (const parameter of layers.flatMap((layer) => layer.parameters)) {
    const value = tf.tensor(initialValue(parameter, seed, weightStd), [...parameter.shape]);
    variables.set(parameter.name, tf.variable(value, parameter.trainable));
    value.dispose();
  }
  return { layers, variables };
}

/** Frees the network's tensors. */
export function disposeNetwork({ variables }: Network): void {
  for (const variable of variables.values()) variable.dispose();
}

/** The variables that an optimizer may change, by name, in a fixed order. */
export function trainable({ variables }: Network): ReadonlyMap<string, tf.Variable> {
  return new Map([...variables].filter(([, variable]) => variable.trainable));
}

/** One of the network's tensors; a name that it lacks is a bug. */
export function variableOf({ variables }: Network, name: string): tf.Variable {
  const variable = variables.get(name);
  if (!variable) throw new Error(`the network has no tensor ${name}`);
  return variable;
}

/** What may look into a forward pass, and change it. */
export interface ForwardHooks {
  /** Is handed every value on its way and gives what takes its place, usually the value itself. */
  watch?: (layer: LayerSpec, stage: Stage, x: tf.Tensor4D) => tf.Tensor4D;
  /** Takes the place of the activation functions, for other rules of backpropagation. */
  activate?: (x: tf.Tensor4D, activation: LayerSpec['activation']) => tf.Tensor4D;
}

/**
 * Applies the network to a batch, NHWC. In training mode batch norm uses the batch's own statistics and reports them;
 * in inference mode it uses the running ones, so that an output does not depend on what else is in the batch. Changes
 * nothing: see `updateRunningStatistics`.
 */
export function forward(
  network: Network,
  input: tf.Tensor4D,
  mode: 'training' | 'inference',
  { watch = (_layer, _stage, value) => value, activate: activated = activate }: ForwardHooks = {},
): ForwardPass {
  const statistics: BatchStatistics[] = [];
  let x = input;
  for (const layer of network.layers) {
    if (layer.upsample) x = upsample(x);
    x = watch(layer, 'linear', linear(x, variableOf(network, `${layer.name}.kernel`), layer));
    x = watch(layer, 'normalized', normalize(network, x, layer, mode, statistics));
    x = watch(layer, 'activated', activated(x, layer.activation));
    if (layer.pool) x = maxPool(x);
  }
  return { output: x, statistics };
}

function normalize(
  network: Network,
  x: tf.Tensor4D,
  { name, norm }: LayerSpec,
  mode: 'training' | 'inference',
  statistics: BatchStatistics[],
): tf.Tensor4D {
  const parameter = (role: string) => variableOf(network, `${name}.${role}`) as unknown as tf.Tensor1D;
  switch (norm) {
    case 'none':
      return x;
    case 'bias':
      return x.add(parameter('bias'));
    case 'batch': {
      let mean = parameter('mean');
      let variance = parameter('variance');
      if (mode === 'training') {
        const moments = tf.moments(x, [0, 1, 2]);
        mean = moments.mean as tf.Tensor1D;
        variance = moments.variance as tf.Tensor1D;
        statistics.push({ layer: name, mean, variance });
      }
      const scale = parameter('gamma').mul(variance.add(BATCH_NORM_EPSILON).rsqrt());
      return x.sub(mean).mul(scale).add(parameter('beta'));
    }
    default:
      return norm satisfies never;
  }
}

/** Moves the running statistics toward a batch's: momentum x old + (1 - momentum) x new, with the biased variance. */
export function updateRunningStatistics(network: Network, statistics: readonly BatchStatistics[]): void {
  tf.tidy(() => {
    for (const { layer, mean, variance } of statistics) {
      const move = (role: string, batch: tf.Tensor1D) => {
        const running = variableOf(network, `${layer}.${role}`);
        running.assign(running.mul(BATCH_NORM_MOMENTUM).add(batch.mul(1 - BATCH_NORM_MOMENTUM)));
      };
      move('mean', mean);
      move('variance', variance);
    }
  });
}
