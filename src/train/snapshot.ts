import * as tf from '@tensorflow/tfjs';
import type { Trainee } from './tfjs-stepper';

/**
 * A copy, on the backend, of everything that a step changes. It holds real copies rather than references, because a
 * planned step writes into the variables' own buffers.
 */
export class Snapshot {
  readonly step: number;
  readonly #copies: readonly [tf.Variable, tf.Tensor][];
  readonly #time: { generator: number; discriminator: number };

  constructor({ pair, optimizers }: Trainee, step: number) {
    this.step = step;
    this.#time = { generator: optimizers.generator.time, discriminator: optimizers.discriminator.time };
    const variables = [
      ...pair.generator.variables.values(),
      ...pair.discriminator.variables.values(),
      ...Object.values(optimizers).flatMap(({ first, second }) => [...first, ...second]),
    ];
    this.#copies = variables.map((variable) => [variable, tf.mul(variable, 1)]);
  }

  /** Puts everything back as it was. */
  restore({ optimizers }: Trainee): void {
    tf.tidy(() => {
      for (const [variable, copy] of this.#copies) variable.assign(tf.mul(copy, 1));
    });
    optimizers.generator.time = this.#time.generator;
    optimizers.discriminator.time = this.#time.discriminator;
  }

  dispose(): void {
    for (const [, copy] of this.#copies) copy.dispose();
  }
}
