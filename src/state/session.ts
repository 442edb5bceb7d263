import type { NetworkName } from '../core/architecture';
import { parseDataId } from '../core/data-id';
import type { Message } from '../core/messages';
import type { StepPart } from '../core/metrics';
import { isOwnId } from '../core/own-images';
import { nearestPreset, PRESETS } from '../core/presets';
import type { PresetId } from '../core/presets';
import type { RunSummary } from '../core/run';
import { LIVE_KEYS } from '../core/settings';
import type { Config, LiveSettings, SettingKey } from '../core/settings';
import type { WorkerClient } from '../worker/client';
import type { BackendSummary, SpeedReport, WorkerEvent } from '../worker/protocol';
import { History } from './history';
import { createLatents, pickLatent } from './latents';
import { messageOf, notify } from './notices';
import { Pictures } from './pictures';
import { Slot } from './slot';
import { channelsFor, draftErrors, isTraining, modelInView, pendingChanges } from './store';
import type { AppStore, Draft, View, Viewed } from './store';
import { debounce, perFrame, throttle } from './timing';
import type { Clock } from './timing';
import type { Startup } from './url';
import { Viewing } from './viewing';

/** Pause after every step in slow motion, in milliseconds: long enough to see a step's effect. */
const SLOW_MS = 700;
/** Shortest time between two pictures that follow training, in milliseconds. */
const FOLLOW_MS = 250;
/** Time without a further change before an untrained run is made anew from changed settings, in milliseconds. */
const SETTLE_MS = 300;
/** Time between two speed reports, in milliseconds. */
const SPEED_MS = 2000;
/** Time between two checkpoints while training, in milliseconds: what a lost GPU may cost. */
const CHECKPOINT_MS = 120_000;

/** What a session needs from its surroundings. */
export interface SessionParts {
  client: WorkerClient;
  store: AppStore;
  clock: Clock;
  /** The page's own URL, which the data lie beside. */
  base: string;
  /** Whether this page itself is kept from WebGPU, whatever its worker may have. */
  pageLacksWebGpu(): Promise<boolean>;
}

/** The page's dealings with the worker: opens it, makes runs, passes on what the person does and what the worker tells. */
export class Session {
  readonly store: AppStore;
  readonly history = new History();
  /** Counts up whenever the history has changed. */
  readonly changes = new Slot(0);
  readonly latents = createLatents();
  readonly pictures: Pictures;
  readonly speed = new Slot<SpeedReport | null>(null);
  readonly #viewing: Viewing;
  readonly #client: WorkerClient;
  readonly #parts: SessionParts;
  readonly #settle: () => void;
  readonly #followTraining: () => void;
  readonly #readSpeed: () => void;
  readonly #keepInTime: () => void;
  #startup: Startup | null = null;
  #wanted: Draft | null = null;
  #making: Promise<void> | null = null;
  #resetting: Promise<void> | null = null;
  /** The current run as a project file, to go on from after the GPU is lost. */
  #checkpoint: Uint8Array<ArrayBuffer> | null = null;

