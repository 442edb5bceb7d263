import type { Images } from '../core/images';
import type { RenderResult } from '../worker/protocol';
import { Slot } from './slot';

/** Pictures of latents: which (row-major [n, zSize]), and from which step's weights. */
export interface Rendered {
  z: Float32Array;
  images: Images;
  step: number;
}

/** Asks for pictures; of several asked for on one channel at once only the newest are drawn, the others are null. */
export type Render = (z: Float32Array, channel: string) => Promise<RenderResult | null>;

/** One group of pictures on the page: always of the latents last asked for, and of the present weights while shown. */
export class Sheet {
  readonly slot = new Slot<Rendered | null>(null);
  readonly #channel: string;
  readonly #render: Render;
  #wanted: Float32Array | null = null;

  constructor(channel: string, render: Render) {
    this.#channel = channel;
    this.#render = render;
  }

  /** Draws these latents from now on; null when nobody looks any more. What was drawn stays until the next is there. */
  show(z: Float32Array | null): void {
    this.#wanted = z;
    this.refresh();
  }

  /** Draws anew, because the weights have changed. */
  refresh(): void {
    const z = this.#wanted;
    if (!z) return;
    if (z.length === 0) this.slot.set(null);
    else void this.#draw(z);
  }

  async #draw(z: Float32Array): Promise<void> {
    const result = await this.#render(z, this.#channel);
    if (result && this.#wanted) this.slot.set({ z, ...result });
  }
}
