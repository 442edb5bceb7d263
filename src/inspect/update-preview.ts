import * as tf from '@tensorflow/tfjs';
import type { NetworkName } from '../core/architecture';
import type { Config } from '../core/settings';
import { LOSSES } from '../model/losses';
import type { Augment } from '../model/augment';
import { forward, trainable } from '../model/network';
import type { Pair } from '../model/pair';

/**
 * What an update is computed from: latents [n, 1, 1, zSize], real images NHWC in the pair's range, and how both are
 * changed; each call gives the same changes anew, as the update is gone through several times.
 */
export interface UpdateInput {
  z: tf.Tensor4D;
  real: tf.Tensor4D;
  makeAugment: () => Augment;
}

/** The tensors of one update; the caller disposes of them. */
export interface UpdateTensors {
  fake: tf.Tensor4D;
  realScore: tf.Tensor1D;
  fakeScore: tf.Tensor1D;
  loss: tf.Scalar;
  /** The gradient of the loss by the fakes' pixels. */
  pixels: tf.Tensor4D;
  /** The gradient's norm by layer, in the order of the network's layers. */
  norms: tf.Tensor1D;
}

/**
 * Computes one update as the training step does, in training mode and from the same numbers, but makes none of it: no
 * weight, running statistic or moment changes.
 */
export function updateTensors(
  pair: Pair,
  turn: NetworkName,
  { z, real, makeAugment }: UpdateInput,
  settings: Pick<Config, 'loss' | 'labelSmoothing'>,
): UpdateTensors {
  const { generator, discriminator } = pair;
  const loss = LOSSES[settings.loss];
  const network = pair[turn];
  return tf.tidy(() => {
    const score = (logits: tf.Tensor) => loss.score(logits).flatten();
    const judge = (fake: tf.Tensor4D) => {
      const augment = makeAugment();
      if (turn === 'generator') {
        const verdict = forward(discriminator, augment(fake), 'training').output;
        return { value: loss.generator(verdict), fakeScore: score(verdict), realScore: tf.zeros([0]) as tf.Tensor1D };
      }
      const onReal = forward(discriminator, augment(real), 'training').output;
      const onFake = forward(discriminator, augment(fake), 'training').output;
      return { value: loss.discriminator(onReal, onFake, settings.labelSmoothing), fakeScore: score(onFake), realScore: score(onReal) };
    };
    const fake = forward(generator, z, 'training').output;
    const { value, fakeScore, realScore } = judge(fake);
    const pixels = tf.grad((pictures: tf.Tensor) => judge(pictures as tf.Tensor4D).value)(fake) as tf.Tensor4D;
    const variables = [...trainable(network).values()];
    const { grads } = tf.variableGrads(() => judge(forward(generator, z, 'training').output).value, variables);
    const norms = network.layers.map(({ parameters }) => {
      const squares = parameters
        .filter((parameter) => parameter.trainable)
        .map(({ name }) => grads[network.variables.get(name)!.name]!.square().sum());
      return tf.stack(squares).sum().sqrt();
    });
    return { fake, fakeScore, realScore, loss: value, pixels, norms: tf.stack(norms) as tf.Tensor1D };
  });
}
