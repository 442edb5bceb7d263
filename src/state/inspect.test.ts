import { beforeEach, describe, expect, it } from 'vitest';
import { architecture } from '../core/architecture';
import type { MessageCode } from '../core/messages';
import { PRESETS } from '../core/presets';
import type { RunSummary } from '../core/run';
import { WorkerClient } from '../worker/client';
import type { WorkerPort } from '../worker/client';
import type { FromWorker, RequestMessage } from '../worker/protocol';
import { Inspect, layerScales } from './inspect';
import { manualClock } from './manual-clock';
import { createAppStore } from './store';
import type { Viewed } from './store';

const config = PRESETS.tiny;
const summary = (id: string, step = 0): RunSummary => ({
  id,
  dataId: 'mnist',
  config,
  architecture: architecture(config),
  step,
  stepKind: 'tfjs',
  gridLatents: new Float32Array(0),
});

let sent: RequestMessage[];
let port: WorkerPort;
let clock: ReturnType<typeof manualClock>;
let store: ReturnType<typeof createAppStore>;
let inspect: Inspect;

beforeEach(() => {
  sent = [];
  clock = manualClock();
  store = createAppStore({ preset: 'tiny', dataId: 'mnist', config });
  port = {
    postMessage: (message) => void sent.push(message as RequestMessage),
    terminate: () => {},
    onmessage: null,
    onerror: null,
  };
  inspect = new Inspect({ client: new WorkerClient(() => port), session: { store }, clock });
  store.setState({ run: summary('run-1') });
});

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

async function receive(data: FromWorker): Promise<void> {
  port.onmessage?.({ data } as MessageEvent<FromWorker>);
  await settled();
}
const answer = (step: number) => receive({ id: sent.at(-1)!.id, ok: true, value: { step } as never });
const refuse = (code: MessageCode) => receive({ id: sent.at(-1)!.id, ok: false, message: { code } });
const codes = () => store.getState().notices.flatMap(({ messages }) => messages.map(({ code }) => code));
const question = { network: 'generator', layer: 'g2' } as const;

describe('what is looked at', () => {
  it('follows training at its pace while somebody looks, and no longer', async () => {
    const view = inspect.view('filters', 'kernel');
    view.show(question);
    expect(sent.at(-1)).toMatchObject({ name: 'kernel', params: { model: { run: 'run-1' }, ...question } });
    await answer(0);
    for (let step = 1; step <= 10; step++) store.setState({ step });
    // The first change is shown at once, the others together after a second.
    expect(sent).toHaveLength(2);
    await answer(1);
    clock.advance(1000);
    await settled();
    expect(sent).toHaveLength(3);
    await answer(10);
    expect(view.slot.value?.answer.step).toBe(10);
    view.show(null);
    store.setState({ step: 11 });
    clock.advance(5000);
    expect(sent).toHaveLength(3);
  });

  it('stands still when only asked to refresh, and where training changes nothing', async () => {
    inspect.setPace('off');
    const view = inspect.view('filters', 'kernel');
    const still = inspect.view('input', 'realImages', true);
    still.show({ indices: [1] });
    await answer(0);
    view.show(question);
    await answer(0);
    store.setState({ step: 5 });
    clock.advance(5000);
    expect(sent).toHaveLength(2);
    void inspect.refresh();
    expect(sent.slice(2).map(({ name }) => name)).toEqual(['kernel']);
  });

  it('is forgotten with its model, and what a reset cuts off is not told', async () => {
    const view = inspect.view('filters', 'kernel');
    view.show(question);
    await answer(0);
    inspect.scaleChannel('g2', 1, 0);
    inspect.keep('generator', { layer: 'g2', shape: [], values: new Float32Array(0), step: 0 });
    void inspect.refresh();
    store.setState({ run: summary('run-2') });
    expect(view.slot.value).toBeNull();
    expect(inspect.kept.value.size).toBe(0);
    expect(inspect.store.getState().factors).toEqual({});
    await refuse('runUnknown');
    expect(codes()).toEqual([]);
    view.show(question);
    await refuse('layerUnknown');
    expect(codes()).toEqual(['layerUnknown']);
  });
});

describe('another model', () => {
  it('is asked nothing that was meant for the one before', async () => {
    const view = inspect.view('without', 'renderScaled');
    view.show({ z: new Float32Array(config.zSize), scales: [], channel: 'inspect/without' });
    await answer(0);
    store.setState({ run: summary('run-2') });
    await settled();
    expect(sent).toHaveLength(1);
    expect(view.slot.value).toBeNull();
    view.show({ z: new Float32Array(config.zSize), scales: [], channel: 'inspect/without' });
    expect(sent.at(-1)).toMatchObject({ params: { model: { run: 'run-2' } } });
  });
});

