import { createStore } from 'zustand/vanilla';
import { DEFAULT_SAMPLES } from '../core/measures';
import type { FeatureKind, MeasureReport } from '../core/measures';
import type { RepresentationReport } from '../core/representation';
import type { WorkerClient } from '../worker/client';
import type { MeasureAnswer } from '../worker/measure-protocol';
import { messageOf, notify } from './notices';
import type { Session } from './session';
import { isTraining, modelInView } from './store';
import type { AppState } from './store';

/** How many steps lie between two measurements while training; 0 for none. */
export const SCHEDULES = [0, 250, 500, 1000, 2000] as const;
export type Schedule = (typeof SCHEDULES)[number];

/** The numbers of one measurement on the way. */
export interface MeasuredPoint {
  step: number;
  frechet: number | null;
  frechetBaseline: number | null;
  kid: number | null;
  diversity: number | null;
  diversityReal: number | null;
  training: number;
  heldOut: number | null;
}

/** The model of the lowest Frechet distance so far, as a project file. */
export interface BestModel {
  step: number;
  frechet: number;
  bytes: Uint8Array<ArrayBuffer>;
}

/** What Measure is set to and what it has found. */
export interface MeasureState {
  samples: number;
  seed: number;
  features: FeatureKind | null;
  every: Schedule;
  /** How far a measurement that somebody asked for is. */
  running: { done: number; total: number } | null;
  report: MeasureReport | null;
  /** How far the representation experiment is, and what it found last. */
  representing: { done: number; total: number } | null;
  representation: RepresentationReport | null;
  /** Of the run that is trained, by ascending step. */
  points: readonly MeasuredPoint[];
  best: BestModel | null;
}

/** What Measure needs from the page. */
export interface MeasureParts {
  client: WorkerClient;
  session: Pick<Session, 'store' | 'view'>;
}

/** Measures the model in view when asked, and the one that is trained now and then. */
export class Measure {
  readonly store = createStore<MeasureState>()(() => ({
    samples: DEFAULT_SAMPLES,
    seed: 1,
    features: null,
    every: 500,
    running: null,
    report: null,
    representing: null,
    representation: null,
    points: [],
    best: null,
  }));
  readonly #client: WorkerClient;
  readonly #session: MeasureParts['session'];
  /** The newest measurement that was asked for, which alone may say that it has ended. */
  #newest: object | null = null;
  #newestExperiment: object | null = null;
  /** Whether a measurement of the schedule is under way, and the last step that one was due at. */
  #onSchedule = false;
  #lastDue = 0;

