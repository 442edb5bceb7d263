import { createStore } from 'zustand/vanilla';
import { AILMENTS, lossRunsAway, PATIENT } from '../core/clinic';
import type { Ailment, AilmentId } from '../core/clinic';
import { judge, STEPS_NEEDED } from '../core/health';
import type { Health } from '../core/health';
import { diversity } from '../core/image-statistics';
import type { Images } from '../core/images';
import type { Message } from '../core/messages';
import { GRID_COUNT } from '../core/run';
import type { Config } from '../core/settings';
import type { WorkerClient } from '../worker/client';
import { metricsOf } from './lab-metrics';
import { LabRuns } from './lab-runs';
import type { LabRun } from './lab-runs';
import { messageOf } from './notices';
import type { Session } from './session';
import { Slot } from './slot';
import { isTraining } from './store';

/** Where the clinic stands. */
export interface ClinicState {
  ailment: AilmentId | null;
  /**
   * `causing` until the detector notices; `missed` where it did not in time. `curing` until the run has recovered or the
   * time for that is over; `goingOn` while one that has recovered is trained on.
   */
  phase: 'idle' | 'causing' | 'noticed' | 'missed' | 'curing' | 'recovered' | 'notRecovered' | 'goingOn';
  step: number;
  health: Health | null;
  /** Whether a loss grows without bound. */
  runsAway: boolean;
  /** The step at which it was noticed, and how it was then. */
  noticedAt: number | null;
  noticed: Health | null;
  /** The steps that recovering took. */
  recoveredAfter: number | null;
  /** The steps that it has been trained on since. */
  wentOn: number;
  problem: Message | null;
}

const IDLE: ClinicState = { ailment: null, phase: 'idle', step: 0, health: null, runsAway: false, noticedAt: null, noticed: null, recoveredAfter: null, wentOn: 0, problem: null };

/** Steps between two looks at a patient. */
const TURN = 20;
/** Steps that a run which has recovered is trained on, to see what comes of it. */
const MORE = 400;
/** The data that ailments are tried on: their causes and cures were measured with it. */
const DATA = 'mnist';

/** Brings an ailment about in a small run of its own, notices it and cures it. */
export class Clinic {
  readonly store = createStore<ClinicState>()(() => IDLE);
  readonly run = new Slot<LabRun | null>(null);
  /** Real images of the size of the patient's. */
  readonly reals = new Slot<Images | null>(null);
  readonly #runs: LabRuns;
  readonly #parts: { client: WorkerClient; session: Pick<Session, 'store' | 'pause'> };
  #newest: object | null = null;
  #realDiversity = 0;

  constructor(parts: { client: WorkerClient; session: Pick<Session, 'store' | 'pause'> }) {
    this.#parts = parts;
    this.#runs = new LabRuns(parts.client);
    parts.session.store.subscribe((now, before) => {
      if (isTraining(now) && !isTraining(before)) void this.stop();
    });
  }

  /** Counts up whenever the run has told something. */
  get changes(): Slot<number> {
    return this.#runs.changes;
  }

