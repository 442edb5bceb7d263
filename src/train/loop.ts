import type { Message } from '../core/messages';
import type { MetricsRow, StepPart } from '../core/metrics';
import type { Phase } from '../core/run';
import type { Run } from './run';

/** What a loop tells of its run. */
export interface LoopListener {
  phase(phase: Phase, progress?: { done: number; total: number }): void;
  metrics(rows: readonly MetricsRow[]): void;
  /** The run has reached a step at which its samples are to be drawn; training waits for the answer. */
  samples(): Promise<void>;
  notice(message: Message): void;
}

/**
 * Steps that may be under way on the GPU while the next is built: one keeps a slow GPU busy; a fast one would wait for
 * the page between short steps. Four of at most 50 ms leave a pause well within what feels like at once.
 */
const IN_FLIGHT = 1;
const IN_FLIGHT_WHEN_SHORT = 4;
const SHORT_STEP_MS = 50;

/** Trains one run step after step until it is paused, has made its steps, or fails. Only one loop runs at a time. */
export class Loop {
  readonly #run: Run;
  readonly #listener: LoopListener;
  #prepared = false;
  /** Whether a step has been made, so that nothing is left to compile. */
  #warm = false;
  #wanted = false;
  #slow = 0;
  #wake: (() => void) | null = null;
  #active: Promise<void> | null = null;

  constructor(run: Run, listener: LoopListener) {
    this.#run = run;
    this.#listener = listener;
  }

  /** Starts training, with a pause of `slow` ms after every step; while it trains, only changes the pause. */
  train(slow: number): void {
    this.#slow = slow;
    this.#wake?.();
    if (this.#wanted) return;
    this.#wanted = true;
    if (this.#warm) this.#listener.phase('training');
    void this.#queue(() => this.#trainUntilTold());
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
      await this.#prepare();
      await this.#run.advance(part);
      const good = await this.#collect(0);
      this.#warm = true;
      if (!good) return;
      this.#listener.phase('paused');
      await this.#listener.samples();
    });
  }

  /** Stops, and settles when nothing of the run is under way. */
  async stop(): Promise<void> {
    this.pause();
    await this.#active;
  }

  /** Does `task` when no step is under way, and goes on training afterwards if it was. */
  async between<T>(task: () => Promise<T>): Promise<T> {
    const training = this.#wanted;
    // Not a pause that the page is told of: the run only catches its breath.
    this.#wanted = false;
    this.#wake?.();
    await this.#active;
    try {
      await this.#collect(0);
      return await task();
    } finally {
      if (training) this.train(this.#slow);
    }
  }

  #queue(task: () => Promise<void>): Promise<void> {
    const after = (this.#active ?? Promise.resolve()).then(task).catch((error: unknown) => {
      this.#wanted = false;
      this.#listener.notice({ code: 'unexpected', detail: String(error) });
      this.#listener.phase('failed');
    });
    this.#active = after;
    return after;
  }

  async #prepare(): Promise<void> {
    if (this.#prepared) return;
    this.#listener.phase('compiling', { done: 0, total: 1 });
    await this.#run.stepper.prepare((done, total) => this.#listener.phase('compiling', { done, total }));
    this.#prepared = true;
  }

  async #trainUntilTold(): Promise<void> {
    const run = this.#run;
    await this.#prepare();
    let before = performance.now();
    let inFlight = 0;
    while (this.#wanted && run.step < run.config.steps) {
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
    if (!(await this.#collect(0))) return;
    await this.#listener.samples();
    if (this.#wanted) {
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
    const good = await this.#run.recover();
    this.#listener.notice({ code: 'notFinite', params: { step: failed, good } });
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
