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

  /** Batches that are left before the next epoch begins. */
  get remaining(): number {
    return Math.floor((this.#state.count - this.#state.position) / this.#batchSize);
  }

  /** The indices of the next batch; a new epoch runs over `count` images, of which there must be at least a batch. */
  next(count: number): Uint32Array {
    if (this.remaining === 0) {
      if (count < this.#batchSize) throw new RangeError(`${count} images are fewer than a batch`);
      this.state = { epoch: this.#state.epoch + 1, count, position: 0 };
    }
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
