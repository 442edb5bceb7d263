import { beforeEach, describe, expect, it } from 'vitest';
import { architecture } from '../core/architecture';
import type { KeptList, KeptRun } from '../core/kept-run';
import { METRICS } from '../core/metrics';
import { PRESETS } from '../core/presets';
import { GRID_COUNT } from '../core/run';
import type { Config } from '../core/settings';
import type { Message } from '../core/messages';
import type { FromWorker, Params, RequestMessage, RequestName, WorkerEvent } from '../worker/protocol';
import { WorkerClient } from '../worker/client';
import type { WorkerPort } from '../worker/client';
import { manualClock } from './manual-clock';
import { setDimension } from './latents';
import { Session } from './session';
import { createAppStore, draftErrors, pendingChanges, pendingKeys, waitingChoices } from './store';
import { readUrl } from './url';

const EMPTY: KeptList = { runs: [], bytes: 0, budget: 1e9 };

/** A stand-in for the worker: answers at once unless a handler refuses, and records what it was asked. */
class StandIn {
  readonly asked: RequestMessage[] = [];
  refuse: Partial<Record<RequestName, Message>> = {};
  /** Backends that do not start. */
  broken: string[] = [];
  backend: 'webgpu' | 'wasm' = 'webgpu';
  opened = 0;
  /** The step that a checkpoint of it holds, and what was kept. */
  saved = 0;
  /** The steps that an opened run is to make in all. */
  steps: number = PRESETS.tiny.steps;
  kept: { id: string; step: number }[] = [];
  /** How many images sets have, other than the usual number. */
  totals: Record<string, number> = {};
  /** Whether what was kept is listed afterwards. */
  keeps = false;
  /** Whether nothing can be kept. */
  unkept = false;
  /** What earlier visits have kept. */
  earlier: KeptList = EMPTY;
  #port: WorkerPort | null = null;
  #runs = new Map<string, Config>();

  open = (): WorkerPort => {
    this.opened++;
    const port: WorkerPort = {
      onmessage: null,
      onerror: null,
      terminate: () => {},
      postMessage: (message) => this.#answer(message as RequestMessage),
    };
    this.#port = port;
    return port;
  };

  tell(event: WorkerEvent): void {
    this.#send({ event });
  }

  requests<N extends RequestName>(name: N): Params<N>[] {
    return this.asked.filter((message) => message.name === name).map(({ params }) => params as Params<N>);
  }

