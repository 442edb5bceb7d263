import { MessageError } from '../core/messages';
import type { Message } from '../core/messages';
import type { MetricsRow, StepPart } from '../core/metrics';
import { notFiniteBegan } from '../core/not-finite';
import type { Phase } from '../core/run';
import type { Run } from './run';

/** What a loop tells of its run. */
export interface LoopListener {
  phase(phase: Phase, progress?: { done: number; total: number }): void;
  metrics(rows: readonly MetricsRow[]): void;
  /** The run has reached a step at which its samples are to be drawn; training waits for the answer. */
  samples(): Promise<void>;
  /** `reasons` say more of how it came about. */
  notice(message: Message, reasons: readonly Message[]): void;
  /** Training ended in an error; nothing of it is under way any more. */
  failed(error: unknown): void;
}

/**
 * Steps that may be under way on the GPU while the next is built: one keeps a slow GPU busy; a fast one would wait for
 * the page between short steps. Four of at most 50 ms leave a pause well within what feels like at once.
 */
const IN_FLIGHT = 1;
const IN_FLIGHT_WHEN_SHORT = 4;
const SHORT_STEP_MS = 50;

/**
 * Trains one run step after step until it is paused, has made its steps, or fails. Whatever touches the run waits in
 * one queue, so that no two things are ever under way on it.
 */
export class Loop {
  readonly #run: Run;
  readonly #listener: LoopListener;
  #prepared = false;
  /** Whether a step has been made, so that nothing is left to compile. */
  #warm = false;
  /** Whether the person wants it to train. */
  #wanted = false;
  /** How many tasks wait for training to stand still for a moment. */
  #holding = 0;
  #closed = false;
  #slow = 0;
  #wake: (() => void) | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(run: Run, listener: LoopListener) {
    this.#run = run;
    this.#listener = listener;
  }

  /** Whether it makes step after step, or will once what waits for a moment between two has been done. */
  get training(): boolean {
    return this.#wanted && !this.#closed;
  }

  /** Starts training, with a pause of `slow` ms after every step; while it trains, only changes the pause. */
  train(slow: number): void {
    this.#slow = slow;
    this.#wake?.();
    if (this.#wanted || this.#closed) return;
    this.#wanted = true;
    if (this.#warm) this.#listener.phase('training');
    this.#goOn();
  }

  /** Begins no further step. A step that is under way on the GPU finishes and still reports. */
  pause(): void {
    if (!this.#wanted) return;
    this.#wanted = false;
    this.#wake?.();
    this.#listener.phase('paused');
  }

  /** Makes one step of the given part; training stops for it. */
  async single(part: StepPart): Promise<void> {
    this.pause();
    await this.#queue(async () => {
      await this.#prepare(() => true);
      await this.#run.advance(part).catch((error: unknown) => {
        // The run may have been taken back.
        this.#listener.phase('failed');
        throw error;
      });
      const good = await this.#collect(0);
      this.#warm = true;
      if (!good) return;
      this.#listener.phase('paused');
      await this.#listener.samples();
    });
  }

  /** Does `task` when no step is under way; training goes on afterwards unless it was paused meanwhile. */
  async between<T>(task: () => Promise<T>): Promise<T> {
    this.#holding++;
    this.#wake?.();
    try {
      return await this.#queue(task);
    } finally {
      this.#holding--;
      if (this.#wanted && this.#holding === 0) this.#goOn();
    }
  }

  /** Does `task` like `between`, with all compiled that a step needs. */
  prepared<T>(task: () => Promise<T>): Promise<T> {
    return this.between(async () => {
      if (!this.#prepared) {
        await this.#prepare(() => true);
        if (!this.#wanted) this.#listener.phase('paused');
      }
      return task();
    });
  }

  /** Ends the loop for good: what waits is refused, and this settles when nothing of the run is under way. */
  async stop(): Promise<void> {
    this.#closed = true;
    this.#wanted = false;
    this.#wake?.();
    await this.#last;
  }

  #goOn(): void {
    this.#queue(() => this.#trainUntilTold()).catch((error: unknown) => {
      // A closed loop's run is gone, and with it whatever could be said about it.
      if (this.#closed) return;
      this.#wanted = false;
      this.#listener.failed(error);
    });
  }

  #queue<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(() => {
      if (this.#closed) throw new MessageError('runUnknown', { run: this.#run.id });
      return task();
    });
    // The queue goes on after an error; whoever asked for the task is told of it.
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Compiles what the first step needs, telling of it only while somebody waits for that step. */
  async #prepare(awaited: () => boolean): Promise<void> {
    if (this.#prepared) return;
    const tell = (done: number, total: number) => {
      if (awaited()) this.#listener.phase('compiling', { done, total });
    };
    tell(0, 1);
    await this.#run.stepper.prepare(tell);
    this.#prepared = true;
  }

  get #going(): boolean {
    return this.#wanted && this.#holding === 0 && !this.#closed;
  }

  async #trainUntilTold(): Promise<void> {
    const run = this.#run;
    if (!this.#going) return;
    await this.#prepare(() => this.#wanted);
    let before = performance.now();
    let inFlight = 0;
    while (this.#going && run.step < run.config.steps) {
      await run.advance('both');
      if (!(await this.#collect(this.#warm ? inFlight : 0))) return;
      const now = performance.now();
      inFlight = now - before < SHORT_STEP_MS ? IN_FLIGHT_WHEN_SHORT : IN_FLIGHT;
      before = now;
      if (!this.#warm && this.#wanted) this.#listener.phase('training');
      this.#warm = true;
      if (run.step % run.config.sampleEvery === 0) await this.#listener.samples();
      await this.#rest();
    }
    if (!(await this.#collect(0)) || this.#holding > 0 || this.#closed) return;
    await this.#listener.samples();
    if (this.#wanted && run.step >= run.config.steps) {
      this.#wanted = false;
      this.#listener.phase('finished');
    }
  }

  /** Passes on what finished; false when the run had to be taken back because a value was not finite. */
  async #collect(inFlight: number): Promise<boolean> {
    const { rows, failed } = await this.#run.collect(inFlight);
    if (rows.length > 0) this.#listener.metrics(rows);
    if (failed === undefined) return true;
    this.#wanted = false;
    const { step, metric } = failed;
    const { good, place } = await this.#run.recover(step);
    this.#listener.notice({ code: 'notFinite', params: { step, good } }, notFiniteBegan(metric, place));
    this.#listener.phase('failed');
    await this.#listener.samples();
    return false;
  }

  /** Lets waiting messages be answered; under slow motion, waits. */
  #rest(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#slow > 0) {
        const timer = setTimeout(done, this.#slow);
        this.#wake = done;
        function done() {
          clearTimeout(timer);
          resolve();
        }
      } else {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          port1.close();
          resolve();
        };
        port2.postMessage(null);
      }
    });
  }
}
