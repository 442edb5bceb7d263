import type { OrderState } from '../core/checkpoint';
import { RandomStream } from '../core/random';

/**
 * The order in which a run sees its images: every epoch a permutation of its own, drawn from the seed and the epoch's
 * number, so that the place in it is all there is to save. Batches are always full; what is left of an epoch and too
 * small for one is dropped.
 */
export class BatchOrder {
  readonly #seed: number;
  readonly #batchSize: number;
  #state: OrderState = { epoch: 0, count: 0, position: 0 };
  #permutation = new Uint32Array(0);

  constructor(seed: number, batchSize: number) {
    this.#seed = seed;
    this.#batchSize = batchSize;
  }

  /** The indices of the next batch out of `available` images, of which there must be at least a batch. */
  next(available: number): Uint32Array {
    if (available < this.#batchSize) throw new RangeError(`${available} images are fewer than a batch`);
    // While a set still loads, an epoch ends early as soon as there is more to draw from than it began with.
    const { count, position, epoch } = this.#state;
    if (count !== available || position + this.#batchSize > count)
      this.state = { epoch: epoch + 1, count: available, position: 0 };
    const start = this.#state.position;
    this.#state = { ...this.#state, position: start + this.#batchSize };
    return this.#permutation.subarray(start, start + this.#batchSize);
  }

  get state(): OrderState {
    return this.#state;
  }

  set state(state: OrderState) {
    this.#state = state;
    this.#permutation = new RandomStream(this.#seed, `order/${state.epoch}`).permutation(state.count);
  }
}
