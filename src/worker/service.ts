import { checkConfig } from '../core/config';
import { parseDataId } from '../core/data-id';
import { bytesToImages } from '../core/images';
import { MessageError, unwrap } from '../core/messages';
import type { Message } from '../core/messages';
import type { MetricsRow } from '../core/metrics';
import { RandomStream } from '../core/random';
import type { ModelReference, RunSummary } from '../core/run';
import { SETTINGS } from '../core/settings';
import type { Config } from '../core/settings';
import type { Dataset, DatasetSource, FetchFile } from '../data/dataset';
import { firstImages } from '../data/first-images';
import { imagesAt } from '../data/gather';
import { DATASETS } from '../data/registry';
import { renderLatents } from '../explore/render';
import { readKernel } from '../inspect/kernels';
import { Loop } from '../train/loop';
import { memoryUse, Run } from '../train/run';
import type { AbsentData, StepperFactory, TrainingData } from '../train/run';
import type { Batch } from '../train/stepper';
import { TfjsStepper } from '../train/tfjs-stepper';
import { readManifest, readProject } from '../codecs/project';
import { Jobs } from './jobs';
import { LatestWins } from './latest';
import { takeMoment, writeMoment } from './save-run';
import { Pace } from './pace';
import type { Context, Handlers } from './handlers';
import { messageOf } from './message-of';
import type { BackendSummary, DataSummary, LoadedData, Params, SampleSheet, WorkerEvent } from './protocol';
import { SampleEvidence } from './sample-evidence';
import { TrainingSets } from './training-sets';

/** Runs that may be held at once: the Lab compares up to four, beside the main one and models that are looked at. */
const RUN_LIMIT = 8;
/** Within this many milliseconds of a read that failed for it, a loss of the device is known. */
const LOSS_KNOWN_MS = 250;
/** Shortest time between two `metrics` events of a run, in milliseconds. */
const METRICS_INTERVAL = 100;

/** What the service needs from the place it runs in; tests give stand-ins. */
export interface Surroundings {
  connect(params: Params<'connect'>): Promise<BackendSummary>;
  makeStepper: StepperFactory;
  fetchFile: FetchFile;
  /** A set of one's own by its id; null where there is none. */
  ownSource?: (id: string) => Promise<DatasetSource | null>;
  /** Lets go of what can be read again of sets of one's own, but for these. */
  releaseOwn?: (used: ReadonlySet<string>) => void;
  emit: (event: WorkerEvent, transfer?: Transferable[]) => void;
  now: () => number;
  /** Whether the device is gone, and with it every run. */
  isLost: () => boolean;
}

type TrainingRequest =
  | 'connect'
  | 'builtInSets'
  | 'loadData'
  | 'realBatch'
  | 'createRun'
  | 'disposeRun'
  | 'train'
  | 'pause'
  | 'step'
  | 'reset'
  | 'configure'
  | 'render'
  | 'samples'
  | 'kernel'
  | 'speed'
  | 'cancel'
  | 'exportRun'
  | 'readManifest'
  | 'importRun'
  | 'history';

interface ActiveRun {
  run: Run;
  loop: Loop;
  pace: Pace;
  unsent: MetricsRow[];
  lastSent: number;
}

/** Answers the requests about data sets and runs: holds them, and passes on what they tell. */
export class TrainerService implements Handlers<TrainingRequest>, Context {
  readonly #around: Surroundings;
  readonly #sets: TrainingSets;
  readonly #runs = new Map<string, ActiveRun>();
  readonly #resetting = new Map<string, Promise<RunSummary>>();
  readonly latest = new LatestWins();
  readonly jobs: Jobs;
  readonly #evidence = new SampleEvidence();
  #made = 0;

