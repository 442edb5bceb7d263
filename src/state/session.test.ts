import { beforeEach, describe, expect, it } from 'vitest';
import { architecture } from '../core/architecture';
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
import { createAppStore, pendingChanges } from './store';
import { readUrl } from './url';

/** A stand-in for the worker: answers at once unless a handler refuses, and records what it was asked. */
class StandIn {
  readonly asked: RequestMessage[] = [];
  refuse: Partial<Record<RequestName, Message>> = {};
  /** Backends that do not start. */
  broken: string[] = [];
  backend: 'webgpu' | 'wasm' = 'webgpu';
  opened = 0;
  /** The step that a checkpoint of it holds. */
  saved = 0;
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
        return { id: params.id, classNames: [], loaded: 5000, total: 60_000, heldOut: 10_000, channels: 1, source: '', sourceUrl: '', licence: '' };
      case 'createRun': {
        this.#runs.set(`run-${id}`, params.config);
        return this.#summary(`run-${id}`, params.dataId, params.config);
      }
      case 'reset':
        return this.#summary(params.run, 'mnist', this.#runs.get(params.run)!);
      case 'configure': {
        const config = { ...this.#runs.get(params.run)!, ...params.settings };
        this.#runs.set(params.run, config);
        return config;
      }
      case 'render':
      case 'realBatch': {
        const images = { count: 1, size: 1, rgba: new Uint8ClampedArray(4) };
        return name === 'render' ? { images, step: 0 } : images;
      }
      case 'exportRun':
        return { bytes: new Uint8Array([this.saved]) };
      case 'importRun':
        return { ...this.#summary('restored', 'mnist', PRESETS.tiny), step: params.bytes[0]! };
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
  });
  await session.open(startup);
}

beforeEach(() => {
  worker = new StandIn();
  clock = manualClock();
  lacksWebGpu = false;
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
  const metricsRow = (step: number) => new Float64Array([step, ...METRICS.map((_, m) => m)]);

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

  it('goes on from the last checkpoint when the GPU is lost', async () => {
    await open();
    const run = state().run!.id;
    for (const step of [1, 2, 3])
      worker.tell({ type: 'metrics', run, rows: metricsRow(step), imagesPerSecond: 80, msPerStep: 100 });
    worker.saved = 2;
    worker.tell({ type: 'phase', run, phase: 'paused', step: 2 });
    await settled();
    worker.tell({ type: 'lost', message: { code: 'deviceLost' } });
    await session.restart({ code: 'deviceLost' });
    expect(state()).toMatchObject({ connection: 'ready', phase: 'paused', step: 2, run: { id: 'restored' } });
    expect([...session.history.steps]).toEqual([1, 2]);
    expect(worker.requests('createRun')).toHaveLength(1);
  });

  it('offers a new start when the GPU is lost', async () => {
    await open();
    worker.tell({ type: 'lost', message: { code: 'deviceLost' } });
    expect(state()).toMatchObject({ connection: 'lost', phase: 'lost' });
    expect(state().notices[0]?.offer).toBe('restart');
    await session.restart({ code: 'deviceLost' });
    expect(worker.opened).toBe(2);
    expect(state()).toMatchObject({ connection: 'ready', phase: 'idle' });
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
    session.discardChanges();
    expect(pendingChanges(state())).toBe(0);
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
});
