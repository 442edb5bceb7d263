import * as tf from '@tensorflow/tfjs';
import type { Config } from '../core/settings';
import { unchanged } from '../model/augment';
import type { Augment } from '../model/augment';
import { LOSSES } from '../model/losses';
import { forward, updateRunningStatistics } from '../model/network';
import type { BatchStatistics } from '../model/network';
import type { Pair } from '../model/pair';
import type { Adam } from './adam';

/** The settings that an update reads. */
export type UpdateSettings = Pick<Config, 'loss' | 'labelSmoothing' | 'learningRateD' | 'learningRateG'>;

/** Scalars that one update reports; the caller reads and disposes them. */
export type DiscriminatorReport = {
  lossD: tf.Scalar;
  dReal: tf.Scalar;
  dFakeAfter: tf.Scalar;
  gradNormD: tf.Scalar;
};
export type GeneratorReport = {
  lossG: tf.Scalar;
  dFakeBefore: tf.Scalar;
  gradNormG: tf.Scalar;
};

/**
 * Teaches D to tell `real` images (NHWC in the pair's pixel range) from G(z), z [n, 1, 1, zSize]. G and its running
 * statistics stay as they are: the fakes are made outside of what D's gradient sees. Real and fake go through D as
 * two batches, so that batch norm never mixes them. `augment` changes both before D sees them.
 */
export function updateDiscriminator(
  { generator, discriminator }: Pair,
  optimizer: Adam,
  real: tf.Tensor4D,
  z: tf.Tensor4D,
  settings: UpdateSettings,
  augment: Augment = unchanged,
): DiscriminatorReport {
  return tf.tidy(() => {
    const loss = LOSSES[settings.loss];
    const fake = forward(generator, z, 'training').output;
    const { value, gradients, kept, statistics } = differentiate(optimizer, () => {
      const onReal = forward(discriminator, augment(real), 'training');
      const onFake = forward(discriminator, augment(fake), 'training');
      return {
        value: loss.discriminator(onReal.output, onFake.output, settings.labelSmoothing),
        kept: [loss.score(onReal.output).mean(), loss.score(onFake.output).mean()],
        statistics: [...onReal.statistics, ...onFake.statistics],
      };
    });
    optimizer.update(gradients, settings.learningRateD);
    updateRunningStatistics(discriminator, statistics);
    return { lossD: value, dReal: kept[0]!, dFakeAfter: kept[1]!, gradNormD: norm(gradients) };
  });
}

/** Teaches G to make D take G(z), changed by `augment`, for real. D and its running statistics stay as they are. */
export function updateGenerator(
  { generator, discriminator }: Pair,
  optimizer: Adam,
  z: tf.Tensor4D,
  settings: UpdateSettings,
  augment: Augment = unchanged,
): GeneratorReport {
  return tf.tidy(() => {
    const loss = LOSSES[settings.loss];
    const { value, gradients, kept, statistics } = differentiate(optimizer, () => {
      const fake = forward(generator, z, 'training');
      const verdict = forward(discriminator, augment(fake.output), 'training').output;
      return {
        value: loss.generator(verdict),
        kept: [loss.score(verdict).mean()],
        statistics: fake.statistics,
      };
    });
    optimizer.update(gradients, settings.learningRateG);
    updateRunningStatistics(generator, statistics);
    return { lossG: value, dFakeBefore: kept[0]!, gradNormG: norm(gradients) };
  });
}

/** A loss to differentiate, and what the caller wants to know beside it. */
interface Evaluation {
  value: tf.Scalar;
  kept: readonly tf.Tensor[];
  statistics: readonly BatchStatistics[];
}

/** A loss, its gradient by each of the optimizer's own variables in their order, and what was kept beside it. */
function differentiate(optimizer: Adam, evaluate: () => Evaluation) {
  let beside: Omit<Evaluation, 'value'> = { kept: [], statistics: [] };
  const { value, grads } = tf.variableGrads(
    () => {
      const { value: loss, kept, statistics } = evaluate();
      beside = {
        kept: kept.map(tf.keep),
        statistics: statistics.map((s) => ({ ...s, mean: tf.keep(s.mean), variance: tf.keep(s.variance) })),
      };
      return loss;
    },
    [...optimizer.variables],
  );
  return {
    value,
    gradients: optimizer.variables.map((variable) => grads[variable.name]!),
    kept: beside.kept.map((tensor) => handOver(tensor) as tf.Scalar),
    statistics: beside.statistics.map((s) => ({ ...s, mean: handOver(s.mean), variance: handOver(s.variance) })),
  };
}

/** Gives a kept tensor back to the tidy around: variableGrads frees all that is not kept, a tidy all that is not. */
function handOver<T extends tf.Tensor>(tensor: T): T {
  const handed = tensor.clone();
  tensor.dispose();
  return handed;
}

/** The Euclidean norm of all gradients taken as one vector. */
function norm(gradients: readonly tf.Tensor[]): tf.Scalar {
  // Not addN: on WebGPU it binds every term at once, more than a device allows, and what it gives then is nothing.
  return tf
    .stack(gradients.map((gradient) => gradient.square().sum()))
    .sum()
    .sqrt() as tf.Scalar;
}
