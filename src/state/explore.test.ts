import { beforeEach, describe, expect, it } from 'vitest';
import { architecture } from '../core/architecture';
import { PRESETS } from '../core/presets';
import { WorkerClient } from '../worker/client';
import type { WorkerPort } from '../worker/client';
import type { FromWorker, RequestMessage } from '../worker/protocol';
import { Explore } from './explore';
import { listToFill } from './explore-settings';
import { SHARE } from './explore-sheet';
import { createLatents, pickLatent, setLatent } from './latents';
import { manualClock } from './manual-clock';
import { Pictures } from './pictures';
import { createAppStore } from './store';

const config = { ...PRESETS.tiny, zSize: 2 };
const run = {
  id: 'run-1',
  dataId: 'mnist',
  config,
  architecture: architecture(config),
  step: 0,
  stepKind: 'tfjs',
  gridLatents: Float32Array.of(0.5, -0.5),
} as const;

let sent: RequestMessage[];
let port: WorkerPort;
let store: ReturnType<typeof createAppStore>;
let latents: ReturnType<typeof createLatents>;
let explore: Explore;
let clock: ReturnType<typeof manualClock>;

beforeEach(() => {
  sent = [];
  clock = manualClock();
  store = createAppStore({ preset: 'tiny', dataId: 'mnist', config });
  latents = createLatents(() => clock.now());
  port = {
    postMessage: (message) => void sent.push(message as RequestMessage),
    terminate: () => {},
    onmessage: null,
    onerror: null,
  };
  const client = new WorkerClient(() => port);
  explore = new Explore({ client, session: { store, latents, pictures: new Pictures(client) }, clock });
  pickLatent(latents, run.gridLatents, 0, config);
  store.setState({ run, view: 'explore' });
});

async function answer(value: object): Promise<void> {
  port.onmessage?.({ data: { id: sent.at(-1)!.id, ok: true, value } as FromWorker } as MessageEvent<FromWorker>);
  await new Promise((resolve) => setTimeout(resolve, 0));
}

describe('what was found in the weights', () => {
  it('is looked for anew when training has changed them, for the z that it was found for', async () => {
    void explore.findNeighbours();
    await answer({ step: 0 });
    expect(explore.neighbours.value).toMatchObject({ step: 0, z: Float32Array.of(0.5, -0.5) });
    setLatent(latents, Float32Array.of(1, 1));
    store.setState({ phase: 'training' });
    expect(sent).toHaveLength(1);
    store.setState({ phase: 'paused' });
    expect(sent.at(-1)).toMatchObject({ name: 'neighbours', params: { z: Float32Array.of(0.5, -0.5) } });
    await answer({ step: 8 });
    expect(explore.neighbours.value).toMatchObject({ step: 8, z: Float32Array.of(0.5, -0.5) });
  });

  it('is left alone while nobody looks', async () => {
    void explore.findNeighbours();
    await answer({ step: 0 });
    store.setState({ view: 'train', phase: 'training' });
    store.setState({ phase: 'paused' });
    expect(sent).toHaveLength(1);
  });

  it('is, for directions, caught up with when Explore is opened after training', async () => {
    explore.keepDirections();
    await answer({ directions: new Float32Array(0), shares: [], effects: [], step: 0 });
    explore.keepDirections();
    expect(sent).toHaveLength(1);
    store.setState({ view: 'train', step: 9 });
    explore.keepDirections();
    expect(sent.map(({ name }) => name)).toEqual(['directions', 'directions']);
  });

  it('goes with the model that it was found in', async () => {
    void explore.findNeighbours();
    await answer({ step: 0 });
    store.setState({ run: { ...run, id: 'run-2' } });
    expect(explore.neighbours.value).toBeNull();
  });
});

describe('the target of a search for its z', () => {
  const picture = (value: number) => ({ count: 1, size: 1, rgba: Uint8ClampedArray.of(value, value, value, 255) });
  const found = { residual: 0.1, startResidual: 0.3 };

  it('takes what was found for another one away', async () => {
    explore.target.set(picture(1));
    void explore.invert();
    await answer(found);
    expect(explore.inversion.value).toMatchObject(found);
    explore.target.set(picture(2));
    expect(explore.inversion.value).toBeNull();
    expect(sent.at(-1)?.name).toBe('invert');
  });

  it('keeps the best picture of a search that is cancelled, until there is another target', async () => {
    const event = { type: 'progress', job: 'invert', done: 5, total: 200, value: 0.2, picture: picture(3) } as const;
    explore.target.set(picture(1));
    void explore.invert();
    const search = sent.at(-1)!;
    port.onmessage?.({ data: { event } } as MessageEvent<FromWorker>);
    void explore.cancel('invert');
    port.onmessage?.({ data: { id: search.id, ok: true, value: null } } as MessageEvent<FromWorker>);
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(explore.store.getState().running.invert).toBeUndefined();
    expect(explore.cancelledSearch.value).toMatchObject({ done: 5, value: 0.2, picture: picture(3) });
    explore.target.set(picture(2));
    expect(explore.cancelledSearch.value).toBeNull();
  });

  it('gives up the search for another one, and takes no answer of it that is under way', async () => {
    explore.target.set(picture(1));
    void explore.invert();
    const search = sent.at(-1)!;
    explore.target.set(picture(2));
    expect(sent.at(-1)).toMatchObject({ name: 'cancel', params: { job: 'invert' } });
    sent.push(search);
    await answer(found);
    expect(explore.inversion.value).toBeNull();
  });
});

describe('the picture of the z on the sliders', () => {
  const pictured = () => sent.filter(({ name }) => name === 'render').length;

  it('follows every step that has been made while Explore is open, and leaves training most of the time', async () => {
    // z has to rest first.
    clock.advance(1000);
    store.setState({ phase: 'training', step: 1 });
    expect(pictured()).toBe(1);
    clock.advance(200);
    await answer({ images: picture, step: 1 });
    store.setState({ step: 2 });
    clock.advance(200 / SHARE - 200 - 1);
    expect(pictured()).toBe(1);
    clock.advance(1);
    expect(pictured()).toBe(2);
  });

  it('is drawn for nobody in another view, and not anew where no step was made', () => {
    store.setState({ view: 'lab', phase: 'training', step: 1 });
    store.setState({ view: 'explore' });
    expect(pictured()).toBe(0);
  });

  const picture = { count: 1, size: 1, rgba: new Uint8ClampedArray(4) };
});

describe('the list that a click on a pin adds to', () => {
  const at = (part: Partial<Parameters<typeof listToFill>[0]>) =>
    listToFill({ tool: 'walk', planeKind: 'directions', filling: 'first', ...part });

  it('is the first of the tool until another of its lists is chosen', () => {
    expect(at({})).toBe('stops');
    expect(at({ tool: 'arithmetic' })).toBe('a');
    expect(at({ tool: 'arithmetic', filling: 'c' })).toBe('c');
    expect(at({ tool: 'direction', filling: 'c' })).toBe('start');
    expect(at({ tool: 'plane', planeKind: 'corners' })).toBe('corners');
  });

  it('is none where a click shows the pin', () => {
    expect(at({ tool: 'sliders' })).toBeNull();
    expect(at({ tool: 'plane' })).toBeNull();
    expect(at({ filling: 'none' })).toBeNull();
  });
});
