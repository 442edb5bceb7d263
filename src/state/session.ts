import type { NetworkName } from '../core/architecture';
import type { BackendName } from '../core/backend-name';
import { lastUsed } from '../core/kept-run';
import type { KeptRun } from '../core/kept-run';
import type { Message } from '../core/messages';
import type { StepPart } from '../core/metrics';
import { nearestPreset } from '../core/presets';
import type { PresetId } from '../core/presets';
import type { RunSummary } from '../core/run';
import { SETTINGS } from '../core/settings';
import type { Config, SettingKey } from '../core/settings';
import type { WorkerClient } from '../worker/client';
import type { SpeedReport, WorkerEvent } from '../worker/protocol';
import { connect } from './connecting';
import { Dealings } from './dealings';
import { Drafting } from './drafting';
import { Driving } from './driving';
import { mergePins } from './explore-pins';
import { Hearing } from './hearing';
import { History } from './history';
import { Keeping } from './keeping';
import { createLatents, pickLatent } from './latents';
import { Making } from './making';
import { dismissCode, dismissOver, messageOf, notify } from './notices';
import { Pictures } from './pictures';
import { Recovery } from './recovery';
import type { RestartChange } from './recovery';
import type { RunLocks } from './run-locks';
import { Slot } from './slot';
import { isTraining, modelInView } from './store';
import type { AppStore, View, Viewed } from './store';
import { perFrame, throttle } from './timing';
import type { Clock } from './timing';
import type { Startup } from './url';
import { openRun, Viewing } from './viewing';
import type { TrainableRun } from './viewing';

/** Shortest time between two pictures that follow training, in milliseconds. */
const FOLLOW_MS = 250;
/** Time between two speed reports, in milliseconds. */
const SPEED_MS = 2000;

/** What a session needs from its surroundings. */
export interface SessionParts {
  client: WorkerClient;
  store: AppStore;
  clock: Clock;
  /** The page's own URL, which the data lie beside. */
  base: string;
  /** Whether this page itself is kept from WebGPU, whatever its worker may have. */
  pageLacksWebGpu(): Promise<boolean>;
  locks: RunLocks;
  /** Milliseconds since 1970. */
  today: () => number;
  /** Makes ids that no other run of this browser has. */
  newId: () => string;
}

/** The page's dealings with the worker: opens it, makes runs, passes on what the person does and what the worker tells. */
export class Session {
  readonly store: AppStore;
  /** The metrics of the run; see `curvesInView` for those of the model in view. */
  history = new History();
  /** Counts up whenever the history has changed. */
  readonly changes = new Slot(0);
  readonly latents = createLatents();
  readonly pictures: Pictures;
  readonly speed = new Slot<SpeedReport | null>(null);
  readonly #viewing: Viewing;
  readonly #client: WorkerClient;
  readonly #parts: SessionParts;
  readonly #dealings: Dealings;
  readonly #drafting: Drafting;
  readonly #driving: Driving;
  readonly #keeping: Keeping;
  readonly #making: Making;
  readonly #recovery: Recovery;
  readonly #readSpeed: () => void;
  #startup: Startup | null = null;
  #connections = 0;