  constructor(around: Surroundings) {
    this.#around = around;
    this.jobs = new Jobs(around.emit);
    this.#sets = new TrainingSets({
      ...around,
      progress: (id, loaded, total) => around.emit({ type: 'data', id, loaded, total }),
      notice: (message) => this.#notice(message),
    });
  }

  connect = (params: Params<'connect'>) => this.#around.connect(params);

  builtInSets = async () => DATASETS.map(({ id, channels, classNames }) => ({ id, channels, classNames }));

  loadData = (params: Params<'loadData'>): Promise<DataSummary> => this.#sets.load(params);

  realBatch = async ({ run, count, draw }: Params<'realBatch'>) => {
    const active = this.#find(run).run;
    const { config } = active;
    if (!active.hasData) return bytesToImages(new Uint8Array(), config.imageSize, config.channels);
    const { dataset, data } = active;
    const stream = new RandomStream(config.seed, `real/${draw}`);
    // The same ones however fast the rest of the data comes; of a small set all, each once.
    const all = data.first <= count;
    const indices = Uint32Array.from({ length: all ? data.first : count }, (_, i) => (all ? i : stream.integer(data.first)));
    return bytesToImages(imagesAt(dataset, indices), dataset.size, dataset.channels);
  };

  /** The training images that `loadData` has given; of a set that is forgotten, those that a run still has. */
  loaded = (wanted: LoadedData): Dataset => {
    const known = this.#sets.find(wanted)?.dataset ?? [...this.#runs.values()].find(({ run }) => isOf(run, wanted))?.run.dataset;
    if (!known) throw new MessageError('dataNotLoaded', { id: wanted.id });
    return known;
  };

  /** Has a data set loaded anew when it is next asked for; runs go on with what they have. */
  forget = (id: string): void => this.#sets.forget(id);

  /** A set is about to be no more: runs that read its images when they need them stop, and stay as they are. */
  leave = async (set: string): Promise<void> => {
    const readers = [...this.#runs.values()].filter(({ run }) => run.hasData && run.dataset.readImages && setOf(run) === set);
    await Promise.all(
      readers.map(async ({ run, loop }) => {
        loop.pause();
        await loop.between(async () => run.loseData());
        this.#notice({ code: 'dataGone', params: { data: run.dataFacts.name || set } }, run.id);
      }),
    );
  };

  createRun = async ({ dataId, config, images }: Params<'createRun'>) => {
    const { imageSize, channels } = config;
    const all = this.#sets.get({ id: dataId, imageSize, channels });
    const few = images === undefined ? null : firstImages(all.dataset, images);
    const data = few ? { dataset: few, first: few.count, complete: Promise.resolve() } : all;
    const run = this.#start(data, config);
    this.#releaseData();
    return run;
  };

  disposeRun = async ({ run }: Params<'disposeRun'>) => {
    await this.#dispose(run);
    this.#releaseData();
    return null;
  };

  train = async ({ run, slow }: Params<'train'>) => {
    const active = this.#find(await this.#afterReset(run));
    const { loop, pace } = active;
    this.#tellChangedImages(active.run);
    pace.restart();
    loop.train(slow);
    return null;
  };

  pause = async ({ run }: Params<'pause'>) => {
    const active = this.#find(run);
    active.loop.pause();
    return { step: active.run.step };
  };

  step = async ({ run, part }: Params<'step'>) => {
    const active = this.#find(await this.#afterReset(run));
    this.#tellChangedImages(active.run);
    // What a person does between single steps is no part of them.
    active.pace.restart();
    await active.loop.single(part);
    this.#sendMetrics(active);
    return { step: active.run.step };
  };

  /** Resets that are asked for while one is under way are that one. */
  reset = ({ run }: Params<'reset'>): Promise<RunSummary> => {
    const running = this.#resetting.get(run);
    if (running) return running;
    const reset = this.#reset(run).finally(() => this.#resetting.delete(run));
    this.#resetting.set(run, reset);
    return reset;
  };

  configure = async ({ run, settings }: Params<'configure'>) => {
    const active = this.#find(run).run;
    refuseWrong({ ...active.config, ...settings });
    active.configure(settings);
    return active.config;
  };

  render = async ({ model, z, channel }: Params<'render'>) =>
    this.latest.run(channel, async () => {
      const run = this.model(model);
      const { step } = run;
      return { images: await renderLatents(run.pair, z), step };
    });

  samples = async ({ run }: Params<'samples'>) => this.latest.run('samples', () => this.#drawSamples(this.#find(run).run));

  kernel = async ({ model, network, layer }: Params<'kernel'>) => {
    const run = this.model(model);
    return { ...(await readKernel(run.pair[network], layer)), step: run.step };
  };

  exportRun = async ({ run, pins = [] }: Params<'exportRun'>) => {
    const moment = await this.between(run, takeMoment);
    return { bytes: writeMoment(moment, pins) };
  };

  readManifest = async ({ bytes }: Params<'readManifest'>) => {
    const { dataId, dataName, config, step, pins } = unwrap(readManifest(bytes));
    return { dataId, dataName, config, step, pins };
  };

  importRun = async ({ bytes, batchSize, withoutData }: Params<'importRun'>) => {
    const checkpoint = unwrap(readProject(bytes));
    const { dataId, dataHash: hash, dataName: name } = checkpoint;
    const config = { ...checkpoint.config, batchSize: batchSize ?? checkpoint.config.batchSize };
    const { id } = withoutData
      ? this.#start({ absent: true, id: dataId, hash, name }, config)
      : await this.createRun({ dataId, config });
    const active = this.#find(id);
    active.run.goTo(checkpoint);
    this.#emitRows(active, active.run.historyTable());
    await this.#sendSamples(active);
    return active.run.summary;
  };

  history = async ({ run }: Params<'history'>) => ({ rows: this.#find(run).run.historyTable() });

  cancel = async ({ job }: Params<'cancel'>) => {
    this.jobs.cancel(job);
    return null;
  };

  speed = async ({ run }: Params<'speed'>) => {
    const { pace, run: active } = this.#find(run);
    const msPerStep = pace.msPerStep;
    const { times, gpuBytes } = active.stepper;
    const memory = memoryUse();
    return {
      msPerStep,
      msD: times.msD,
      msG: times.msG,
      jsMsPerStep: times.jsMs,
      imagesPerSecond: msPerStep === null ? null : (1000 * active.config.batchSize) / msPerStep,
      tensors: memory.tensors,
      gpuBytes: memory.gpuBytes + gpuBytes,
    };
  };

  emit(event: WorkerEvent, transfer?: Transferable[]): void {
    this.#around.emit(event, transfer);
  }

  /** Does `task` with a run when no step of it is under way; training goes on afterwards. */
  between<T>(run: string, task: (run: Run) => Promise<T>): Promise<T> {
    const active = this.#find(run);
    return active.loop.between(() => task(active.run));
  }

  /** Whether a run makes step after step; false for one that is gone. */
  isTraining(run: string): boolean {
    return this.#runs.get(run)?.loop.training ?? false;
  }

  /** Does `task` with a run as `between` does, after D's part of its next step, which is then taken back. */
  afterD<T>(run: string, task: (run: Run, batch: Batch) => Promise<T>): Promise<T> {
    const active = this.#find(run);
    return active.loop.prepared(() => active.run.afterD((batch) => task(active.run, batch)));
  }

  model(reference: ModelReference): Run {
    return this.#find(reference.run).run;
  }

  /** A new run in place of the old one, so that nothing that is still said of the old weights is taken for the new. */
  async #reset(run: string): Promise<RunSummary> {
    const { data, config } = this.#find(run).run;
    await this.#dispose(run);
    return this.#start(data, config);
  }

  /** The id of a run, or of the one that a reset under way puts in its place. */
  async #afterReset(run: string): Promise<string> {
    return (await this.#resetting.get(run))?.id ?? run;
  }

  #start(data: TrainingData | AbsentData, config: Config): RunSummary {
    if (this.#runs.size >= RUN_LIMIT) throw new MessageError('runLimit', { limit: RUN_LIMIT });
    const absent = 'absent' in data;
    const fitting = absent ? config : this.#fitBatch(config, data.dataset);
    refuseWrong(fitting);
    const id = `run-${++this.#made}`;
    // A planned step is planned for its images; without any there is nothing to step.
    const run = new Run(id, data, fitting, absent ? (trainee) => new TfjsStepper(trainee) : this.#around.makeStepper);
    const loop = new Loop(run, {
      phase: (phase, progress) => {
        // What was measured since it was last told comes before the word that the run was taken back, never after.
        if (phase === 'failed') this.#sendMetrics(active);
        this.#around.emit({ type: 'phase', run: id, phase, step: run.step, progress });
      },
      metrics: (rows) => this.#takeMetrics(active, rows),
      samples: () => this.#sendSamples(active),
      notice: (message, reasons) => this.#around.emit({ type: 'notice', run: id, message, reasons }),
      failed: (error) => void this.#tellFailure(run, error),
    });
    const active: ActiveRun = { run, loop, pace: new Pace(), unsent: [], lastSent: 0 };
    this.#runs.set(id, active);
    return run.summary;
  }

  /** Says that a run goes on with other images than it has learnt from so far. */
  #tellChangedImages(run: Run): void {
    if (!run.changesImages) return;
    const { id, name } = run.dataFacts;
    this.#notice({ code: 'dataChanged', params: { data: name || id, step: run.step } }, run.id);
  }

  /**
   * Tells why training ended. When the device is lost every read fails, some before the loss is known; that is told once,
   * as the loss that it is.
   */
  async #tellFailure({ id, step }: Run, error: unknown): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, LOSS_KNOWN_MS));
    if (this.#around.isLost()) return;
    this.#notice(messageOf(error), id);
    this.#around.emit({ type: 'phase', run: id, phase: 'failed', step });
  }

  /** A data set smaller than the batch lowers the batch, and says so; one too small for any batch is refused. */
  #fitBatch(config: Config, { id, capacity }: Dataset): Config {
    if (config.batchSize <= capacity) return config;
    const least = SETTINGS.batchSize.min;
    if (capacity < least) throw new MessageError('dataTooFew', { id, count: capacity, least });
    this.#notice({ code: 'batchLowered', params: { id, batch: config.batchSize, count: capacity } });
    return { ...config, batchSize: capacity };
  }

  #takeMetrics(active: ActiveRun, rows: readonly MetricsRow[]): void {
    active.pace.note(rows.length, this.#around.now());
    active.unsent.push(...rows);
    if (this.#around.now() - active.lastSent >= METRICS_INTERVAL) this.#sendMetrics(active);
  }

  #sendMetrics(active: ActiveRun): void {
    const rows = Float64Array.from(active.unsent.flatMap(({ step, values }) => [step, ...values]));
    active.unsent = [];
    active.lastSent = this.#around.now();
    this.#emitRows(active, rows);
  }

  #emitRows({ run, pace }: ActiveRun, rows: Float64Array<ArrayBuffer>): void {
    if (rows.length === 0) return;
    const msPerStep = pace.msPerStep ?? 0;
    const imagesPerSecond = msPerStep > 0 ? (1000 * run.config.batchSize) / msPerStep : 0;
    this.#around.emit({ type: 'metrics', run: run.id, rows, imagesPerSecond, msPerStep }, [rows.buffer]);
  }

  async #sendSamples(active: ActiveRun): Promise<void> {
    this.#sendMetrics(active);
    const sheet = await this.#drawSamples(active.run);
    this.#around.emit({ type: 'samples', run: active.run.id, ...sheet }, [sheet.images.rgba.buffer]);
  }

  async #drawSamples(run: Run): Promise<SampleSheet> {
    const { step } = run;
    const images = await renderLatents(run.pair, run.gridLatents);
    return { step, images, evidence: this.#evidence.of(run, images) };
  }

  async #dispose(run: string): Promise<void> {
    const active = this.#find(run);
    await active.loop.stop();
    // Whoever asked for the same meanwhile has seen to it.
    if (this.#runs.get(run) !== active) return;
    this.#runs.delete(run);
    active.run.dispose();
  }

  /** Lets go of the data that no run has. */
  #releaseData(): void {
    const used = [...this.#runs.values()].map(({ run }) => dataOf(run));
    this.#around.releaseOwn?.(this.#sets.release(used));
  }

  #notice(message: Message, run?: string): void {
    this.#around.emit({ type: 'notice', run, message });
  }

  #find(id: string): ActiveRun {
    const active = this.#runs.get(id);
    if (!active) throw new MessageError('runUnknown', { run: id });
    return active;
  }

}

/** What a run's data were asked for as. */
function dataOf({ dataFacts, config: { imageSize, channels } }: Run): LoadedData {
  return { id: dataFacts.id, imageSize, channels };
}

/** The set that a run's images are of, whichever classes it chose. */
function setOf({ dataFacts }: Run): string {
  return parseDataId(dataFacts.id).set;
}

function isOf(run: Run, { id, imageSize, channels }: LoadedData): boolean {
  const data = dataOf(run);
  return run.hasData && data.id === id && data.imageSize === imageSize && data.channels === channels;
}

function refuseWrong(config: Config): void {
  const [message] = Object.values(checkConfig(config));
  if (message) throw new MessageError(message.code, message.params, message.detail);
}