  #send(data: FromWorker): void {
    this.#port?.onmessage?.({ data } as MessageEvent<FromWorker>);
  }

  #answer(message: RequestMessage): void {
    this.asked.push(message);
    const unusable = message.name === 'connect' && this.broken.includes(message.params.backend ?? '');
    const refused = unusable ? { code: 'noAdapter' as const } : this.refuse[message.name];
    const reply = refused
      ? { id: message.id, ok: false as const, message: refused }
      : { id: message.id, ok: true as const, value: this.#value(message) as never };
    queueMicrotask(() => this.#send(reply));
  }

  #value({ id, name, params }: RequestMessage): unknown {
    switch (name) {
      case 'connect': {
        const backend = params.backend ?? this.backend;
        return { backend, adapter: 'stand-in', software: false, threads: 1, stepKind: 'tfjs', passedOver: [] };
      }
      case 'builtInSets':
        return [
          { id: 'mnist', channels: 1, classNames: ['0', '1', '2'] },
          { id: 'emoji', channels: 3, classNames: ['faces', 'food'] },
        ];
      case 'loadData':
        return { id: params.id, classNames: [], loaded: 5000, total: this.totals[params.id] ?? 60_000, heldOut: 10_000, channels: 1, source: '', sourceUrl: '', licence: '' };
      case 'createRun': {
        const batchSize = Math.min(params.config.batchSize, this.totals[params.dataId] ?? Infinity);
        const config = { ...params.config, batchSize };
        this.#runs.set(`run-${id}`, config);
        return this.#summary(`run-${id}`, params.dataId, config);
      }
      case 'reset':
        return this.#summary(params.run, 'mnist', this.#runs.get(params.run)!);
      case 'configure': {
        const config = { ...this.#runs.get(params.run)!, ...params.settings };
        this.#runs.set(params.run, config);
        return config;
      }
      case 'render':
      case 'samples':
      case 'realBatch': {
        const images = { count: 1, size: 1, rgba: new Uint8ClampedArray(4) };
        return name === 'realBatch' ? images : { images, step: 0, evidence: { diversity: 0.5 } };
      }
      case 'keepRun':
        this.kept.push({ id: params.about.id, step: this.saved });
        if (this.keeps) {
          const one = { step: this.saved, bytes: 5, distance: null, saved: 9 };
          this.earlier = { ...EMPTY, runs: [{ ...params.about, checkpoints: [one] }] };
          return { step: this.saved, list: this.earlier, problem: null, file: null };
        }
        return this.unkept
          ? { step: this.saved, list: null, problem: { code: 'keepStorage' }, file: new Uint8Array([this.saved]) }
          : { step: this.saved, list: EMPTY, problem: null, file: null };
      case 'noteKept':
      case 'keptRuns':
        return this.earlier;
      case 'keptFile':
        return { bytes: new Uint8Array([params.step]) };
      case 'readManifest':
        return { dataId: 'mnist', config: PRESETS.tiny, step: params.bytes[0]!, pins: [] };
      case 'history':
        return { rows: new Float64Array(Array.from({ length: params.run === 'restored' ? 2 : 0 }, (_, i) => [i + 1, ...METRICS.map(() => 0)]).flat()) };
      case 'importRun':
        return { ...this.#summary('restored', 'mnist', { ...PRESETS.tiny, steps: this.steps }), step: params.bytes[0]! };
      default:
        return null;
    }
  }

  #summary(id: string, dataId: string, config: Config) {
    const gridLatents = Float32Array.from({ length: GRID_COUNT * config.zSize }, (_, i) => i / 1e4);
    return { id, dataId, config, architecture: architecture(config), step: 0, stepKind: 'tfjs', gridLatents };
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

let worker: StandIn;
let clock: ReturnType<typeof manualClock>;
let session: Session;
let lacksWebGpu: boolean;
let made: number;
/** Runs that another tab has. */
let elsewhere: string[];
const state = () => session.store.getState();
const codes = () => state().notices.flatMap(({ messages }) => messages.map(({ code }) => code));

async function open(search = '?preset=tiny') {
  const startup = readUrl({ search, hash: '' });
  session = new Session({
    client: new WorkerClient(worker.open),
    store: createAppStore(startup.draft),
    clock,
    base: 'https://example.org/',
    pageLacksWebGpu: async () => lacksWebGpu,
    locks: { take: async (id) => !elsewhere.includes(id) },
    today: () => 1,
    newId: () => `kept-${++made}`,
  });
  await session.open(startup);
}

const metricsRow = (step: number) => new Float64Array([step, ...METRICS.map((_, m) => m)]);

/** Tells that the run trains and has come to a step, which is what a checkpoint holds from then on. */
function train(step: number): void {
  worker.saved = step;
  const run = state().run!.id;
  worker.tell({ type: 'phase', run, phase: 'training', step: state().step });
  worker.tell({ type: 'metrics', run, rows: metricsRow(step), imagesPerSecond: 80, msPerStep: 100 });
}

beforeEach(() => {
  worker = new StandIn();
  clock = manualClock();
  lacksWebGpu = false;
  made = 0;
  elsewhere = [];
});

describe('opening', () => {
  it('connects, loads the data, makes a run and shows its samples and real images', async () => {
    await open();
    expect(state()).toMatchObject({ connection: 'ready', waiting: null, phase: 'idle', step: 0 });
    expect(worker.requests('loadData')).toEqual([{ id: 'mnist', imageSize: 16, channels: 1 }]);
    expect(state().run?.config).toEqual(PRESETS.tiny);
    expect(session.pictures.samples.value).not.toBeNull();
    expect(session.pictures.real.value).not.toBeNull();
    expect(codes()).toEqual([]);
  });

  it('tells all problems of the address in one notice', async () => {
    await open('?preset=none&zSize=0');
    expect(state().notices).toHaveLength(1);
    expect(codes()).toEqual(['presetUnknown', 'settingRange']);
  });

  it('falls back to a known data set and to another backend, and says so', async () => {
    worker.broken = ['webgl'];
    await open('?data=cats&backend=webgl');
    expect(codes()).toEqual(['backendUnavailable', 'dataUnknown']);
    expect(state().backend?.backend).toBe('webgpu');
    expect(state().run?.dataId).toBe('mnist');
  });

  it('goes on without WebGPU where the page is kept from it', async () => {
    lacksWebGpu = true;
    await open();
    expect(state().backend).toMatchObject({ backend: 'wasm', passedOver: [{ backend: 'webgpu' }] });
    expect(state().connection).toBe('ready');
  });

  it('says when nothing can compute', async () => {
    worker.refuse.connect = { code: 'backendUnavailable', params: { backend: 'cpu' } };
    await open();
    expect(state().connection).toBe('failed');
    expect(codes()).toEqual(['backendUnavailable']);
  });
});

describe('training', () => {
  it('starts one loop however often it is asked', async () => {
    await open();
    await Promise.all([session.train(), session.train()]);
    worker.tell({ type: 'phase', run: state().run!.id, phase: 'training', step: 0 });
    await session.train();
    expect(worker.requests('train')).toHaveLength(1);
    expect(state().starting).toBe(false);
  });

  it('keeps the history and the step of its own run only', async () => {
    await open();
    const run = state().run!.id;
    worker.tell({ type: 'metrics', run, rows: metricsRow(1), imagesPerSecond: 80, msPerStep: 100 });
    worker.tell({ type: 'metrics', run: 'other', rows: metricsRow(9), imagesPerSecond: 1, msPerStep: 1 });
    expect(state()).toMatchObject({ step: 1, imagesPerSecond: 80, msPerStep: 100 });
    expect(session.history.length).toBe(1);
    await session.reset();
    expect(session.history.length).toBe(0);
    expect(state().step).toBe(0);
  });

  it('changes the pace of a running loop', async () => {
    await open();
    await session.setSlow(true);
    expect(worker.requests('train')).toHaveLength(0);
    await session.train();
    worker.tell({ type: 'phase', run: state().run!.id, phase: 'training', step: 0 });
    await session.setSlow(false);
    const paces = worker.requests('train').map(({ slow }) => slow);
    expect(paces).toHaveLength(2);
    expect(paces[0]).toBeGreaterThan(0);
    expect(paces[1]).toBe(0);
  });

  it('draws the image of the newest z once a frame', async () => {
    await open();
    clock.nextFrame();
    await settled();
    const before = worker.requests('render').length;
    setDimension(session.latents, 0, 0.5);
    setDimension(session.latents, 0, 0.7);
    clock.nextFrame();
    await settled();
    const asked = worker.requests('render').slice(before);
    expect(asked).toHaveLength(1);
    expect(asked[0]!.z[0]).toBeCloseTo(0.7, 6);
    expect(asked[0]!.channel).toBe('preview');
  });
});

describe('keeping', () => {
  it('takes place at the first step, at most every half a minute, and when training stops', async () => {
    await open();
    train(1);
    await settled();
    expect(worker.kept).toEqual([{ id: 'kept-1', step: 1 }]);
    for (const step of [2, 3, 4]) {
      clock.advance(9_000);
      train(step);
      await settled();
    }
    expect(worker.kept).toHaveLength(1);
    clock.advance(4_000);
    train(5);
    await settled();
    expect(worker.kept).toHaveLength(2);
    await settled();
    worker.tell({ type: 'phase', run: state().run!.id, phase: 'paused', step: 5 });
    await settled();
    expect(worker.kept).toHaveLength(2);
    worker.tell({ type: 'phase', run: state().run!.id, phase: 'paused', step: 6 });
    await settled();
    expect(worker.kept).toHaveLength(3);
  });

  it('comes before another run takes the place of this one, which begins as one of its own', async () => {
    await open();
    train(1);
    await settled();
    train(7);
    await session.reset();
    expect(worker.kept).toEqual([
      { id: 'kept-1', step: 1 },
      { id: 'kept-1', step: 7 },
    ]);
    train(3);
    await settled();
    expect(worker.kept.at(-1)).toEqual({ id: 'kept-2', step: 3 });
  });

  it('tells where the run is that a reset leaves behind, until training starts', async () => {
    worker.keeps = true;
    await open();
    await session.reset();
    expect(codes()).toEqual([]);
    train(7);
    await settled();
    await session.reset();
    expect(state().notices[0]?.messages).toEqual([{ code: 'resetKept', params: { step: 7 } }]);
    expect(state().notices[0]?.tone).toBe('info');
    await session.train();
    expect(codes()).toEqual([]);
  });

  it('goes on as another run after it was taken back, so that nothing kept is written over', async () => {
    await open();
    train(8);
    await settled();
    const run = state().run!.id;
    const message = { code: 'notFinite', params: { step: 9, good: 4 } } as const;
    worker.tell({ type: 'notice', run, message, reasons: [{ code: 'beganInPictures' }] });
    worker.tell({ type: 'phase', run, phase: 'failed', step: 4 });
    expect(codes()).toEqual(['notFinite', 'beganInPictures']);
    expect(state().notices[0]?.offer).toBe('lowerRate');
    const { learningRateD } = state().draft.config;
    await session.lowerRates();
    expect(worker.requests('configure').at(-1)?.settings).toMatchObject({ learningRateD: learningRateD / 2 });
    expect(worker.requests('train')).toHaveLength(1);
    clock.advance(60_000);
    train(6);
    await settled();
    expect(worker.requests('keepRun').at(-1)?.about).toMatchObject({ id: 'kept-2', from: { run: 'kept-1', step: 4 } });
  });

  it('says once that there is no place, and training goes on', async () => {
    worker.unkept = true;
    await open();
    for (const step of [1, 2, 3]) {
      clock.advance(40_000);
      train(step);
      await settled();
      expect(codes()).toEqual(step === 1 ? ['keepStorage'] : []);
      session.store.setState({ notices: [] });
    }
    expect(worker.kept).toHaveLength(3);
  });
});

describe('a loss', () => {
  const lose = () => worker.tell({ type: 'lost', message: { code: 'deviceLost' } });

  it.each([false, true])('is followed by the last checkpoint, and by training if it was (storage refused: %s)', async (unkept) => {
    worker.unkept = unkept;
    await open();
    train(1);
    await settled();
    worker.saved = 2;
    worker.tell({ type: 'phase', run: state().run!.id, phase: 'paused', step: 2 });
    await settled();
    train(3);
    lose();
    await settled();
    await settled();
    expect(state()).toMatchObject({ connection: 'ready', step: 2, run: { id: 'restored' } });
    expect([...session.history.steps]).toEqual([1, 2]);
    expect(worker.requests('createRun')).toHaveLength(1);
    expect(worker.requests('train').at(-1)?.run).toBe('restored');
    expect(codes()).toEqual(unkept ? ['keepStorage', 'deviceLost', 'runRestored'] : ['deviceLost', 'runRestored']);
  });

  it('of a run that storage had no place for is followed by the checkpoint that the page has, however often', async () => {
    await open();
    train(1);
    await settled();
    worker.unkept = true;
    worker.saved = 2;
    worker.tell({ type: 'phase', run: state().run!.id, phase: 'paused', step: 2 });
    await settled();
    for (const _ of [1, 2]) {
      lose();
      await settled();
      await settled();
      expect(state()).toMatchObject({ connection: 'ready', step: 2, run: { id: 'restored' } });
    }
    expect(worker.requests('importRun')).toHaveLength(2);
    // Storage has only step 1.
    expect(worker.requests('keptFile')).toEqual([]);
    worker.unkept = false;
    train(3);
    await settled();
    expect(worker.kept.at(-1)).toEqual({ id: 'kept-1', step: 3 });
  });

  it('as training is about to begin is followed by training, and as a step is about to be made is not', async () => {
    await open();
    for (const [begin, trained] of [[() => session.train(), true], [() => session.step(), false]] as const) {
      worker.tell({ type: 'phase', run: state().run!.id, phase: 'paused', step: 2 });
      await settled();
      clock.advance(70_000);
      const before = worker.requests('train').length;
      const begun = begin();
      lose();
      await begun;
      await settled();
      await settled();
      expect(state()).toMatchObject({ connection: 'ready', run: { id: 'restored' } });
      expect(worker.requests('train').slice(before).some(({ run }) => run === 'restored')).toBe(trained);
    }
  });

  it('before any checkpoint begins the run anew', async () => {
    await open();
    lose();
    await settled();
    await settled();
    expect(worker.opened).toBe(2);
    expect(state()).toMatchObject({ connection: 'ready', phase: 'idle', step: 0 });
    expect(worker.requests('train')).toHaveLength(0);
  });

  it('that comes three times in a minute stops, and offers what may help', async () => {
    await open();
    train(5);
    await settled();
    for (const _ of [1, 2, 3]) {
      clock.advance(5_000);
      lose();
      await settled();
      await settled();
    }
    expect(worker.opened).toBe(3);
    expect(state()).toMatchObject({ connection: 'lost', phase: 'lost' });
    expect(state().notices.at(-1)?.offer).toBe('afterLosses');
    await session.restart({ code: 'deviceLost' }, { batchSize: 4 });
    expect(worker.requests('importRun').at(-1)?.batchSize).toBe(4);
    await session.restart({ code: 'deviceLost' }, { backend: 'wasm' });
    expect(worker.requests('connect').at(-1)?.backend).toBe('wasm');
    expect(worker.requests('train').at(-1)?.run).toBe('restored');
  });

  it('in the midst of recovering from another is recovered from, once', async () => {
    await open();
    train(5);
    await settled();
    lose();
    // The new worker has not answered yet, or has just begun to.
    await Promise.resolve();
    lose();
    await settled();
    await settled();
    expect(worker.opened).toBe(3);
    expect(state()).toMatchObject({ connection: 'ready', run: { id: 'restored' }, step: 5 });
    expect(worker.requests('createRun')).toHaveLength(1);
    expect(worker.requests('train').at(-1)?.run).toBe('restored');
    expect(codes()).toEqual(['deviceLost', 'runRestored']);
  });

  it('that comes now and then is recovered from every time', async () => {
    await open();
    for (const _ of [1, 2, 3, 4, 5]) {
      clock.advance(31_000);
      lose();
      await settled();
      await settled();
    }
    expect(worker.opened).toBe(6);
    expect(state().connection).toBe('ready');
  });
});

describe('a run of an earlier visit', () => {
  const earlier: KeptRun = {
    id: 'old',
    name: '',
    created: 1,
    dataId: 'mnist',
    config: PRESETS.tiny,
    from: null,
    checkpoints: [{ step: 2, bytes: 5, distance: null, saved: 9 }],
  };

  it('is offered without holding up a new one, and goes on under its own name', async () => {
    worker.earlier = { ...EMPTY, runs: [earlier] };
    await open();
    await settled();
    expect(state().resume).toEqual(earlier);
    expect(state().run).toMatchObject({ step: 0 });
    await session.resume(earlier);
    expect(state()).toMatchObject({ run: { id: 'restored', step: 2 }, resume: null, keptId: 'old', phase: 'paused' });
    expect([...session.history.steps]).toEqual([1, 2]);
    train(3);
    await settled();
    expect(worker.kept.at(-1)).toEqual({ id: 'old', step: 3 });
  });

  it('is told to lack its data set only until it goes on', async () => {
    await open();
    worker.refuse.loadData = { code: 'ownUnknown', params: { id: 'own:1' } };
    await session.resume(earlier);
    expect(codes()).toEqual(['dataAbsent']);
    worker.refuse = {};
    await session.resume(earlier);
    expect(codes()).toEqual([]);
  });

  it('is finished where it had made all its steps', async () => {
    worker.steps = 2;
    await open();
    await session.resume(earlier);
    expect(state()).toMatchObject({ step: 2, phase: 'finished' });
  });

  it('goes on as a copy where another tab has it, and the person is told', async () => {
    worker.earlier = { ...EMPTY, runs: [earlier] };
    elsewhere = ['old'];
    await open();
    await session.resume(earlier);
    expect(codes()).toEqual(['runElsewhere']);
    train(3);
    await settled();
    expect(worker.requests('keepRun').at(-1)?.about).toMatchObject({ id: 'kept-2', from: { run: 'old', step: 2 } });
  });

  it('is not looked for where nothing can be kept, and nobody is bothered', async () => {
    worker.refuse.keptRuns = { code: 'keepStorage' };
    await open();
    await settled();
    expect(codes()).toEqual([]);
    expect(state()).toMatchObject({ kept: null, resume: null, connection: 'ready' });
  });
});

describe('a model that is looked at', () => {
  it('is trained on for as many steps again where it has made all of its own', async () => {
    worker.steps = 7;
    for (const [step, steps] of [[3, 7], [7, 7 + PRESETS.class.steps]] as const) {
      await open();
      await session.view(Uint8Array.of(step), { kind: 'file', name: 'a' });
      await session.continueFromView();
      expect(state()).toMatchObject({ step, viewed: null, draft: { config: { steps } } });
      // That there are more to make now is said.
      expect(codes()).toEqual(step === 7 ? ['stepsRaised'] : []);
      expect(state().phase).toBe('paused');
    }
  });

  it('gives its place to the run that is made to train in the view of training, and keeps it in other views', async () => {
    await open();
    await session.view(Uint8Array.of(3), { kind: 'file', name: 'a' });
    session.show('explore');
    await session.train();
    expect(state().viewed).not.toBeNull();
    await session.pause();
    session.show('train');
    await session.train();
    expect(state().viewed).toBeNull();
  });

  it('is trained on as a run of its own, which knows the kept one that it went on from', async () => {
    await open();
    await session.view(Uint8Array.of(3), { kind: 'kept', name: 'a', kept: { run: 'old', step: 3 } });
    await session.continueFromView();
    clock.advance(40_000);
    train(4);
    await settled();
    const { id, from } = worker.requests('keepRun').at(-1)!.about;
    expect(from).toEqual({ run: 'old', step: 3 });
    expect(id).not.toBe('old');
  });
});

describe('a run that has made all its steps', () => {
  it('makes as many more as a new run', async () => {
    await open();
    const run = state().run!.id;
    train(PRESETS.tiny.steps);
    worker.tell({ type: 'phase', run, phase: 'finished', step: PRESETS.tiny.steps });
    await session.trainMore();
    expect(worker.requests('configure').at(-1)?.settings).toEqual({ steps: PRESETS.tiny.steps + PRESETS.class.steps });
    expect(worker.requests('train').at(-1)?.run).toBe(run);
  });
});

describe('settings', () => {
  it('reach a run at once where they may change mid-run', async () => {
    await open();
    session.setSetting('learningRateD', 1e-3);
    await settled();
    expect(worker.requests('configure')).toEqual([{ run: state().run!.id, settings: { learningRateD: 1e-3 } }]);
    expect(state().run?.config.learningRateD).toBe(1e-3);
    expect(pendingChanges(state())).toBe(0);
  });

  it('are not sent while they are out of range', async () => {
    await open();
    session.setSetting('learningRateD', 9);
    await settled();
    expect(worker.requests('configure')).toEqual([]);
  });

  it('make an untrained run anew once they have settled', async () => {
    await open();
    session.setSetting('zSize', 8);
    session.setSetting('baseFilters', 4);
    clock.advance(1000);
    await settled();
    expect(worker.requests('createRun').map(({ config }) => [config.zSize, config.baseFilters])).toEqual([
      [16, 8],
      [8, 4],
    ]);
    expect(worker.requests('disposeRun')).toHaveLength(1);
  });

  it('wait in the draft while a run has been trained, and are applied or discarded', async () => {
    await open();
    const run = state().run!;
    worker.tell({ type: 'phase', run: run.id, phase: 'paused', step: 12 });
    session.setSetting('zSize', 8);
    session.chooseData('emoji');
    clock.advance(1000);
    await settled();
    expect(state().run).toBe(run);
    // The data set brings its channels.
    expect(state().draft.config.channels).toBe(3);
    expect(pendingChanges(state())).toBe(3);
    expect(waitingChoices(state())).toEqual({ preset: false, data: true });
    session.choosePreset('class');
    expect(waitingChoices(state())).toEqual({ preset: true, data: true });
    session.discardChanges();
    expect(pendingChanges(state())).toBe(0);
    expect(waitingChoices(state())).toEqual({ preset: false, data: false });
    session.setSetting('zSize', 8);
    await session.newRun();
    expect(state().run?.config.zSize).toBe(8);
    expect(state().step).toBe(0);
  });

  it('keep the old run when a new one cannot be made', async () => {
    await open();
    const run = state().run!;
    worker.refuse.createRun = { code: 'outOfMemory' };
    session.choosePreset('paper64');
    await session.newRun();
    expect(state().run).toBe(run);
    expect(worker.requests('disposeRun')).toEqual([]);
    expect(codes()).toEqual(['outOfMemory']);
  });

  it('have the batch that was asked for again with a set that is large enough for it', async () => {
    await open();
    const wanted = state().draft.config.batchSize;
    worker.totals = { tiny: 4, small: 6 };
    const batches: number[] = [];
    for (const id of ['tiny', 'small', 'mnist']) {
      session.chooseData(id);
      await session.newRun();
      batches.push(state().run!.config.batchSize);
    }
    expect(wanted).toBe(8);
    expect(batches).toEqual([4, 6, 8]);
    session.chooseData('tiny');
    await session.newRun();
    // What a person asks for meanwhile counts instead.
    session.setSetting('batchSize', 2);
    session.chooseData('mnist');
    expect(state().draft.config.batchSize).toBe(2);
    session.choosePreset('class');
    session.chooseData('tiny');
    expect(state().draft.config.batchSize).toBe(PRESETS.class.batchSize);
  });

  it('that no run can be made of do not have the run before them trained', async () => {
    await open();
    worker.refuse.createRun = { code: 'outOfMemory' };
    session.setSetting('zSize', 8);
    await session.train();
    expect(codes()).toEqual(['outOfMemory']);
    expect(worker.requests('train')).toEqual([]);
    expect(state().starting).toBe(false);
  });

  it('are refused by nothing but themselves when a set turned out to be too small', async () => {
    await open();
    train(12);
    worker.totals = { tiny: 1 };
    worker.refuse.createRun = { code: 'dataTooFew' };
    session.chooseData('tiny');
    await session.newRun();
    expect(codes()).toEqual(['dataTooFew']);
    expect(state()).toMatchObject({ data: { id: 'mnist' }, run: { dataId: 'mnist' }, draft: { dataId: 'tiny' } });
    // The batch is not to blame: the worker would have lowered it.
    expect(draftErrors(state())).toEqual({});
  });

  it('that are wrong are named, and put right by the nearest that can be trained', async () => {
    await open();
    train(12);
    session.setSetting('zSize', 9999);
    session.setSetting('batchSize', 70_000);
    session.setSetting('seed', 1.5);
    session.setSetting('loss', 'hinge');
    session.setSetting('labelSmoothing', 0.1);
    expect(Object.keys(draftErrors(state())).toSorted()).toEqual(['batchSize', 'labelSmoothing', 'seed', 'zSize']);
    session.putRight();
    expect(draftErrors(state())).toEqual({});
    expect(state().draft.config).toMatchObject({ zSize: 512, batchSize: 512, labelSmoothing: 0, seed: 2, loss: 'hinge' });
    expect(pendingKeys(state())).toEqual(['zSize', 'loss', 'batchSize', 'seed']);
  });
});