describe('a z of another model’s size', () => {
  const z = new Float32Array(config.zSize * 4);
  const looks = [
    ['featureMaps', { network: 'generator', example: { kind: 'latent', z }, layer: 'g2', stage: 'activated' }],
    ['attribute', { network: 'discriminator', layer: 'd1', rule: 'guided', targets: [{ example: { kind: 'latent', z }, channel: 0 }], randomised: false }],
    ['pixelGradient', { z }],
  ] as const;

  it.each(looks)('that is still on the sliders is not asked about: %s', async (name, asked) => {
    inspect.view('here', name).show(asked);
    await settled();
    expect(sent).toEqual([]);
  });

  it('is told from several of the model’s own', () => {
    inspect.view('here', 'renderScaled').show({ z, scales: [], channel: 'inspect/with' });
    expect(sent).toHaveLength(1);
    inspect.view('there', 'renderScaled').show({ z: z.slice(1), scales: [], channel: 'inspect/with' });
    expect(sent).toHaveLength(1);
  });
});

describe('long tasks', () => {
  it('tell how far they are and what they found; one given up leaves what there was', async () => {
    const task = inspect.topImages;
    void task.start({ network: 'discriminator', layer: 'd2', total: 10, count: 9 });
    await receive({ event: { type: 'progress', job: 'topImages', done: 3, total: 10 } });
    expect(task.slot.value).toEqual({ running: { done: 3, total: 10, value: undefined }, found: null });
    await answer(7);
    expect(task.slot.value).toMatchObject({ running: null, found: { question: { layer: 'd2' }, answer: { step: 7 } } });
    void task.start({ network: 'discriminator', layer: 'd1', total: 10, count: 9 });
    await receive({ id: sent.at(-1)!.id, ok: true, value: null });
    expect(task.slot.value).toMatchObject({ running: null, found: { question: { layer: 'd2' } } });
    inspect.maximize.forget();
    task.forget();
    expect(task.slot.value.found).toBeNull();
    expect(sent.map(({ name }) => name)).toEqual(['topImages', 'topImages']);
  });
});

describe('a search', () => {
  const ask = { network: 'generator', layer: 'g2', total: 10, count: 9 } as const;
  const look = (id: string) => store.setState({ viewed: { run: summary(id, 30) } as unknown as Viewed });

  it('is made again for a checkpoint that is looked at, and for the run afterwards', async () => {
    store.setState({ view: 'inspect' });
    inspect.store.setState({ panel: 'pixels' });
    void inspect.topImages.start(ask);
    await answer(7);
    inspect.store.setState({ channel: 3, boxes: [{ sample: 0, left: 0, top: 0, right: 0.5, bottom: 0.5 }] });
    look('kept-20');
    // Before there is an answer, the next checkpoint is looked at.
    look('kept-30');
    expect(sent.at(-1)).toMatchObject({ name: 'topImages', params: { model: { run: 'kept-30' }, ...ask } });
    expect(inspect.topImages.slot.value.found).toBeNull();
    expect(inspect.store.getState()).toMatchObject({ channel: 3, boxes: [{ sample: 0 }] });
    await answer(30);
    store.setState({ viewed: null });
    expect(sent.at(-1)).toMatchObject({ name: 'topImages', params: { model: { run: 'run-1' }, ...ask } });
  });

  it('is not made again for another run, nor where nobody sees it', async () => {
    store.setState({ view: 'inspect' });
    inspect.store.setState({ panel: 'maps' });
    void inspect.topImages.start(ask);
    await answer(7);
    look('kept-30');
    inspect.store.setState({ panel: 'pixels', channel: 3 });
    store.setState({ viewed: null, run: { ...summary('run-2'), config: { ...config, seed: 99 } } });
    expect(sent).toHaveLength(1);
    expect(inspect.store.getState().channel).toBe(0);
  });
});

describe('switched channels', () => {
  it('are sent as factors of whole layers, and one that is back at 1 is gone', () => {
    inspect.scaleChannel('g1', 2, 0);
    inspect.scaleChannel('g1', 3, 0.5);
    inspect.scaleChannel('g2', 0, 2);
    inspect.scaleChannel('g2', 0, 1);
    const { factors } = inspect.store.getState();
    expect(factors).toEqual({ g1: { 2: 0, 3: 0.5 } });
    const [scales, ...others] = layerScales(factors, architecture(config).generator);
    expect(others).toEqual([]);
    expect(scales!.layer).toBe('g1');
    expect(Array.from(scales!.factors.slice(0, 5))).toEqual([1, 1, 0, 0.5, 1]);
  });
});

