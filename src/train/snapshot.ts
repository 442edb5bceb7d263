import * as tf from '@tensorflow/tfjs';
import type { Checkpoint } from '../core/checkpoint';
import type { ReadableState, TrainingState } from './checkpoint';

/**
 * A copy, on the backend, of everything that a step changes: the variables, Adam's clocks, and the random streams, so
 * that a run that is taken back goes on as it did before. It holds real copies rather than references, because a
 * planned step writes into the variables' own buffers. To be made when no step is under way.
 */
export class Snapshot {
  readonly step: number;
  readonly #copies: ReadonlyMap<tf.Variable, tf.Tensor>;
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
    this.#copies = new Map(variables.map((variable) => [variable, tf.mul(variable, 1)]));
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

  /** What it holds, to be read as the state of the run that it was made of is. */
  stateOf({ trained, optimizers }: TrainingState): ReadableState {
    const copy = (variable: tf.Variable) => this.#copies.get(variable)!;
    const copies = ({ variables }: TrainingState['trained']['generator']) => ({
      variables: new Map([...variables].map(([name, variable]) => [name, copy(variable)])),
    });
    const moments = (network: 'generator' | 'discriminator') => {
      const { names, first, second } = optimizers[network];
      return { names, first: first.map(copy), second: second.map(copy), time: this.#time[network] };
    };
    return {
      trained: {
        generator: copies(trained.generator),
        discriminator: copies(trained.discriminator),
        average: trained.average && copies(trained.average),
      },
      optimizers: { generator: moments('generator'), discriminator: moments('discriminator') },
      latents: { state: this.#random.latents },
      order: { state: this.#random.order },
    };
  }

  dispose(): void {
    for (const copy of this.#copies.values()) copy.dispose();
  }
}
