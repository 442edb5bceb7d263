import * as tf from '@tensorflow/tfjs';
import type { Checkpoint } from '../core/checkpoint';
import { drawLatents } from '../core/latent';
import { RandomStream } from '../core/random';
import { GRID_COUNT } from '../core/run';
import type { RunSummary } from '../core/run';
import { MessageError } from '../core/messages';
import { firstNotFinite } from '../core/metrics';
import type { MetricName, MetricsRow, StepPart } from '../core/metrics';
import type { NotFinitePlace } from '../core/not-finite';
import type { Config, LiveSettings } from '../core/settings';
import { architecture } from '../core/architecture';
import type { Dataset } from '../data/dataset';
import { createPair, disposePair, viewedPair } from '../model/pair';
import type { Pair } from '../model/pair';
import { trainable } from '../model/network';
import { Adam } from './adam';
import { applyCheckpoint, readCheckpoint } from './checkpoint';
import type { ReadableState } from './checkpoint';
import { HistoryTable } from './history-table';
import { drawBatch, usesFirst } from './next-batch';
import { BatchOrder } from './order';
import { Snapshot } from './snapshot';
import type { Batch, Stepper } from './stepper';
import type { Trainee } from './tfjs-stepper';
import { placeInCheckpoint, traceNotFinite } from './trace';
import type { MadeStep } from './trace';

/** Where a run stopped being finite: the step, and the first of its metrics that was not. */
export interface NotFinite {
  step: number;
  metric: MetricName;
}

/** Makes the stepper for a run that is ready to train. */
export type StepperFactory = (trainee: Trainee) => Stepper;

/**
 * A data set that may still be loading: `first` images were there when training could begin, and `complete` settles
 * when loading has ended. A run's first epoch uses the first images alone and later ones wait for all, so that what a
 * run sees depends on its seed and never on how fast the data came.
 */
export interface TrainingData {
  dataset: Dataset;
  first: number;
  complete: Promise<unknown>;
}

/** A data set that is not here, as the file of a model names it. */
export interface AbsentData {
  absent: true;
  id: string;
  hash: string;
  name: string;
}

/** Steps between two snapshots of weights known to be finite. */
const SNAPSHOT_EVERY = 100;
/** Where only the state of a run is of interest. */
const NO_HISTORY = new Float64Array();

/** A config, a seed, a data set and the training of one pair. */
export class Run implements Trainee {
  readonly id: string;
  readonly gridLatents: Float32Array<ArrayBuffer>;
  /** The networks that the steps change. */
  readonly trained: Pair;
  /** The networks as they are looked at. */
  readonly pair: Pair;
  readonly optimizers: { generator: Adam; discriminator: Adam };
  readonly stepper: Stepper;
  readonly latents: RandomStream;
  readonly order: BatchOrder;
  config: Config;
  /** Steps enqueued so far. */
  step = 0;
  /** The rows of all finished steps. */
  readonly #history = new HistoryTable();
  #data: TrainingData | AbsentData;
  /** Made before the first step: a run that is only looked at needs none. */
  #snapshot: Snapshot | null = null;
  /**
   * All that training changes, when every value of it was last known to be finite; null where that is what the snapshot
   * holds: of a large model it takes hundreds of megabytes.
   */
  #verified: Checkpoint | null = null;
  /** The steps made since. */
  #made: MadeStep[] = [];
  /** The hash of the images that its last step learnt from; null before its first. */
  #learntFrom: string | null = null;
  /** What was found not to be finite when the run was last to be saved, though its steps had not shown it yet. */
  #spoiled: ReturnType<typeof placeInCheckpoint> = null;

  /** Without its data a run can be looked at and saved, and not trained. */
  constructor(id: string, data: TrainingData | AbsentData, config: Config, makeStepper: StepperFactory) {
    this.id = id;
    this.#data = data;
    this.config = config;
    this.trained = createPair(config);
    this.pair = viewedPair(this.trained);
    this.optimizers = {
      generator: new Adam(trainable(this.trained.generator), config.beta1),
      discriminator: new Adam(trainable(this.trained.discriminator), config.beta1),
    };
    this.latents = new RandomStream(config.seed, 'z');
    this.order = new BatchOrder(config.seed, config.batchSize);
    this.gridLatents = drawLatents(new RandomStream(config.seed, 'grid'), GRID_COUNT, config);
    this.stepper = makeStepper(this);
  }

