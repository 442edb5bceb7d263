import * as tf from '@tensorflow/tfjs';
import type { Checkpoint } from '../core/checkpoint';
import type { TrainingState } from './checkpoint';

/**
 * A copy, on the backend, of everything that a step changes: the variables, Adam's clocks, and the random streams, so
 * that a run that is taken back goes on as it did before. It holds real copies rather than references, because a
 * planned step writes into the variables' own buffers. To be made when no step is under way.
 */
export class Snapshot {
  readonly step: number;
  readonly #copies: readonly [tf.Variable, tf.Tensor][];
  readonly #time: Checkpoint['adamTime'];
  readonly #random: Checkpoint['random'];

  constructor({ trained, optimizers, latents, order }: TrainingState, step: number) {
    this.step = step;
    this.#time = { generator: optimizers.generator.time, discriminator: optimizers.discriminator.time };
    this.#random = { latents: [...latents.state], order: { ...order.state } };
    const variables = [
      ...trained.generator.variables.values(),
      ...trained.discriminator.variables.values(),
      ...(trained.average?.variables.values() ?? []),
      ...Object.values(optimizers).flatMap(({ first, second }) => [...first, ...second]),
    ];
    this.#copies = variables.map((variable) => [variable, tf.mul(variable, 1)]);
  }

  /** Puts everything back as it was. */
  restore({ optimizers, latents, order }: TrainingState): void {
    tf.tidy(() => {
      for (const [variable, copy] of this.#copies) variable.assign(tf.mul(copy, 1));
    });
    optimizers.generator.time = this.#time.generator;
    optimizers.discriminator.time = this.#time.discriminator;
    latents.state = this.#random.latents;
    order.state = this.#random.order;
  }

  dispose(): void {
    for (const [, copy] of this.#copies) copy.dispose();
  }
}
