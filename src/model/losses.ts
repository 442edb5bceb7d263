import * as tf from '@tensorflow/tfjs';
import type { Config } from '../core/settings';

/** One of the ways to play the game; logits are [n, 1, 1, 1] or any shape, each loss a scalar. */
export interface Loss {
  /** D's loss: the sum of its real and its fake half. `smoothing` s moves the real target from 1 to 1 - s. */
  discriminator(real: tf.Tensor, fake: tf.Tensor, smoothing: number): tf.Scalar;
  generator(fake: tf.Tensor): tf.Scalar;
  /** D's verdict on each image, 1 for surely real and 0 for surely generated. */
  score(logits: tf.Tensor): tf.Tensor;
}

/**
 * Every loss is computed from logits. The cross-entropies use softplus(l) = log(1 + exp(l)): -log sigmoid(l) is
 * softplus(-l) and -log(1 - sigmoid(l)) is softplus(l), neither of which saturates in the wrong place.
 */
export const LOSSES: Record<Config['loss'], Loss> = {
  /** Goodfellow et al. 2014, with the generator's loss -log D(G(z)); the loss of the DCGAN paper. */
  nonSaturating: {
    discriminator: (real, fake, smoothing) =>
      tf
        .softplus(real.neg())
        .mul(1 - smoothing)
        .add(tf.softplus(real).mul(smoothing))
        .mean()
        .add(tf.softplus(fake).mean()) as tf.Scalar,
    generator: (fake) => tf.softplus(fake.neg()).mean() as tf.Scalar,
    score: (logits) => logits.sigmoid(),
  },
  /** Mao et al. 2017, equation 9, with a = 0, b = c = 1. */
  leastSquares: {
    discriminator: (real, fake, smoothing) =>
      real
        .sub(1 - smoothing)
        .square()
        .mean()
        .add(fake.square().mean())
        .mul(0.5) as tf.Scalar,
    generator: (fake) => fake.sub(1).square().mean().mul(0.5) as tf.Scalar,
    score: (logits) => logits,
  },
  /** Lim and Ye 2017; it has no targets that could be smoothed, so a config with both is refused. */
  hinge: {
    discriminator: (real, fake) =>
      tf.scalar(1).sub(real).relu().mean().add(fake.add(1).relu().mean()) as tf.Scalar,
    generator: (fake) => fake.mean().neg() as tf.Scalar,
    score: (logits) => logits.sigmoid(),
  },
};
