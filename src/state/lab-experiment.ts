import { createStore } from 'zustand/vanilla';
import { EXPERIMENT_IDS, EXPERIMENTS, experimentConfigs } from '../core/experiments';
import type { Experiment, ExperimentId } from '../core/experiments';
import type { Images } from '../core/images';
import type { Message } from '../core/messages';
import { PRESETS } from '../core/presets';
import { GRID_COUNT } from '../core/run';
import type { Config } from '../core/settings';
import { compare, readOutcome, VERDICT_STEPS } from '../core/verdict';
import type { Prediction, Reading, Verdict } from '../core/verdict';
import type { WorkerClient } from '../worker/client';
import { metricsOf } from './lab-metrics';
import { LabRuns } from './lab-runs';
import type { LabRun } from './lab-runs';
import { messageOf } from './notices';
import type { Session } from './session';
import { Slot } from './slot';
import { isTraining } from './store';
import type { Clock } from './timing';

/** Sizes that experiments can be made at. */
export const LAB_PRESETS = ['tiny', 'class'] as const;
export type LabPreset = (typeof LAB_PRESETS)[number];
/** Numbers of steps that can be chosen. */
export const LAB_STEPS = [10, 100, 300, VERDICT_STEPS, 1000, 3000] as const;

/** Where an experiment stands. */
export interface ExperimentState {
  id: ExperimentId;
  preset: LabPreset;
  steps: number;
  seed: number;
  prediction: Prediction | null;
  /** `asking`: not begun yet. */
  phase: 'asking' | 'preparing' | 'training' | 'paused' | 'done';
  /** Steps that every run has made which still trains. */
  step: number;
  /** How long a step of one run of each size has last taken on the mean, in milliseconds; what compiles is left out. */
  stepMs: Partial<Record<LabPreset, number>>;
  readings: readonly Reading[];
  verdict: Verdict | null;
  problem: Message | null;
}

/** What an experiment needs from the page. */
export interface ExperimentParts {
  client: WorkerClient;
  session: Pick<Session, 'store' | 'pause'>;
  clock: Clock;
}

/**
 * How long a turn should take, and the most steps of one: short enough to see all runs move, and long beside what a turn
 * takes apart from its steps, such as drawing its samples.
 */
const TURN_MS = 2000;
const TURN_STEPS = 50;

/** One experiment at a time: asks, trains its runs turn by turn to the same step, and reads what came of it. */
export class ExperimentRunner {
  readonly store = createStore<ExperimentState>()(() => ({
    id: EXPERIMENT_IDS[0]!,
    preset: 'tiny',
    steps: VERDICT_STEPS,
    seed: 1,
    prediction: null,
    phase: 'asking',
    step: 0,
    stepMs: {},
    readings: [],
    verdict: null,
    problem: null,
  }));
  /** The runs of the experiment that is shown, in the order of its variants. */
  readonly runs = new Slot<readonly LabRun[]>([]);
  /** Real images that the samples are compared with. */
  readonly reals = new Slot<Images | null>(null);
  readonly #labRuns: LabRuns;
  readonly #parts: ExperimentParts;
  /** The newest start, which alone goes on. */
  #newest: object | null = null;
  #resume: (() => void) | null = null;
  /** Milliseconds of the present round in which runs were paused. */
  #waited = 0;

  constructor(parts: ExperimentParts) {
    this.#parts = parts;
    this.#labRuns = new LabRuns(parts.client);
    // Both would share the one device; whoever starts the page's own run wants that one.
    parts.session.store.subscribe((now, before) => {
      if (isTraining(now) && !isTraining(before)) void this.pause();
    });
  }

  /** Counts up whenever a run has told something. */
  get changes(): Slot<number> {
    return this.#labRuns.changes;
  }

  /** Turns to an experiment; one that runs is given up. */
  async choose(id: ExperimentId): Promise<void> {
    await this.cancel();
    this.store.setState({ id, prediction: null });
  }

  /** Changes size, steps or seed; not while runs are trained. */
  set(settings: Partial<Pick<ExperimentState, 'preset' | 'steps' | 'seed'>>): void {
    if (this.store.getState().phase === 'asking') this.store.setState(settings);
  }

  predict(prediction: Prediction): void {
    if (this.store.getState().phase === 'asking') this.store.setState({ prediction });
  }