  /** Brings an ailment about and trains until the detector notices it. */
  async cause(id: AilmentId): Promise<void> {
    const ailment: Ailment = AILMENTS[id];
    await this.stop();
    await this.#work({ ...IDLE, ailment: id, phase: 'causing' }, async (wanted) => {
      await this.#admit({ ...PATIENT, ...ailment.cause }, ailment.images, wanted);
      for (let step = TURN; step <= ailment.within && wanted(); step += TURN) {
        const health = await this.#observe(step, ailment);
        if (health?.condition === ailment.condition) return { phase: 'noticed', noticedAt: this.store.getState().step, noticed: health };
      }
      return { phase: 'missed' };
    });
  }

  /** Applies the ailment's cure, and trains until the run is healthy again or the time for that is over. */
  async cure(): Promise<void> {
    const { ailment: id, phase } = this.store.getState();
    const run = this.run.value;
    if (!id || !run || (phase !== 'noticed' && phase !== 'missed')) return;
    const ailment: Ailment = AILMENTS[id];
    const { cure } = ailment;
    await this.#work({ ...this.store.getState(), phase: 'curing' }, async (wanted) => {
      if (cure.kind === 'fresh') await this.#admit({ ...run.summary.config, ...cure.settings }, cure.images, wanted);
      else await this.#parts.client.request('configure', { run: run.summary.id, settings: cure.settings });
      const begun = cure.kind === 'fresh' ? 0 : run.step;
      for (let after = TURN; after <= cure.within && wanted(); after += TURN) {
        const health = await this.#observe(begun + after, ailment);
        // The verdict looks back on as many steps as that.
        if (after >= STEPS_NEEDED && health?.condition === 'learning') return { phase: 'recovered', recoveredAfter: after };
      }
      return { phase: 'notRecovered' };
    });
  }

  /** Trains a run that has recovered on for a while. */
  async goOn(): Promise<void> {
    const { ailment: id, phase, wentOn } = this.store.getState();
    const run = this.run.value;
    if (!id || !run || phase !== 'recovered') return;
    await this.#work({ ...this.store.getState(), phase: 'goingOn' }, async (wanted) => {
      const begun = run.step;
      let health: Health | null = null;
      for (let more = TURN; more <= MORE && wanted(); more += TURN) health = await this.#observe(begun + more, AILMENTS[id]);
      return { phase: health?.condition === 'learning' ? 'recovered' : 'notRecovered', wentOn: wentOn + MORE };
    });
  }

  /** Sends the patient home; what there is to see stays. */
  async stop(): Promise<void> {
    this.#newest = null;
    // Nothing more can be done for a run that goes.
    this.store.setState({ phase: 'idle' });
    await this.#runs.pause();
    await this.#discharge();
  }

  /** Leaves the clinic's patient: back to where it began. */
  async leave(): Promise<void> {
    await this.stop();
    this.run.set(null);
    this.store.setState(IDLE);
  }

  async #work(start: ClinicState, task: (wanted: () => boolean) => Promise<Partial<ClinicState>>): Promise<void> {
    const mine = {};
    this.#newest = mine;
    this.store.setState(start);
    const wanted = () => this.#newest === mine;
    try {
      if (isTraining(this.#parts.session.store.getState())) await this.#parts.session.pause();
      const end = await task(wanted);
      if (wanted()) this.store.setState(end);
    } catch (error) {
      if (wanted()) this.store.setState({ ...IDLE, problem: messageOf(error) });
    }
  }

  /** A new run in place of the one that was there; none where nobody waits for it any more. */
  async #admit(config: Config, images: number | undefined, wanted: () => boolean): Promise<void> {
    await this.#discharge();
    const [run] = await this.#runs.open(DATA, [config], images);
    if (!run) return;
    const reals = await this.#parts.client.request('realBatch', { run: run.summary.id, count: GRID_COUNT, draw: 0 });
    if (!wanted()) return this.#runs.close([run]);
    this.reals.set(reals);
    this.run.set(run);
    this.#realDiversity = diversity(reals);
  }

  async #discharge(): Promise<void> {
    if (this.run.value) await this.#runs.close([this.run.value]);
  }

  /** Trains on to `step` and judges the run; null where it is not there any more. */
  async #observe(step: number, { images }: Ailment): Promise<Health | null> {
    const run = this.run.value;
    if (!run) return null;
    const end = await this.#runs.advance(run, step);
    if (end === 'lost') throw new Error('the worker is gone');
    const memory = images === undefined ? null : await this.#memory(run, images);
    const evidence = {
      diversity: diversity(run.samples.value.images) / this.#realDiversity,
      memoryGap: memory ? memory.seen - memory.unseen : undefined,
    };
    const metrics = metricsOf(run.history);
    const judged = judge(metrics, run.summary.config, evidence);
    const health = end === 'failed' ? { ...judged, condition: 'notFinite' as const } : judged;
    this.store.setState({ health, runsAway: lossRunsAway(metrics, run.summary.config.loss), step: run.failedAt ?? run.step });
    return health;
  }

  #memory({ summary }: LabRun, images: number) {
    return this.#parts.client.request('memory', { model: { run: summary.id }, images });
  }
}