  /** Whether its data set is here. */
  get hasData(): boolean {
    return !('absent' in this.#data);
  }

  /** Throws the message that says so where the data set is not here; so does `dataset`. */
  get data(): TrainingData {
    const data = this.#data;
    if (!('absent' in data)) return data;
    const { imageSize: size, channels } = this.config;
    throw new MessageError('dataAbsent', { data: data.name || data.id, size, channels });
  }

  get dataset(): Dataset {
    return this.data.dataset;
  }

  /** What is known of the data set wherever it is. */
  get dataFacts(): { id: string; hash: string; name: string } {
    const data = this.#data;
    if ('absent' in data) return { id: data.id, hash: data.hash, name: data.name };
    const { id, hash, attribution } = data.dataset;
    return { id, hash, name: attribution.source };
  }

  /** Whether its next step learns from other images than its last did: the set of that name has changed since. */
  get changesImages(): boolean {
    return this.hasData && this.#learntFrom !== null && this.#learntFrom !== this.dataset.hash;
  }

  /** To be called when its data set is about to be no more and no step is under way: it can be saved still, not trained. */
  loseData(): void {
    this.#data = { absent: true, ...this.dataFacts };
  }

  /** What the page may know of the run. */
  get summary(): RunSummary {
    return {
      id: this.id,
      dataId: this.dataFacts.id,
      config: this.config,
      architecture: architecture(this.config),
      step: this.step,
      stepKind: this.stepper.kind,
      gridLatents: this.gridLatents.slice(),
    };
  }

  /**
   * Enqueues one step, as soon as the data that it needs are there. Where that fails, as where images cannot be read, the
   * run is back at its last snapshot.
   */
  async advance(part: StepPart): Promise<void> {
    const settings = this.config;
    if (!usesFirst(this) && this.order.remaining < settings.dSteps) await this.data.complete;
    // A new run is finite, and so is one from a file, which would not have been opened otherwise.
    if (!this.#snapshot) this.#keepSnapshot();
    this.step++;
    this.#made.push({ step: this.step, part, settings });
    try {
      this.stepper.enqueue(this.step, part, settings, () => drawBatch(this));
    } catch (error) {
      // A part of the step may have been made.
      await this.stepper.collect(0);
      this.#takeBack();
      this.#history.cutAfter(this.step);
      throw error;
    }
    this.#learntFrom = this.dataset.hash;
  }

  /**
   * What `look` finds when D has made its part of the next step and G has not, given the batch that G's part is to be
   * made from. All of it is taken back, so that the step itself is still to come and will be the same. To be called when
   * no step is under way and the stepper is prepared.
   */
  async afterD<T>(look: (batch: Batch) => Promise<T>): Promise<T> {
    if (!usesFirst(this) && this.order.remaining < this.config.dSteps) await this.data.complete;
    const before = new Snapshot(this, this.step);
    let batch: Batch | null = null;
    try {
      this.stepper.enqueue(this.step + 1, 'discriminator', this.config, () => {
        const { indices, z } = drawBatch(this);
        batch = { indices: indices.slice(), z };
        return batch;
      });
      // What this part reports is reported by the step that is still to come.
      await this.stepper.collect(0);
      if (!batch) throw new Error('a step has drawn no batch');
      return await look(batch);
    } finally {
      before.restore(this);
      this.stepper.adopt();
      before.dispose();
    }
  }

  /**
   * The metrics of the steps that finished, waiting until at most `inFlight` have not; `failed` is where the first
   * value that is not finite came up, in which case the rows end before its step.
   */
  async collect(inFlight: number): Promise<{ rows: MetricsRow[]; failed?: NotFinite }> {
    const due = this.#snapshot !== null && this.step - this.#snapshot.step >= SNAPSHOT_EVERY;
    const all = await this.stepper.collect(due ? 0 : inFlight);
    const rows: MetricsRow[] = [];
    for (const row of all) {
      // What was found when the run was to be saved may be nothing that a step uses; where it began is known then.
      const metric = firstNotFinite(row) ?? (this.#spoiled ? 'dFakeAfter' : null);
      if (metric) return { rows, failed: { step: row.step, metric } };
      rows.push(row);
      this.#history.push(row);
    }
    // Losses and gradient norms of every step so far are finite, so what the next step uses is too; the rest is unread.
    if (due) {
      this.#verified ??= await this.#readSnapshot();
      this.#keepSnapshot();
    }
    return { rows };
  }

  /**
   * Back to the last state known to be good, random streams included; gives the step that it is from, and where in step
   * `failed` the first value that is not finite came up, if that can be found.
   */
  async recover(failed: number): Promise<{ good: number; place: NotFinitePlace | null }> {
    await this.stepper.collect(0);
    const steps = this.#made.filter(({ step }) => step <= failed);
    this.#takeBack();
    // Where it began is good to know; that the run is taken back may not depend on it.
    const place = this.#spoiled ?? (await traceNotFinite(this, steps).catch(() => null));
    this.#spoiled = null;
    this.#takeBack();
    // Steps show nothing of an average or of running statistics: a snapshot may hold what was spoiled before it was made.
    if (placeInCheckpoint(await this.#read(NO_HISTORY))) this.#goToVerified();
    this.#history.cutAfter(this.step);
    return { good: this.step, place };
  }

  /** Puts a freshly made run where a checkpoint of its own config was taken. */
  goTo(checkpoint: Checkpoint): void {
    applyCheckpoint(this, checkpoint);
    this.stepper.adopt();
    this.step = checkpoint.step;
    this.#learntFrom = checkpoint.step > 0 ? checkpoint.dataHash : null;
    const { count } = this.order.state;
    // The set may have lost images since, of which the rest of the epoch would tell indices: a new epoch begins.
    if (this.hasData && count > this.dataset.capacity) this.order.state = { ...this.order.state, count: 0, position: 0 };
    this.#history.replace(checkpoint.history);
  }

  /**
   * Everything that is needed to go on from here; to be called when no step is under way, and none may begin meanwhile.
   * What is saved is also where a run is taken back to. Throws a message where a value of it is not finite.
   */
  async checkpoint(): Promise<Checkpoint> {
    const { step } = this;
    const snapshot = this.#snapshot && new Snapshot(this, step);
    try {
      const checkpoint = await this.#read(this.historyTable());
      this.#spoiled = placeInCheckpoint(checkpoint);
      if (this.#spoiled) throw new MessageError('keepNotFinite', { step, layer: this.#spoiled.layer.toUpperCase() });
      if (snapshot) {
        this.#adoptSnapshot(snapshot);
        this.#verified = null;
      }
      return checkpoint;
    } catch (error) {
      snapshot?.dispose();
      throw error;
    }
  }

  /** Changes settings that may change while the run goes on. */
  configure(settings: Partial<LiveSettings>): void {
    this.config = { ...this.config, ...settings };
  }

  /** The history as one row-major table: a step's number and the values of METRICS. */
  historyTable(): Float64Array<ArrayBuffer> {
    return this.#history.table();
  }

  dispose(): void {
    this.stepper.dispose();
    this.#snapshot?.dispose();
    for (const optimizer of Object.values(this.optimizers)) optimizer.dispose();
    disposePair(this.trained);
  }

  /** The run as it is now, with a history; or the `state` that it had at another step. */
  #read(history: Float64Array<ArrayBuffer>, step = this.step, state: ReadableState = this): Promise<Checkpoint> {
    const { config } = this;
    const { id, hash, name } = this.dataFacts;
    return readCheckpoint(state, { config, dataId: id, dataHash: this.#learntFrom ?? hash, dataName: name, step, history });
  }

  #readSnapshot(): Promise<Checkpoint> {
    if (!this.#snapshot) throw new Error('a run that has made no step has no snapshot');
    return this.#read(NO_HISTORY, this.#snapshot.step, this.#snapshot.stateOf(this));
  }

  #keepSnapshot(): void {
    this.#adoptSnapshot(new Snapshot(this, this.step));
  }

  #adoptSnapshot(snapshot: Snapshot): void {
    this.#snapshot?.dispose();
    this.#snapshot = snapshot;
    this.#made = [];
  }

  /** Puts everything back as it was at the last snapshot. */
  #takeBack(): void {
    if (!this.#snapshot) throw new Error('a run that has made no step was to be taken back');
    this.#snapshot.restore(this);
    this.stepper.adopt();
    this.step = this.#snapshot.step;
    this.#made = [];
  }

  /** Puts everything back as it was when every value was last known to be finite, if that is not the snapshot. */
  #goToVerified(): void {
    if (!this.#verified) return;
    applyCheckpoint(this, this.#verified);
    this.stepper.adopt();
    this.step = this.#verified.step;
    this.#verified = null;
    this.#keepSnapshot();
  }
}

/** The tensors and bytes that tfjs holds; bytes on the GPU where there is one. */
export function memoryUse(): { tensors: number; gpuBytes: number } {
  const memory: tf.MemoryInfo & { numBytesInGPU?: number } = tf.memory();
  return { tensors: memory.numTensors, gpuBytes: memory.numBytesInGPU ?? 0 };
}