  /** Trains all runs of the experiment to its last step. The page's own run is paused and left as it is. */
  async start(): Promise<void> {
    const { id, phase, prediction } = this.store.getState();
    if (phase !== 'asking' || prediction === null) return;
    const mine = {};
    this.#newest = mine;
    this.store.setState({ phase: 'preparing', problem: null });
    let runs: LabRun[] = [];
    try {
      if (isTraining(this.#parts.session.store.getState())) await this.#parts.session.pause();
      runs = await this.#labRuns.open(this.#dataId, experimentConfigs(EXPERIMENTS[id], this.#base));
      const reals = await this.#parts.client.request('realBatch', { run: runs[0]!.summary.id, count: GRID_COUNT, draw: 0 });
      if (this.#newest === mine) {
        this.reals.set(reals);
        this.runs.set(runs);
        this.store.setState({ phase: 'training' });
        await this.#train(runs, () => this.#newest === mine);
      }
    } catch (error) {
      if (this.#newest === mine) this.store.setState({ phase: 'asking', problem: messageOf(error) });
    } finally {
      await this.#labRuns.close(runs);
    }
  }

  async pause(): Promise<void> {
    if (this.store.getState().phase !== 'training') return;
    this.store.setState({ phase: 'paused' });
    await this.#labRuns.pause();
  }

  /** Goes on after a pause. */
  async resume(): Promise<void> {
    if (this.store.getState().phase !== 'paused') return;
    if (isTraining(this.#parts.session.store.getState())) await this.#parts.session.pause();
    this.store.setState({ phase: 'training' });
    this.#resume?.();
  }

  /** Gives up, or leaves what was found: back to the question. */
  async cancel(): Promise<void> {
    this.#newest = null;
    this.runs.set([]);
    this.store.setState({ phase: 'asking', step: 0, readings: [], verdict: null, problem: null });
    this.#resume?.();
    await this.#labRuns.pause();
  }

  get #dataId(): string {
    const { run, draft } = this.#parts.session.store.getState();
    return (run ?? draft).dataId;
  }

  /** The config that all runs share but for what is tried: of the chosen size, for the data of the page's own run. */
  get #base(): Config {
    const { preset, steps, seed } = this.store.getState();
    const { run, draft } = this.#parts.session.store.getState();
    return { ...PRESETS[preset], channels: (run ?? draft).config.channels, steps, seed, sampleEvery: 1000 };
  }

  async #train(runs: readonly LabRun[], wanted: () => boolean): Promise<void> {
    const { steps, preset } = this.store.getState();
    const { clock } = this.#parts;
    let [step, turn] = [0, 1];
    let [spent, made] = [0, 0];
    while (step < steps && runs.some(({ problem }) => !problem)) {
      const target = Math.min(steps, step + turn);
      const begun = clock.now();
      const going = runs.filter(({ problem }) => !problem);
      this.#waited = 0;
      for (const run of going) if (!(await this.#turn(run, target, wanted))) return;
      const took = clock.now() - begun - this.#waited;
      // Everything is compiled in the first round, which tells nothing of those to come.
      if (step > 0) [spent, made] = [spent + took, made + (target - step) * going.length];
      const perStep = took / (target - step) / going.length;
      turn = Math.max(1, Math.min(TURN_STEPS, Math.round(TURN_MS / Math.max(perStep, 1))));
      step = target;
      this.store.setState(({ stepMs }) => ({ step, stepMs: made > 0 ? { ...stepMs, [preset]: spent / made } : stepMs }));
    }
    const readings = await this.#read(runs);
    if (!wanted()) return;
    const experiment: Experiment = EXPERIMENTS[this.store.getState().id];
    this.store.setState({ phase: 'done', readings, verdict: compare(readings, steps, experiment.checkerboard ?? false) });
  }

  /** One run's turn, over pauses; false where the experiment is not wanted any more. */
  async #turn(run: LabRun, target: number, wanted: () => boolean): Promise<boolean> {
    for (;;) {
      if (this.store.getState().phase === 'paused') {
        const begun = this.#parts.clock.now();
        await new Promise<void>((resolve) => (this.#resume = resolve));
        this.#waited += this.#parts.clock.now() - begun;
      }
      if (!wanted()) return false;
      const end = await this.#labRuns.advance(run, target);
      if (end === 'lost') {
        this.#newest = null;
        this.store.setState({ phase: 'asking', problem: { code: 'deviceLost' } });
      }
      if (!wanted()) return false;
      if (end !== 'paused') return true;
    }
  }

  /** Reads the runs one by one, and lets the page breathe between them: all pairs of pictures are compared. */
  async #read(runs: readonly LabRun[]): Promise<Reading[]> {
    const reals = this.reals.value;
    if (!reals) return [];
    const readings: Reading[] = [];
    for (const { history, samples, summary, failedAt } of runs) {
      await new Promise<void>((resolve) => this.#parts.clock.later(resolve, 0));
      readings.push(readOutcome({ metrics: metricsOf(history), samples: samples.value.images, config: summary.config, failedAt }, reals));
    }
    return readings;
  }
}
