import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus, xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/**
 * A named stream of random numbers. One seed drives everything through streams, so that a change in how many numbers
 * one part draws never changes another part.
 */
export class RandomStream {
  #generator: RandomGenerator;

  constructor(seed: number, name: string) {
    this.#generator = xoroshiro128plus(hash(`${seed}/${name}`));
  }

  /** A number drawn uniformly from [0, 1). */
  uniform(): number {
    return uniformFloat64(this.#generator);
  }

  /** An integer drawn uniformly from 0 to `below` - 1. */
  integer(below: number): number {
    return Math.floor(this.uniform() * below);
  }

  /** Fills an array from U(low, high). */
  fillUniform<T extends Float32Array>(target: T, low: number, high: number): T {
    for (let i = 0; i < target.length; i++) target[i] = low + (high - low) * this.uniform();
    return target;
  }

  /** Fills an array from N(mean, std^2) by the Box-Muller transform. */
  fillNormal<T extends Float32Array>(target: T, mean = 0, std = 1): T {
    for (let i = 0; i < target.length; i += 2) {
      const radius = std * Math.sqrt(-2 * Math.log(1 - this.uniform()));
      const angle = 2 * Math.PI * this.uniform();
      target[i] = mean + radius * Math.cos(angle);
      if (i + 1 < target.length) target[i + 1] = mean + radius * Math.sin(angle);
    }
    return target;
  }

  /** The numbers 0 to count - 1 in random order (Fisher-Yates). */
  permutation(count: number): Uint32Array<ArrayBuffer> {
    const order = Uint32Array.from({ length: count }, (_, i) => i);
    for (let i = count - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      [order[i], order[j]] = [order[j]!, order[i]!];
    }
    return order;
  }

  /** The state, to be saved in a checkpoint. */
  get state(): readonly number[] {
    return this.#generator.getState();
  }

  set state(state: readonly number[]) {
    this.#generator = xoroshiro128plusFromState(state);
  }
}

/** FNV-1a with a final avalanche, 32 bits: near names give unrelated seeds. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
