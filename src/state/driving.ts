import type { RunSummary } from '../core/run';
import type { Dealings } from './dealings';
import type { Drafting } from './drafting';
import type { Keeping } from './keeping';
import { dismissCode, notify } from './notices';
import { isTraining, moreSteps, pendingChanges } from './store';

/** Pause after every step in slow motion, in milliseconds: long enough to see a step's effect. */
const SLOW_MS = 700;

/** What driving needs from the page. */
export interface DrivingParts {
  dealings: Dealings;
  drafting: Drafting;
  keeping: Keeping;
  /** Makes a run from the draft. */
  newRun: () => Promise<void>;
  /** Makes a run that nothing was trained of yet the current one. */
  adoptNew: (run: RunSummary) => Promise<void>;
}

/** Starts and stops the current run: what the transport bar does. */
export class Driving {
  readonly #parts: DrivingParts;
  #resetting: Promise<void> | null = null;
  #aboutToTrain = false;

  constructor(parts: DrivingParts) {
    this.#parts = parts;
  }

  /** Whether training is about to begin, which the worker has not told yet. */
  get aboutToTrain(): boolean {
    return this.#aboutToTrain;
  }

  /** Trains until paused or done. While training, or about to, it does nothing. */
  async train(): Promise<void> {
    const { client, store } = this.#parts.dealings;
    this.#aboutToTrain = true;
    try {
      await this.#start((run) => client.request('train', { run: run.id, slow: store.getState().slow ? SLOW_MS : 0 }));
    } finally {
      this.#aboutToTrain = false;
    }
  }

  /** Trains on a run that has made all its steps, for as many again as a new run makes. */
  async trainMore(): Promise<void> {
    this.raiseSteps();
    await this.train();
  }

  /** Gives the run as many more steps to make as a new one makes, and tells how many those are in all. */
  raiseSteps(): number {
    const { dealings, drafting } = this.#parts;
    const steps = moreSteps(dealings.store.getState().step);
    drafting.set('steps', steps);
    dealings.store.setState(({ phase }) => (phase === 'finished' ? { phase: 'paused' } : {}));
    return steps;
  }

  async pause(): Promise<void> {
    const { dealings } = this.#parts;
    await dealings.forRun((run) => dealings.client.request('pause', { run: run.id }));
  }

  /** Makes one step of the chosen part. */
  async step(): Promise<void> {
    const { client, store } = this.#parts.dealings;
    await this.#start((run) => client.request('step', { run: run.id, part: store.getState().part }));
  }

  /** Puts a pause after every step, or takes it away, in the midst of training too. */
  async setSlow(slow: boolean): Promise<void> {
    const { dealings } = this.#parts;
    const { client, store } = dealings;
    store.setState({ slow });
    if (!isTraining(store.getState())) return;
    await dealings.forRun((run) => client.request('train', { run: run.id, slow: slow ? SLOW_MS : 0 }));
  }

  /** Pauses the run and keeps it, before another takes its place. */
  async standStill(): Promise<void> {
    if (isTraining(this.#parts.dealings.store.getState())) await this.pause();
    await this.#parts.keeping.keep();
  }

  /** Back to step 0 with the weights that the seed gives; tells where the run is that is left behind. */
  async reset(): Promise<void> {
    this.#resetting ??= this.#reset().finally(() => (this.#resetting = null));
    await this.#resetting;
  }

  async #reset(): Promise<void> {
    const { dealings, adoptNew } = this.#parts;
    const { client, store } = dealings;
    await this.standStill();
    await dealings.forRun(async ({ id }) => {
      const { kept, keptId } = store.getState();
      const run = await client.request('reset', { run: id });
      await adoptNew(run);
      const last = kept?.runs.find((one) => one.id === keptId)?.checkpoints.at(-1);
      if (last) notify(store, [{ code: 'resetKept', params: { step: last.step } }]);
    });
  }

  async #start(begin: (run: RunSummary) => Promise<unknown>): Promise<void> {
    const { dealings, drafting, newRun } = this.#parts;
    const { store } = dealings;
    const state = store.getState();
    if (state.starting || isTraining(state)) return;
    // A setting changed a moment ago is meant for the run that is started now.
    const changed = drafting.waitsForNewRun();
    for (const code of ['resetKept', 'stepsRaised'] as const) dismissCode(store, code);
    store.setState({ starting: true });
    await this.#resetting;
    if (changed) await newRun();
    // Where no run could be made of what was changed, the one before is not what was meant to be started.
    const failed = changed && pendingChanges(store.getState()) > 0;
    // Either has ended what was starting with the run before.
    store.setState({ starting: true });
    if (!failed) await dealings.forRun(begin);
    store.setState({ starting: false });
  }
}