  constructor(parts: SessionParts) {
    const { client, store, clock } = parts;
    this.#parts = parts;
    this.#client = client;
    this.store = store;
    this.pictures = new Pictures(client);
    this.#viewing = new Viewing({ client, store, show: (run) => this.#present(run) });
    this.#settle = debounce(() => void this.#applyToUntouched(), SETTLE_MS, clock);
    this.#followTraining = throttle(() => this.#drawPreview(), FOLLOW_MS, clock);
    this.#readSpeed = throttle(() => void this.#forRun((run) => this.#fetchSpeed(run)), SPEED_MS, clock);
    this.#keepInTime = throttle(() => void this.#keep(), CHECKPOINT_MS, clock);
    const drawPreview = perFrame(() => this.#drawPreview(), clock);
    this.latents.subscribe((now, before) => {
      if (now.z !== before.z) drawPreview();
    });
    client.subscribe((event) => this.#hear(event));
  }

  /** Starts the backend, loads the data and makes the first run. Called once. */
  async open(startup: Startup): Promise<void> {
    this.#startup = startup;
    notify(this.store, startup.problems);
    await this.#begin();
  }

  /** After a lost device or a crashed worker: a new worker, which goes on from the last checkpoint if there is one. */
  async restart(reason: Message): Promise<void> {
    const checkpoint = this.#checkpoint;
    this.#client.restart(reason);
    this.store.setState({ connection: 'connecting', run: null, viewed: null, phase: 'idle', step: 0, starting: false });
    await this.#begin(checkpoint);
  }

  async #begin(checkpoint: Uint8Array<ArrayBuffer> | null = null): Promise<void> {
    try {
      const backend = await this.#connect();
      const builtIn = await this.#client.request('builtInSets', {});
      const dataIds = builtIn.map(({ id }) => id);
      this.store.setState({ backend, builtIn, dataIds, connection: 'ready' });
      this.#adviseOn(backend);
      this.#refuseUnknownData(dataIds);
      if (this.#startup?.channelsGiven === false && !this.store.getState().applied) this.#setDraft(this.#withChannels(this.store.getState().draft));
      if (!checkpoint || !(await this.#resume(checkpoint))) await this.newRun();
    } catch (error) {
      this.store.setState({ connection: 'failed', waiting: null });
      this.#tell(error);
    }
  }

  async #connect() {
    const { backend, step } = this.#startup ?? {};
    const { base } = this.#parts;
    try {
      const summary = await this.#client.request('connect', { base, backend, step });
      if (backend !== undefined || summary.backend !== 'webgpu') return summary;
      if (!(await this.#parts.pageLacksWebGpu())) return summary;
      // A policy or an extension that takes WebGPU from the page means it, though workers may slip through.
      this.#client.restart({ code: 'noAdapter' });
      const without = await this.#client.request('connect', { base, backend: 'wasm', step });
      return { ...without, passedOver: [{ backend: 'webgpu' as const, message: { code: 'noAdapter' as const } }] };
    } catch (error) {
      if (backend === undefined) throw error;
      notify(this.store, [{ ...messageOf(error), code: 'backendUnavailable', params: { backend } }]);
      return this.#client.request('connect', { base, step });
    }
  }

  /** Says why WebGPU was passed over and what to do about it, once and where it was not the person's own choice. */
  #adviseOn({ passedOver }: BackendSummary): void {
    const webgpu = passedOver.find(({ backend }) => backend === 'webgpu');
    if (webgpu) notify(this.store, [webgpu.message], 'webgpu');
  }

  #refuseUnknownData(dataIds: readonly string[]): void {
    const { draft } = this.store.getState();
    const [first] = dataIds;
    // Whether a set of one's own is kept here shows when it is loaded.
    if (first === undefined || isOwnId(draft.dataId) || dataIds.includes(parseDataId(draft.dataId).set)) return;
    notify(this.store, [{ code: 'dataUnknown', params: { id: draft.dataId, options: dataIds.join(', ') } }]);
    this.store.setState({ draft: { ...draft, dataId: first } });
  }

  /** Makes a run from the draft in place of the current one; of several calls in a row the last draft counts. */
  async newRun(): Promise<void> {
    const state = this.store.getState();
    if (Object.keys(draftErrors(state)).length > 0) return;
    this.#wanted = state.draft;
    this.#making ??= this.#makeWanted().finally(() => (this.#making = null));
    await this.#making;
  }

  async #makeWanted(): Promise<void> {
    while (this.#wanted) {
      const draft = this.#wanted;
      this.#wanted = null;
      try {
        await this.#make(draft);
      } catch (error) {
        this.#tell(error);
        if (messageOf(error).code === 'ownUnknown') this.#leaveData(draft);
      }
    }
    this.store.setState({ waiting: null });
  }

  /** Goes on with the first built-in data set in place of one that is not here any more. */
  #leaveData(draft: Draft): void {
    const dataId = this.store.getState().dataIds.find((id) => !isOwnId(id));
    if (dataId === undefined) return;
    this.#wanted ??= { ...draft, dataId };
    this.store.setState({ draft: this.#wanted });
  }

  async #make(draft: Draft): Promise<void> {
    const { config, dataId } = draft;
    // A run that trains on would hold up the new one; should that fail, the old one can go on from here.
    if (isTraining(this.store.getState())) await this.pause();
    this.store.setState({ waiting: 'data' });
    const { imageSize, channels } = config;
    const data = await this.#client.request('loadData', { id: dataId, imageSize, channels });
    this.store.setState({ data, waiting: 'networks' });
    const run = await this.#client.request('createRun', { dataId, config });
    const { run: old, draft: current } = this.store.getState();
    const made = { ...draft, config: run.config };
    // The worker may have lowered the batch; a draft that was changed meanwhile stays as it is.
    this.store.setState({ applied: made, draft: current === draft ? made : current });
    try {
      await this.#adopt(run);
    } finally {
      if (old) await this.#client.request('disposeRun', { run: old.id });
    }
  }

  /** Opens a checkpoint as the current run; false where that fails. The history goes on from its step. */
  async #resume(checkpoint: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const { applied } = this.store.getState();
    if (!applied) return false;
    const { dataId, config } = applied;
    try {
      const { imageSize, channels } = config;
      const data = await this.#client.request('loadData', { id: dataId, imageSize, channels });
      const run = await this.#client.request('importRun', { bytes: checkpoint });
      this.store.setState({ data, waiting: null });
      this.#checkpoint = checkpoint;
      await this.#adopt(run);
      return true;
    } catch (error) {
      this.#tell(error);
      return false;
    }
  }

  async #keep(): Promise<void> {
    await this.#forRun(async (run) => {
      const { bytes } = await this.#client.request('exportRun', { run: run.id });
      if (this.store.getState().run?.id === run.id) this.#checkpoint = bytes;
    });
  }

  async #adopt(run: RunSummary): Promise<void> {
    this.history.truncate(run.step);
    if (run.step === 0) this.#checkpoint = null;
    this.changes.set(this.changes.value + 1);
    this.speed.set(null);
    const { step } = run;
    const phase = step > 0 ? 'paused' : 'idle';
    this.store.setState({ run, step, phase, progress: null, imagesPerSecond: 0, msPerStep: 0, starting: false });
    // What was changed while the run was made or opened counts for it too.
    void this.#configureLive();
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
    await this.#attempt(() => this.#viewing.open(bytes, origin));
  }

  /** Looks at the run's own model again. */
  async viewRun(): Promise<void> {
    await this.#attempt(() => this.#viewing.close());
  }

  /** Makes the model in view the run, to be trained on from its step; the run that was there before is given up. */
  async continueFromView(): Promise<void> {
    if (isTraining(this.store.getState())) await this.pause();
    const viewed = this.#viewing.take();
    if (!viewed) return;
    const { run, data } = viewed;
    await this.#attempt(async () => {
      const { rows } = await this.#client.request('history', { run: run.id });
      const old = this.store.getState().run;
      const draft = { preset: nearestPreset(run.config), dataId: run.dataId, config: run.config };
      this.store.setState({ applied: draft, draft, data });
      this.history.truncate(-1);
      this.history.append(rows);
      await this.#adopt(run);
      if (old) await this.#client.request('disposeRun', { run: old.id });
    });
  }

  /** Trains until paused or done. While training, or about to, it does nothing. */
  async train(): Promise<void> {
    const state = this.store.getState();
    if (state.starting || isTraining(state)) return;
    await this.#start((run) => this.#client.request('train', { run: run.id, slow: state.slow ? SLOW_MS : 0 }));
  }

  async pause(): Promise<void> {
    await this.#forRun((run) => this.#client.request('pause', { run: run.id }));
  }

  /** Makes one step of the chosen part. */
  async step(): Promise<void> {
    const state = this.store.getState();
    if (state.starting || isTraining(state)) return;
    await this.#start((run) => this.#client.request('step', { run: run.id, part: state.part }));
  }

  /** Back to step 0 with the weights that the seed gives. */
  async reset(): Promise<void> {
    this.#resetting ??= this.#forRun(async (run) =>
      this.#adopt(await this.#client.request('reset', { run: run.id })),
    ).finally(() => (this.#resetting = null));
    await this.#resetting;
  }

  setPart(part: StepPart): void {
    this.store.setState({ part });
  }

  /** Puts a pause after every step, or takes it away, in the midst of training too. */
  async setSlow(slow: boolean): Promise<void> {
    this.store.setState({ slow });
    if (!isTraining(this.store.getState())) return;
    await this.#forRun((run) => this.#client.request('train', { run: run.id, slow: slow ? SLOW_MS : 0 }));
  }

  async #start(begin: (run: RunSummary) => Promise<unknown>): Promise<void> {
    // A setting changed a moment ago is meant for the run that is started now.
    const changed = this.#waitsForNewRun();
    this.store.setState({ starting: true });
    await this.#resetting;
    if (changed) await this.newRun();
    // Either has ended what was starting with the run before.
    this.store.setState({ starting: true });
    await this.#forRun(begin);
    this.store.setState({ starting: false });
  }

  /** Changes one setting: at once where it may change mid-run, and in an untrained run; else the draft waits. */
  setSetting<K extends SettingKey>(key: K, value: Config[K]): void {
    const { draft } = this.store.getState();
    this.#setDraft({ ...draft, config: { ...draft.config, [key]: value } });
  }

  choosePreset(preset: PresetId): void {
    this.#setDraft(this.#withChannels({ ...this.store.getState().draft, preset, config: PRESETS[preset] }));
  }

  /** Chooses a data set by its id. One in colour brings its channels; other classes of the same set change none. */
  chooseData(dataId: string): void {
    const { draft } = this.store.getState();
    const next = { ...draft, dataId };
    const same = parseDataId(dataId).set === parseDataId(draft.dataId).set;
    this.#setDraft(same || isOwnId(dataId) ? next : this.#withChannels(next));
  }

  #withChannels(draft: Draft): Draft {
    const channels = channelsFor(draft, this.store.getState().builtIn);
    return { ...draft, config: { ...draft.config, channels } };
  }

  /** Back to the settings that the run has. */
  discardChanges(): void {
    const { applied, run } = this.store.getState();
    if (applied && run) this.store.setState({ draft: { ...applied, config: run.config } });
  }

  #setDraft(draft: Draft): void {
    this.store.setState({ draft });
    void this.#configureLive();
    if (this.#waitsForNewRun()) this.#settle();
  }

  /** Whether settings have changed that only a new run can have, while nothing would be lost by making one. */
  #waitsForNewRun(): boolean {
    const state = this.store.getState();
    const untouched = state.step === 0 && !state.starting && !isTraining(state);
    return state.run !== null && untouched && pendingChanges(state) > 0;
  }

  async #applyToUntouched(): Promise<void> {
    if (this.#waitsForNewRun()) await this.newRun();
  }

  /** Sends the run those settings that may change mid-run, are valid and differ from what it has. */
  async #configureLive(): Promise<void> {
    const state = this.store.getState();
    const { run, draft } = state;
    if (!run) return;
    const wrong = draftErrors(state);
    const changed = LIVE_KEYS.filter((key) => !wrong[key] && draft.config[key] !== run.config[key]);
    if (changed.length === 0) return;
    const settings = Object.fromEntries(changed.map((key) => [key, draft.config[key]])) as Partial<LiveSettings>;
    await this.#forRun(async ({ id }) => {
      const config = await this.#client.request('configure', { run: id, settings });
      this.store.setState((now) => (now.run?.id === id ? { run: { ...now.run, config } } : now));
    });
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
    if (run) await this.#attempt(() => this.pictures.drawReal(run));
  }

  #hear(event: WorkerEvent): void {
    const { run, viewed, connection } = this.store.getState();
    // What a dead device leaves behind says nothing any more.
    if (connection === 'lost' && event.type !== 'lost') return;
    switch (event.type) {
      case 'phase':
        if (event.run !== run?.id) return;
        this.store.setState({ phase: event.phase, step: event.step, progress: event.progress ?? null });
        if (event.phase === 'paused' || event.phase === 'finished') void this.#keep();
        return;
      case 'metrics':
        if (event.run === run?.id) this.#hearMetrics(event);
        return;
      case 'samples':
        if (event.run !== run?.id || viewed) return;
        this.pictures.samples.set({ images: event.images, step: event.step });
        return this.#followTraining();
      case 'data':
        return this.store.setState(({ data }) =>
          data?.id === event.id ? { data: { ...data, loaded: event.loaded, total: event.total } } : {},
        );
      case 'notice':
        // What other runs have to say goes to whoever trains them.
        if (event.run !== undefined && event.run !== run?.id) return;
        return notify(this.store, [event.message]);
      case 'lost':
        this.store.setState({ connection: 'lost', phase: 'lost', starting: false });
        return notify(this.store, [event.message], 'restart');
      default:
        // What a job tells of itself goes to whoever began it.
        return;
    }
  }

  #hearMetrics({ rows, imagesPerSecond, msPerStep }: Extract<WorkerEvent, { type: 'metrics' }>): void {
    this.history.append(rows);
    const { steps } = this.history;
    this.store.setState({ step: steps[steps.length - 1] ?? 0, imagesPerSecond, msPerStep });
    this.changes.set(this.changes.value + 1);
    this.#readSpeed();
    if (isTraining(this.store.getState())) this.#keepInTime();
  }

  async #fetchSpeed(run: RunSummary): Promise<void> {
    this.speed.set(await this.#client.request('speed', { run: run.id }));
  }

  #drawPreview(): void {
    const { z } = this.latents.getState();
    const run = modelInView(this.store.getState());
    if (run?.config.zSize !== z.length) return;
    void this.pictures.drawPreview(run, z).catch((error: unknown) => {
      // What fails for a model that is out of view is nobody's concern any more.
      if (modelInView(this.store.getState())?.id === run.id) this.#tell(error);
    });
  }

  /** Does something with the current run, if there is one, and tells the person what goes wrong. */
  async #forRun(action: (run: RunSummary) => Promise<unknown>): Promise<void> {
    const { run } = this.store.getState();
    if (!run) return;
    try {
      await action(run);
    } catch (error) {
      // What fails for a run that has been replaced meanwhile is nobody's concern any more.
      if (this.store.getState().run?.id === run.id) this.#tell(error);
    }
  }

  async #attempt(action: () => Promise<unknown>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.#tell(error);
    }
  }

  #tell(error: unknown): void {
    notify(this.store, [messageOf(error)]);
  }
}
