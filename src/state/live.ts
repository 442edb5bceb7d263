import type { ModelReference } from '../core/run';
import type { Answer, Params, RequestName } from '../worker/protocol';
import { Slot } from './slot';

/** The requests that ask something of a model. */
export type ModelRequest = {
  [N in RequestName]: Params<N> extends { model: ModelReference } ? N : never;
}[RequestName];

/** What is asked of the model at hand. */
export type Question<N extends ModelRequest> = Omit<Params<N>, 'model'>;

/** An answer with the question that it belongs to. */
export interface Told<N extends ModelRequest> {
  question: Question<N>;
  answer: NonNullable<Answer<N>>;
}

/** Asks about the model at hand; null where there is none, or where the answer is of no use any more. */
export type Ask = <N extends ModelRequest>(name: N, question: Question<N>) => Promise<Answer<N> | null>;

/**
 * One view into the model: always of the question last asked, of the weights of the last refresh. Only one request is
 * under way at a time; of those asked meanwhile the newest follows.
 */
export class Live<N extends ModelRequest> {
  /** The newest answer; it stays until the next is there. */
  readonly slot = new Slot<Told<N> | null>(null);
  readonly #name: N;
  readonly #ask: Ask;
  #wanted: Question<N> | null = null;
  #asking: Promise<void> | null = null;
  #stale = false;

  constructor(name: N, ask: Ask) {
    this.#name = name;
    this.#ask = ask;
  }

  /** Whether anybody looks. */
  get watched(): boolean {
    return this.#wanted !== null;
  }

  /** Asks this from now on; null when nobody looks any more. */
  show(question: Question<N> | null): void {
    this.#wanted = question;
    if (question) void this.refresh();
  }

  /** Asks anew, because the weights have changed; resolves when the answer to the newest question is there. */
  refresh(): Promise<void> {
    this.#stale = true;
    this.#asking ??= this.#askAll().finally(() => (this.#asking = null));
    return this.#asking;
  }

  async #askAll(): Promise<void> {
    while (this.#stale && this.#wanted) {
      this.#stale = false;
      const question = this.#wanted;
      const answer = await this.#ask(this.#name, question);
      if (answer && this.#wanted) this.slot.set({ question, answer });
    }
  }
}