  constructor(parts: SessionParts) {
    const { client, store, clock } = parts;
    this.#parts = parts;
    this.#client = client;
    this.store = store;
    this.pictures = new Pictures(client);
    this.#dealings = new Dealings(client, store);
    this.#drafting = new Drafting(this.#dealings, clock, () => this.newRun());
    this.#keeping = new Keeping({ ...parts, dealings: this.#dealings, latents: this.latents });
    this.#driving = new Driving({
      dealings: this.#dealings,
      drafting: this.#drafting,
      keeping: this.#keeping,
      newRun: () => this.newRun(),
      adoptNew: (run) => this.#adoptNew(run),
    });
    this.#making = new Making({
      dealings: this.#dealings,
      standStill: () => this.#driving.standStill(),
      adopt: (run) => this.#adoptNew(run),
    });
    this.#recovery = new Recovery({
      dealings: this.#dealings,
      keeping: this.#keeping,
      clock,
      connect: (backend) => this.#connect(backend),
      takeOver: (opened) => this.#takeOver(opened),
      newRun: () => this.newRun(),
      train: () => this.train(),
      aboutToTrain: () => this.#driving.aboutToTrain,
    });
    this.#viewing = new Viewing({ client, store, show: (run) => this.#present(run) });
    this.#readSpeed = throttle(() => void this.#dealings.forRun((run) => this.#fetchSpeed(run)), SPEED_MS, clock);
    const drawPreview = perFrame(() => this.#drawPreview(), clock);
    this.latents.subscribe((now, before) => {
      if (now.z !== before.z) drawPreview();
    });
    const hearing = new Hearing({
      store,
      pictures: this.pictures,
      keeping: this.#keeping,
      recovery: this.#recovery,
      metrics: (event) => this.#hearMetrics(event),
      takenBack: (step) => {
        this.history.truncate(step);
        this.changes.set(this.changes.value + 1);
      },
      follow: throttle(() => this.#drawPreview(), FOLLOW_MS, clock),
    });
    client.subscribe((event) => hearing.hear(event));
  }

  /** Starts the backend, loads the data and makes the first run. Called once. */
  async open(startup: Startup): Promise<void> {
    this.#startup = startup;
    notify(this.store, startup.problems);
    if (!(await this.#connect())) return;
    void this.#offerToResume();
    await this.newRun();
  }

  /** After a lost device or a crashed worker: goes on from the last checkpoint, with what the person wants changed. */
  restart(reason: Message, change?: RestartChange): Promise<void> {
    return this.#recovery.restart(reason, change);
  }

  async #connect(chosen?: BackendName): Promise<boolean> {
    const mine = ++this.#connections;
    const { backend, step, channelsGiven } = this.#startup ?? {};
    const wish = { ...this.#parts, backend: chosen ?? backend, step };
    try {
      await connect(this.#dealings, wish);
      if (channelsGiven === false && !this.store.getState().applied) this.#drafting.followChannels();
      return true;
    } catch (error) {
      // A worker that was lost before it answered has been replaced already.
      if (mine !== this.#connections) return false;
      this.store.setState({ connection: 'failed', waiting: null });
      notify(this.store, [messageOf(error)], 'restart');
      return false;
    }
  }

  /** Finds what is kept, and the run of the last visit, without holding anything up. */
  async #offerToResume(): Promise<void> {
    try {
      const kept = await this.#client.request('keptRuns', {});
      // What was kept meanwhile is known better already.
      if (this.store.getState().kept) return;
      this.store.setState({ kept, resume: lastUsed(kept.runs) });
    } catch (error) {
      // Nothing is kept here; the person is told when there is something to keep.
      if (messageOf(error).code !== 'keepStorage') this.#dealings.tell(error);
    }
  }

  /** Makes a run from the draft in place of the current one; of several calls in a row the last draft counts. */
  newRun(): Promise<void> {
    return this.#making.make();
  }

  async #adoptNew(run: RunSummary): Promise<void> {
    this.#keeping.begin(run);
    await this.#adopt(run);
  }

  async #adopt(run: RunSummary): Promise<void> {
    this.history.truncate(run.step);
    this.changes.set(this.changes.value + 1);
    this.speed.set(null);
    const { step } = run;
    const phase = step === 0 ? 'idle' : step < run.config.steps ? 'paused' : 'finished';
    const still = { progress: null, imagesPerSecond: 0, msPerStep: 0, starting: false };
    this.store.setState({ ...still, run, step, phase, scrub: null });
    dismissOver(this.store, run);
    // What was changed while the run was made or opened counts for it too.
    void this.#drafting.configureLive();
    if (this.store.getState().viewed) await this.#viewing.close();
    else await this.#present(run);
  }

  /** Shows the pictures of the model in view. A z on the sliders stays where it means the same to the model. */
  async #present(run: RunSummary | null): Promise<void> {
    this.pictures.clear();
    if (!run) return;
    const { prior, z } = this.latents.getState();
    const { zSize, zDistribution } = run.config;
    const fits = z.length === zSize && prior.zDistribution === zDistribution;
    if (!fits || run.step === 0) pickLatent(this.latents, run.gridLatents, 0, run.config);
    else this.#drawPreview();
    await Promise.all([this.pictures.drawSamples(run), this.pictures.drawReal(run)]);
  }

  /** Looks at the model of a .dcgan file in place of the run's, which goes on as it was. */
  async view(bytes: Uint8Array<ArrayBuffer>, origin: Viewed['origin']): Promise<void> {
    await this.#dealings.attempt(() => this.#viewing.open(bytes, origin));
  }

  /** Looks at the run's own model again. */
  async viewRun(): Promise<void> {
    const { viewed, scrub, run } = this.store.getState();
    this.store.setState({ scrub: null });
    await this.#dealings.attempt(async () => {
      await this.#viewing.close();
      // Only the samples had changed places.
      if (scrub && !viewed && run) await this.pictures.drawSamples(run);
    });
  }

  /** Makes the model in view the run, to be trained on from its step; the run that was there before stays kept. */
  async continueFromView(): Promise<void> {
    await this.#driving.standStill();
    await this.#dealings.attempt(async () => {
      const viewed = await this.#viewing.takeToTrain();
      if (!viewed) return;
      const { kept } = viewed.origin;
      // From here on what is kept is of this run: before it is the current one, so that nothing is kept as the old one's.
      this.#keeping.begin(viewed.run, kept ?? null);
      await this.#takeOver(viewed);
      const { step, config } = viewed.run;
      // One that has made all its steps would have nothing to go on with.
      if (step >= config.steps) {
        const steps = this.#driving.raiseSteps();
        notify(this.store, [{ code: 'stepsRaised', params: { step, steps } }]);
      }
      // A file is kept at once; a kept checkpoint already is.
      if (!kept) void this.#keeping.keep();
    });
  }

  /** Goes on with a kept run where it was left. */
  async resume(kept: KeptRun): Promise<void> {
    const last = kept.checkpoints.at(-1);
    if (!last) return;
    this.store.setState({ resume: null });
    await this.#driving.standStill();
    await this.#dealings.attempt(async () => {
      const { bytes } = await this.#client.request('keptFile', { id: kept.id, step: last.step });
      const opened = await openRun(this.#client, bytes);
      const seen = this.#viewing.take();
      const pins = kept.made?.pins ?? opened.pins;
      try {
        await this.#keeping.resume(kept, opened.run, () => this.#takeOver({ ...opened, pins }));
      } finally {
        if (seen) await this.#client.request('disposeRun', { run: seen.run.id });
      }
    });
  }

  /** Keeps the run as it is now. */
  async keep(): Promise<void> {
    await this.#keeping.keep();
  }

  /** Makes an opened run the current one, with its data, settings, history and pins. */
  async #takeOver({ run, data, pins, history }: TrainableRun): Promise<void> {
    const old = this.store.getState().run;
    const draft = { preset: nearestPreset(run.config), dataId: run.dataId, config: run.config };
    this.store.setState({ applied: draft, draft, data, waiting: null });
    this.history = history;
    mergePins(this.latents, pins);
    dismissCode(this.store, 'dataAbsent');
    try {
      await this.#adopt(run);
    } finally {
      if (old) await this.#client.request('disposeRun', { run: old.id });
    }
  }

  /** Trains until paused or done. While training, or about to, it does nothing. */
  train(): Promise<void> {
    return this.#watched(() => this.#driving.train());
  }

  /** Trains on a run that has made all its steps, for as many again as a new run makes. */
  trainMore(): Promise<void> {
    return this.#watched(() => this.#driving.trainMore());
  }

  pause(): Promise<void> {
    return this.#driving.pause();
  }

  /** Makes one step of the chosen part. */
  step(): Promise<void> {
    return this.#watched(() => this.#driving.step());
  }

  /** Back to step 0 with the weights that the seed gives. */
  reset(): Promise<void> {
    return this.#driving.reset();
  }

  setPart(part: StepPart): void {
    this.store.setState({ part });
  }

  /** Puts a pause after every step, or takes it away, in the midst of training too. */
  setSlow(slow: boolean): Promise<void> {
    return this.#driving.setSlow(slow);
  }

  /** Changes one setting: at once where it may change mid-run, and in an untrained run; else the draft waits. */
  setSetting<K extends SettingKey>(key: K, value: Config[K]): void {
    this.#drafting.set(key, value);
  }

  choosePreset(preset: PresetId): void {
    this.#drafting.choosePreset(preset);
  }

  /** Chooses a data set by its id. One in colour brings its channels; other classes of the same set change none. */
  chooseData(dataId: string): void {
    this.#drafting.chooseData(dataId);
  }

  /** Gives settings that cannot be trained with the nearest value that can. */
  putRight(): void {
    this.#drafting.putRight();
  }

  /** Back to the settings that the run has. */
  discardChanges(): void {
    this.#drafting.discard();
  }

  /** Trains on with half the learning rates, as after a value that was not finite. */
  async lowerRates(): Promise<void> {
    const { learningRateD, learningRateG } = this.store.getState().draft.config;
    this.#drafting.set('learningRateD', Math.max(SETTINGS.learningRateD.min, learningRateD / 2));
    this.#drafting.set('learningRateG', Math.max(SETTINGS.learningRateG.min, learningRateG / 2));
    await this.train();
  }

  /** Puts the z of a sample of the grid on the sliders. */
  pickSample(index: number): void {
    const run = modelInView(this.store.getState());
    if (run) pickLatent(this.latents, run.gridLatents, index, run.config);
  }

  show(view: View): void {
    this.store.setState({ view });
  }

  /** Opens Look inside at a layer. */
  lookInside(network: NetworkName, name: string): void {
    this.store.setState({ layer: { network, name }, view: 'inspect' });
  }

  /** Draws other real images. */
  async drawReal(): Promise<void> {
    const run = modelInView(this.store.getState());
    if (run) await this.#dealings.attempt(() => this.pictures.drawReal(run));
  }

  #hearMetrics({ rows, imagesPerSecond, msPerStep }: Extract<WorkerEvent, { type: 'metrics' }>): void {
    this.history.append(rows);
    const { steps } = this.history;
    this.store.setState({ step: steps[steps.length - 1] ?? 0, imagesPerSecond, msPerStep });
    this.changes.set(this.changes.value + 1);
    this.#readSpeed();
    if (isTraining(this.store.getState())) this.#keeping.inTime();
  }

  async #fetchSpeed(run: RunSummary): Promise<void> {
    this.speed.set(await this.#client.request('speed', { run: run.id }));
  }

  /** Whoever has the run train in the view of training wants to see it, and not the model that was looked at there. */
  #watched(drive: () => Promise<void>): Promise<void> {
    const { view, viewed, scrub } = this.store.getState();
    return view === 'train' && (viewed || scrub) ? this.viewRun().then(drive) : drive();
  }

  #drawPreview(): void {
    const { z } = this.latents.getState();
    const run = modelInView(this.store.getState());
    if (run?.config.zSize !== z.length) return;
    void this.pictures.drawPreview(run, z).catch((error: unknown) => {
      // What fails for a model that is out of view is nobody's concern any more.
      if (modelInView(this.store.getState())?.id === run.id) this.#dealings.tell(error);
    });
  }
}
