import type { Images } from '../core/images';
import type { WorkerEvent } from './protocol';

/** Tells how far a job is: `done` of `total`, and a value and pictures worth showing on the way. */
export type ReportProgress = (done: number, total: number, value?: number, picture?: Images) => void;

/**
 * Long tasks by name. Each tells its progress as `progress` events and can be cancelled; starting one of the same name
 * cancels the one before. A cancelled job answers null.
 */
export class Jobs {
  readonly #emit: (event: WorkerEvent) => void;
  readonly #running = new Map<string, AbortController>();

  constructor(emit: (event: WorkerEvent) => void) {
    this.#emit = emit;
  }

  async run<T>(job: string, task: (signal: AbortSignal, report: ReportProgress) => Promise<T>): Promise<T | null> {
    this.cancel(job);
    const controller = new AbortController();
    this.#running.set(job, controller);
    const { signal } = controller;
    try {
      const answer = await task(signal, (done, total, value, picture) => {
        if (!signal.aborted) this.#emit({ type: 'progress', job, done, total, value, picture });
      });
      return signal.aborted ? null : answer;
    } catch (error) {
      // Whatever went wrong in work that nobody waits for any more is of no interest.
      if (signal.aborted) return null;
      throw error;
    } finally {
      if (this.#running.get(job) === controller) this.#running.delete(job);
    }
  }

  /** Asks a job to stop; one that is not running is left alone. */
  cancel(job: string): void {
    this.#running.get(job)?.abort();
  }
}
