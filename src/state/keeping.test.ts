import { beforeEach, expect, it } from 'vitest';
import { lastUsed } from '../core/kept-run';
import type { KeptRun } from '../core/kept-run';
import { PRESETS } from '../core/presets';
import type { RunSummary } from '../core/run';
import { fakeRunShelf } from '../worker/fake-run-shelf';
import { KeptRuns } from '../worker/kept-runs';
import type { WorkerClient } from '../worker/client';
import type { Params, RequestName } from '../worker/protocol';
import { Dealings } from './dealings';
import { addLabelDirection, addOwnDirection, adoptDirections, renameDirection } from './explore-directions';
import { addPin, fillSlot, removePin } from './explore-pins';
import { Keeping } from './keeping';
import { createLatents, pickLatent } from './latents';
import { manualClock } from './manual-clock';
import { createAppStore } from './store';
import type { Viewed } from './store';

const CONFIG = { ...PRESETS.tiny, zSize: 2 };
const RUN = { id: 'run', dataId: 'mnist', config: CONFIG, step: 0 } as RunSummary;
const SAMPLES = { count: 1, size: 1, rgba: new Uint8ClampedArray(4) };
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

let kept: KeptRuns;
let time: number;
let requests: RequestName[];
/** How long writing a checkpoint takes, in milliseconds. */
let keepTakes: number;

/** A page as it is after a reload; what is kept stays. */
function page() {
  const store = createAppStore({ preset: 'tiny', dataId: 'mnist', config: CONFIG });
  const request = async (name: RequestName, params: unknown) => {
    requests.push(name);
    if (name === 'noteKept') {
      const { id, ...change } = params as Params<'noteKept'>;
      await kept.amend(id, change);
      return kept.list();
    }
    if (name === 'keptFile') {
      const { id, step } = params as Params<'keptFile'>;
      return { bytes: await kept.file({ run: id, step }) };
    }
    if (name !== 'keepRun') throw new Error(`${name} is not asked for here`);
    clock.advance(keepTakes);
    const { step } = store.getState();
    const content = { file: new Uint8Array([step]), samples: SAMPLES };
    await kept.keep((params as Params<'keepRun'>).about, { step, distance: null }, content);
    return { step, list: await kept.list(), problem: null, file: null };
  };
  const clock = manualClock();
  const latents = createLatents(() => clock.now());
  const keeping = new Keeping({
    dealings: new Dealings({ request } as unknown as WorkerClient, store),
    clock,
    locks: { take: async () => true },
    latents,
    today: () => time++,
    newId: () => `kept-${time}`,
  });
  store.setState({ run: RUN, connection: 'ready' });
  pickLatent(latents, Float32Array.of(1, 2), 0, CONFIG);
  const trainTo = async (step: number) => {
    store.setState({ step });
    await keeping.keep();
  };
  return { store, clock, latents, keeping, trainTo };
}

/** A page whose run is kept at step 4. */
async function trained() {
  const one = page();
  one.keeping.begin(RUN);
  await one.trainTo(4);
  return one;
}

const latest = async () => lastUsed((await kept.list()).runs)!;

beforeEach(() => {
  [time, requests, keepTakes] = [1, [], 0];
  const shelf = fakeRunShelf();
  kept = new KeptRuns({ openShelf: async () => shelf, estimate: async () => ({ usage: 0, quota: 0 }), now: () => time++ });
});

it('what is made after the last checkpoint is kept two seconds later, without a checkpoint, and is there again', async () => {
  const { latents, clock } = await trained();
  adoptDirections(latents, {
    directions: Float32Array.of(1, 0, 0, 1), shares: Float64Array.of(0.6, 0.4), effects: Float64Array.of(1, 1), step: 4,
  });
  renameDirection(latents, latents.getState().directions[1]!.id, 'thickness');
  fillSlot(latents, 'start', [{ name: '', z: Float32Array.of(0, 0) }]);
  fillSlot(latents, 'end', [{ name: '', z: Float32Array.of(0, 3) }]);
  addOwnDirection(latents, 'mine');
  addLabelDirection(latents, '7', Float32Array.of(1, 0));
  addPin(latents, Float32Array.of(5, 6), 'seven');
  clock.advance(1999);
  await settled();
  expect(requests).toEqual(['keepRun']);
  clock.advance(1);
  await settled();
  expect(requests).toEqual(['keepRun', 'noteKept']);

  const run = await latest();
  expect(run.made!.pins).toEqual([{ name: 'seven', z: Float32Array.of(5, 6) }]);
  const again = page();
  await again.keeping.resume(run, { ...RUN, step: 4 }, async () => {});
  const { directions } = again.latents.getState();
  expect(directions.map(({ name, source }) => name || source.kind)).toEqual(['thickness', 'mine', 'label']);
  expect(directions[1]!.vector).toEqual(Float32Array.of(0, 1));
});

