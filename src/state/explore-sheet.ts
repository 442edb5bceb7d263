import type { Images } from '../core/images';
import type { RenderResult } from '../worker/protocol';
import { Slot } from './slot';
import type { Clock } from './timing';

/** Pictures of latents: which (row-major [n, zSize]), and from which step's weights. */
export interface Rendered {
  z: Float32Array;
  images: Images;
  step: number;
}

/** Asks for pictures; of several asked for on one channel at once only the newest are drawn, the others are null. */
export type Render = (z: Float32Array, channel: string) => Promise<RenderResult | null>;

/** Of the time, what a drawing that follows training takes at most. */
export const SHARE = 1 / 10;

/** One group of pictures on the page: always of the latents last asked for, and of the present weights while shown. */
export class Sheet {
  readonly slot = new Slot<Rendered | null>(null);
  readonly #channel: string;
  readonly #render: Render;
  readonly #clock: Clock;
  #wanted: Float32Array | null = null;
  #following = false;
  /** When the last drawing came, and how long it took, in milliseconds. */
  #drawn = { at: 0, took: 0 };

  constructor(channel: string, render: Render, clock: Clock) {
    this.#channel = channel;
    this.#render = render;
    this.#clock = clock;
  }

  /** Draws these latents from now on; null when nobody looks any more. What was drawn stays until the next is there. */
  show(z: Float32Array | null): void {
    this.#wanted = z;
    this.#refresh();
  }

  /** Draws anew, because the weights have changed: at once, or when the last drawing has been paid for. */
  follow(): void {
    if (this.#following || !this.#wanted) return;
    const rest = this.#drawn.at + (1 / SHARE - 1) * this.#drawn.took - this.#clock.now();
    if (rest <= 0) return this.#refresh();
    this.#following = true;
    this.#clock.later(() => {
      this.#following = false;
      this.#refresh();
    }, rest);
  }

  #refresh(): void {
    const z = this.#wanted;
    if (!z) return;
    if (z.length === 0) this.slot.set(null);
    else void this.#draw(z);
  }

  async #draw(z: Float32Array): Promise<void> {
    const begun = this.#clock.now();
    const result = await this.#render(z, this.#channel);
    const at = this.#clock.now();
    if (result) this.#drawn = { at, took: at - begun };
    if (result && this.#wanted) this.slot.set({ z, ...result });
  }
}
