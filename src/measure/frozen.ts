import * as tf from '@tensorflow/tfjs';
import type { Network } from '../model/network';
import type { Pair } from '../model/pair';

/**
 * A copy of both networks as they are at this moment, for work that goes on while training changes the originals; to be
 * freed like any pair. Real copies, since a planned step writes into the variables' own buffers.
 */
export function freezePair({ generator, discriminator, range }: Pair): Pair {
  return { generator: freeze(generator), discriminator: freeze(discriminator), average: null, range };
}

function freeze({ layers, variables }: Network): Network {
  const copies = [...variables].map(
    ([name, variable]) => [name, tf.tidy(() => tf.variable(tf.mul(variable, 1), variable.trainable))] as const,
  );
  return { layers, variables: new Map(copies) };
}