  constructor({ client, session }: MeasureParts) {
    this.#client = client;
    this.#session = session;
    session.store.subscribe((now, before) => this.#follow(now, before));
    client.subscribe((event) => {
      if (event.type !== 'progress') return;
      const progress = { done: event.done, total: event.total };
      if (event.job === 'measure' && this.#newest) this.store.setState({ running: progress });
      if (event.job === 'represent' && this.#newestExperiment) this.store.setState({ representing: progress });
    });
  }

  /** Takes all measures of the model in view, in place of a measurement that still runs. */
  async start(): Promise<void> {
    const run = modelInView(this.#session.store.getState());
    if (!run) return;
    const mine = {};
    this.#newest = mine;
    const { samples, seed, features } = this.store.getState();
    this.store.setState({ running: { done: 0, total: 1 } });
    try {
      const options = { samples, seed, features, quick: false };
      const answer = await this.#client.request('measure', { model: { run: run.id }, options, scheduled: false });
      if (answer && this.#newest === mine) this.store.setState({ report: answer.report });
    } catch (error) {
      const message = messageOf(error);
      if (this.#newest === mine && message.code !== 'runUnknown') notify(this.#session.store, [message]);
    }
    if (this.#newest !== mine) return;
    this.#newest = null;
    this.store.setState({ running: null });
  }

  /** Tries what the features of the discriminator in view are worth, in place of a trial that still runs. */
  async represent(): Promise<void> {
    const run = modelInView(this.#session.store.getState());
    if (!run) return;
    const mine = {};
    this.#newestExperiment = mine;
    this.store.setState({ representing: { done: 0, total: 1 } });
    try {
      const { seed } = this.store.getState();
      const representation = await this.#client.request('represent', { model: { run: run.id }, seed });
      if (representation && this.#newestExperiment === mine) this.store.setState({ representation });
    } catch (error) {
      const message = messageOf(error);
      if (this.#newestExperiment === mine && message.code !== 'runUnknown') notify(this.#session.store, [message]);
    }
    if (this.#newestExperiment !== mine) return;
    this.#newestExperiment = null;
    this.store.setState({ representing: null });
  }

  /** Gives up a trial of the features. */
  async cancelRepresent(): Promise<void> {
    await this.#client.request('cancel', { job: 'represent' });
  }

  /** Gives up a measurement; what was found before stays. */
  async cancel(): Promise<void> {
    await this.#client.request('cancel', { job: 'measure' });
  }

  /** Looks at the model of the lowest Frechet distance, which the person knows by `name`. */
  async viewBest(name: string): Promise<void> {
    const { best } = this.store.getState();
    // Handed over, the bytes would be gone from here.
    if (best) await this.#session.view(best.bytes.slice(), { kind: 'kept', name });
  }

  #follow(now: AppState, before: AppState): void {
    const [shown, old] = [modelInView(now), modelInView(before)];
    if (shown?.id !== old?.id) this.#forgetReport();
    if (now.run?.id !== before.run?.id) this.#forgetRun(now.run?.step ?? 0);
    if (now.step !== before.step && isTraining(now)) void this.#measureIfDue(now);
  }

  #forgetReport(): void {
    if (this.#newest) void this.cancel();
    if (this.#newestExperiment) void this.cancelRepresent();
    this.#newest = this.#newestExperiment = null;
    this.store.setState({ report: null, running: null, representation: null, representing: null });
  }

  #forgetRun(step: number): void {
    this.#lastDue = step;
    this.store.setState({ points: [], best: null });
  }

  /** One after the other, and never in the way of what a person asked for. */
  async #measureIfDue({ step, run }: AppState): Promise<void> {
    const { every, samples, seed, features } = this.store.getState();
    if (!run || every === 0 || this.#onSchedule || this.#newest) return;
    const due = Math.floor(step / every) * every;
    if (due <= this.#lastDue) return;
    this.#lastDue = due;
    this.#onSchedule = true;
    try {
      const options = { samples, seed, features, quick: true };
      const answer = await this.#client.request('measure', { model: { run: run.id }, options, scheduled: true });
      if (answer && this.#session.store.getState().run?.id === run.id) this.#take(answer);
    } catch (error) {
      const message = messageOf(error);
      // What fails for a run that has been replaced meanwhile is nobody's concern any more.
      if (message.code !== 'runUnknown' && this.#session.store.getState().run?.id === run.id) {
        // The same would happen at every turn.
        this.store.setState({ every: 0 });
        notify(this.#session.store, [message]);
      }
    } finally {
      this.#onSchedule = false;
    }
  }

  #take({ report, file }: MeasureAnswer): void {
    const { step, frechet, kid, diversity, discriminator } = report;
    const point: MeasuredPoint = {
      step,
      frechet: frechet.value,
      frechetBaseline: frechet.baseline,
      kid: kid.value,
      diversity: diversity.value,
      diversityReal: diversity.baseline,
      training: discriminator.training,
      heldOut: discriminator.heldOut,
    };
    this.store.setState(({ points }) => ({ points: [...points.filter((old) => old.step < step), point] }));
    const { best } = this.store.getState();
    if (!file || frechet.value === null || (best && best.frechet <= frechet.value)) return;
    this.store.setState({ best: { step, frechet: frechet.value, bytes: file } });
  }
}
