import type { WorkerClient } from '../worker/client';
import type { Ask, ModelRequest, Question, Told } from './live';
import { Slot } from './slot';

/** Where a long task stands: how far it is while it runs, and what it found last. */
export interface TaskState<N extends ModelRequest> {
  running: { done: number; total: number; value?: number } | null;
  found: Told<N> | null;
}

/** A long task about the model, which tells its progress and can be given up. */
export class Task<N extends 'topImages' | 'maximize'> {
  readonly slot = new Slot<TaskState<N>>({ running: null, found: null });
  readonly #name: N;
  readonly #client: WorkerClient;
  readonly #ask: Ask;
  /** The newest question that is under way, which alone may say that the task has ended. */
  #newest: Question<N> | null = null;

  constructor(name: N, client: WorkerClient, ask: Ask) {
    this.#name = name;
    this.#client = client;
    this.#ask = ask;
    client.subscribe((event) => {
      if (event.type !== 'progress' || event.job !== name || !this.#newest) return;
      const { done, total, value } = event;
      this.slot.set({ ...this.slot.value, running: { done, total, value } });
    });
  }

  /** Begins, in place of one that still runs; what was found before stays until there is something new. */
  async start(question: Question<N>): Promise<void> {
    const mine = { ...question };
    this.#newest = mine;
    this.slot.set({ ...this.slot.value, running: { done: 0, total: 1 } });
    const answer = await this.#ask(this.#name, question);
    if (this.#newest !== mine) return;
    this.#newest = null;
    this.slot.set({ running: null, found: answer ? { question, answer } : this.slot.value.found });
  }

  /** What is asked at the moment, or was answered last. */
  get asked(): Question<N> | null {
    return this.#newest ?? this.slot.value.found?.question ?? null;
  }

  /** Gives up; what had been found before stays. */
  async cancel(): Promise<void> {
    await this.#client.request('cancel', { job: this.#name });
  }

  /** Takes away what was found of another model. */
  forget(): void {
    if (this.#newest) void this.cancel();
    this.#newest = null;
    this.slot.set({ running: null, found: null });
  }
}