describe('the input', () => {
  it('of G is always z; that of D as chosen, a real image until there is one of one’s own', () => {
    const z = new Float32Array(2);
    const picture = { count: 1, size: 1, rgba: new Uint8ClampedArray(4) };
    const given = { source: 'picture', realIndex: 4, picture: null } as const;
    expect(inspect.example('generator', z, given)).toEqual({ kind: 'latent', z });
    expect(inspect.example('discriminator', z, given)).toEqual({ kind: 'real', index: 4 });
    expect(inspect.example('discriminator', z, { ...given, picture })).toEqual({ kind: 'picture', picture });
    expect(inspect.example('discriminator', z, { ...given, source: 'latent' })).toEqual({ kind: 'latent', z });
  });
});

describe('kernels to compare with', () => {
  const checkpoints = [{ step: 30, saved: 1, bytes: 1, distance: null }];
  const about = { id: 'kept-1', name: '', created: 1, dataId: 'mnist', config, from: null };
  const keep = () => store.setState({ keptId: 'kept-1', kept: { runs: [{ ...about, checkpoints }], bytes: 1, budget: 9 } });

  it('come from a kept checkpoint of the run, once for each layer', async () => {
    keep();
    inspect.compare(30);
    void inspect.fetchKept('generator', 'g2');
    const asked = { id: 'kept-1', step: 30, network: 'generator', layer: 'g2' };
    expect(sent.at(-1)).toMatchObject({ name: 'keptKernel', params: asked });
    await answer(30);
    expect(inspect.kept.value.get('generator/g2')).toEqual({ step: 30 });
    void inspect.fetchKept('generator', 'g2');
    expect(sent).toHaveLength(1);
  });

  it('of a checkpoint that is gone are none, and it is said', async () => {
    keep();
    inspect.compare(30);
    void inspect.fetchKept('generator', 'g2');
    await refuse('keptUnknown');
    expect(codes()).toEqual(['keptUnknown']);
    expect(inspect.store.getState().since).toBeNull();
  });

  it('that come too late are of no interest', async () => {
    keep();
    inspect.compare(30);
    void inspect.fetchKept('generator', 'g2');
    inspect.compare(null);
    await answer(30);
    expect(inspect.kept.value.size).toBe(0);
  });
});

describe('forgetting', () => {
  it('gives way when a layer is chosen that it has nothing to say of', () => {
    inspect.store.setState({ panel: 'forgetting', channel: 3 });
    store.setState({ layer: { network: 'generator', name: 'g2' } });
    expect(inspect.store.getState()).toMatchObject({ panel: 'forgetting', channel: 0 });
    store.setState({ layer: { network: 'discriminator', name: 'd1' } });
    expect(inspect.store.getState().panel).toBe('maps');
    inspect.store.setState({ panel: 'gradients' });
    store.setState({ layer: { network: 'generator', name: 'g1' } });
    expect(inspect.store.getState().panel).toBe('gradients');
  });

  const boxes = [{ sample: 0, left: 0, top: 0, right: 0.5, bottom: 0.5 }];
  const maps = [3, 3, 2, 2, 1, -4].map((weight, channel) => ({ channel, weight }));
  const found = () => receive({ id: sent.at(-1)!.id, ok: true, value: { layer: 'g2', maps, step: 5 } });

  it('drops the maps with half of the positive weight at first, and again for other boxes', async () => {
    const z = new Float32Array(config.zSize);
    for (const moved of [boxes, [...boxes]]) {
      inspect.store.setState({ boxes: moved });
      void inspect.findMaps(z);
      expect(sent.at(-1)).toMatchObject({ name: 'mapsOfBoxes', params: { boxes } });
      await found();
      expect(inspect.store.getState().dropped).toBe(2);
      inspect.store.setState({ dropped: 4 });
    }
  });

  it('has nothing found once its boxes are changed or gone, whether before or after the answer', async () => {
    inspect.store.setState({ boxes });
    void inspect.findMaps(new Float32Array(config.zSize));
    await found();
    expect(inspect.forgetting.value).toMatchObject({ step: 5 });
    inspect.store.setState({ channel: 1 });
    expect(inspect.forgetting.value).not.toBeNull();
    inspect.store.setState({ boxes: [] });
    expect(inspect.forgetting.value).toBeNull();
    inspect.store.setState({ boxes });
    void inspect.findMaps(new Float32Array(config.zSize));
    inspect.store.setState({ boxes: [] });
    await found();
    expect(inspect.forgetting.value).toBeNull();
  });
});