it('a pin taken away is gone from what is kept, and hiding the page waits for nothing', async () => {
  const { latents, keeping } = await trained();
  const pin = addPin(latents, Float32Array.of(5, 6));
  await keeping.keep();
  expect((await latest()).made!.pins).toHaveLength(1);
  removePin(latents, pin.id);
  await keeping.keep();
  expect((await latest()).made!.pins).toEqual([]);
  expect(requests).toEqual(['keepRun', 'noteKept', 'noteKept']);
});

it('a later checkpoint has it too, and nothing is written where nothing was made', async () => {
  const { latents, clock, trainTo } = await trained();
  addPin(latents, Float32Array.of(5, 6));
  await trainTo(5);
  clock.advance(5000);
  await settled();
  expect(requests).toEqual(['keepRun', 'keepRun']);
  expect((await latest()).made!.pins).toHaveLength(1);
});

it('directions of a model that is only looked at are not the run’s, whose own come back with it', async () => {
  const { store, latents, keeping } = await trained();
  addLabelDirection(latents, '7', Float32Array.of(1, 0));
  store.setState({ viewed: {} as Viewed });
  pickLatent(latents, Float32Array.of(1, 2, 3), 0, { ...CONFIG, zSize: 3 });
  addLabelDirection(latents, '8', Float32Array.of(1, 0, 0));
  await keeping.keep();
  const labels = (directions: KeptRun['made']) => directions!.directions.map(({ vector }) => vector.length);
  expect(labels((await latest()).made)).toEqual([2]);
  store.setState({ viewed: null });
  pickLatent(latents, Float32Array.of(1, 2), 0, CONFIG);
  expect(latents.getState().directions.map(({ vector }) => vector)).toEqual([Float32Array.of(1, 0)]);
});

it('the run that was open last is offered, though another was saved later', async () => {
  await trained();
  const one = await latest();
  const back = await trained();
  expect((await latest()).id).not.toBe(one.id);
  await back.keeping.resume(one, { ...RUN, step: 4 }, async () => {});
  back.store.setState({ step: 4 });
  await settled();
  expect((await latest()).id).toBe(one.id);
  // Another tab saves one of its own, before this page is hidden.
  await trained();
  expect((await latest()).id).not.toBe(one.id);
  await back.keeping.keep();
  expect((await latest()).id).toBe(one.id);
});

it('of runs without a time of use the one saved last is offered; one without checkpoints never is', () => {
  const run = (id: string, saved: number[]): KeptRun => ({
    id, name: '', created: 1, dataId: 'mnist', config: CONFIG, from: null,
    checkpoints: saved.map((at, step) => ({ step, bytes: 1, distance: null, saved: at })),
  });
  expect(lastUsed([run('a', [3]), run('b', [7]), { ...run('c', []), used: 9 }])?.id).toBe('b');
  expect(lastUsed([])).toBeNull();
});

it('a checkpoint that was written though its worker went before it could tell of it is the last one', async () => {
  const { keeping, store } = await trained();
  const { id, name, created, dataId, config, from } = await latest();
  await kept.keep({ id, name, created, dataId, config, from }, { step: 5, distance: null }, { file: new Uint8Array([5]), samples: SAMPLES });
  expect((await keeping.last())?.bytes).toEqual(new Uint8Array([4]));
  store.setState({ kept: await kept.list() });
  expect((await keeping.last())?.bytes).toEqual(new Uint8Array([5]));
});

it('while a kept run takes the place of another, neither is kept in the other’s name, and it is the one to go back to', async () => {
  await trained();
  const kept1 = await latest();
  const now = await trained();
  const { store, keeping, latents } = now;
  const id = store.getState().keptId!;
  const opened = { ...RUN, id: 'opened', step: 4 };
  addLabelDirection(latents, '7', Float32Array.of(1, 0));
  await keeping.resume({ ...kept1, made: { pins: [], directions: [] } }, opened, async () => {
    // The one before is still there, a step further than it was kept.
    await now.trainTo(5);
    keeping.takenBack(RUN.id, 1);
    expect((await keeping.last())?.about.id).toBe(kept1.id);
    store.setState({ run: opened, step: 4 });
    await keeping.keep();
  });
  await keeping.keep();
  await now.trainTo(6);
  const { runs } = await kept.list();
  const steps = (of: string) => runs.find((run) => run.id === of)!.checkpoints.map(({ step }) => step);
  expect([steps(kept1.id), steps(id)]).toEqual([[4, 6], [4]]);
  expect(runs).toHaveLength(2);
  expect(store.getState().keptId).toBe(kept1.id);
  expect(latents.getState().directions).toEqual([]);
});

it.each([[0, 30], [6, 30], [12, 60]])('a checkpoint that takes %i s is followed by the next %i s after it was begun', async (takes, seconds) => {
  const { keeping, store, clock } = page();
  keeping.begin(RUN);
  keepTakes = takes * 1000;
  store.setState({ step: 1 });
  keeping.inTime();
  await settled();
  store.setState({ step: 2 });
  clock.advance((seconds - takes) * 1000 - 1);
  keeping.inTime();
  await settled();
  expect(requests).toHaveLength(1);
  clock.advance(1);
  keeping.inTime();
  await settled();
  expect(requests).toHaveLength(2);
});
