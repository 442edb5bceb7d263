import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PRESETS } from '../core/presets';
import type { RunSummary } from '../core/run';
import { startTestWasm } from '../gpu/wasm/testing';
import { WorkerClient } from '../worker/client';
import type { WorkerEvent } from '../worker/protocol';
import { servicePort } from '../worker/testing';
import type { TestPort } from '../worker/testing';
import { ExperimentRunner } from './lab-experiment';
import { createAppStore } from './store';
import type { AppStore } from './store';
import { browserClock } from './timing';

let port: TestPort;
let client: WorkerClient;
let store: AppStore;
let runner: ExperimentRunner;
let main: RunSummary;
let pauses: number;

beforeAll(startTestWasm);

beforeEach(async () => {
  port = servicePort();
  client = new WorkerClient(() => port);
  store = createAppStore({ preset: 'tiny', dataId: 'mnist', config: PRESETS.tiny });
  await client.request('loadData', { id: 'mnist', imageSize: 16, channels: 1 });
  main = await client.request('createRun', { dataId: 'mnist', config: PRESETS.tiny });
  store.setState({ run: main });
  pauses = 0;
  const pause = async () => {
    pauses++;
    store.setState({ phase: 'paused' });
  };
  runner = new ExperimentRunner({ client, session: { store, pause }, clock: browserClock });
  runner.set({ steps: 30 });
});

const state = () => runner.store.getState();
const until = async (wanted: () => boolean) => {
  while (!wanted()) await new Promise((resolve) => setTimeout(resolve, 5));
};
/** How many runs the worker holds, found by filling it up. */
async function freePlaces(): Promise<number> {
  const made: string[] = [];
  try {
    for (;;) made.push((await client.request('createRun', { dataId: 'mnist', config: PRESETS.tiny })).id);
  } catch {
    for (const run of made) await client.request('disposeRun', { run });
    return made.length;
  }
}

describe('an experiment', () => {
  it('waits for a prediction, then trains its runs to the same step and reads them; same seed, same verdict', async () => {
    const free = await freePlaces();
    await runner.choose('activationG');
    await runner.start();
    expect(state()).toMatchObject({ phase: 'asking', readings: [] });
    const verdicts = [];
    for (const seed of [1, 1, 2]) {
      runner.set({ steps: 6, seed });
      runner.predict('alike');
      await runner.start();
      expect(state()).toMatchObject({ phase: 'done', step: 6, problem: null });
      expect(Object.keys(state().stepMs)).toEqual(['tiny']);
      const { verdict, readings } = state();
      expect(readings).toHaveLength(3);
      expect(runner.runs.value.map(({ step, history }) => [step, history.length])).toEqual([[6, 6], [6, 6], [6, 6]]);
      for (const reading of readings) for (const value of Object.values(reading)) if (typeof value === 'number') expect(value).toSatisfy(Number.isFinite);
      verdicts.push(JSON.stringify({ verdict, readings }));
      await runner.cancel();
    }
    expect(verdicts[1]).toBe(verdicts[0]);
    expect(verdicts[2]).not.toBe(verdicts[0]);
    expect(await freePlaces()).toBe(free);
  });

  it('starts its runs alike: one of them trained alone comes to the very same losses', async () => {
    await runner.choose('resampling');
    runner.predict(0);
    runner.set({ steps: 4 });
    await runner.start();
    const [first] = runner.runs.value;
    const rows: number[] = [];
    client.subscribe((event: WorkerEvent) => {
      if (event.type === 'metrics' && event.run === main.id) rows.push(...event.rows);
    });
    for (let step = 0; step < 4; step++) await client.request('step', { run: main.id, part: 'both' });
    const lossD = rows.filter((_, i) => i % 8 === 1).map(Math.fround);
    expect(lossD).toHaveLength(4);
    expect([...first!.history.column('lossD')]).toEqual(lossD);
  });

  it('pauses and goes on to the same end, and gives way to the page’s own run', async () => {
    await runner.choose('beta1');
    // More than one turn has.
    runner.set({ steps: 100 });
    runner.predict(1);
    await Promise.all([runner.start(), (async () => {
      await until(() => state().step >= 2);
      store.setState({ phase: 'training' });
      expect(state().phase).toBe('paused');
      await new Promise((resolve) => setTimeout(resolve, 100));
      const { step } = runner.runs.value[0]!;
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(runner.runs.value[0]!.step).toBe(step);
      await runner.resume();
      expect(pauses).toBe(1);
    })()]);
    expect(state()).toMatchObject({ phase: 'done', step: 100 });
    expect(runner.runs.value.map(({ step }) => step)).toEqual([100, 100]);
    expect(store.getState()).toMatchObject({ phase: 'paused', run: main });
  });

  it('can be given up at any time, and leaves no run behind', async () => {
    const free = await freePlaces();
    for (const wanted of ['preparing', 'training', 'paused'] as const) {
      await runner.choose('weightStd');
      runner.predict(0);
      const running = runner.start();
      await until(() => state().phase !== 'asking' && (wanted === 'preparing' || state().step > 0));
      if (wanted === 'paused') await runner.pause();
      await runner.cancel();
      await running;
      expect(state()).toMatchObject({ phase: 'asking', step: 0, verdict: null, problem: null });
      expect(await freePlaces()).toBe(free);
    }
  });

  it('says when there is no room for its runs', async () => {
    const made = [];
    for (let n = 0; n < 6; n++) made.push(await client.request('createRun', { dataId: 'mnist', config: PRESETS.tiny }));
    await runner.choose('resampling');
    runner.predict(0);
    await runner.start();
    expect(state()).toMatchObject({ phase: 'asking', problem: { code: 'runLimit' } });
    await client.request('disposeRun', { run: made[0]!.id });
    await runner.start();
    expect(state().phase).toBe('done');
  });

  it('goes on without a run whose values are not finite, and with the worker it ends', async () => {
    await runner.choose('learningRate');
    runner.predict(0);
    runner.set({ steps: 6 });
    const running = runner.start();
    await until(() => runner.runs.value.length === 2);
    const { id } = runner.runs.value[1]!.summary;
    const tell = (event: WorkerEvent) => port.onmessage?.({ data: { event } } as MessageEvent);
    tell({ type: 'notice', run: id, message: { code: 'notFinite', params: { step: 1, good: 0 } } });
    await running;
    expect(state().readings[1]).toMatchObject({ failedAt: 1, condition: 'notFinite' });
    expect(state().verdict).toEqual({ early: true, best: null, leaders: [], outrun: [], flawed: [], remarks: [{ kind: 'failed', run: 1, step: 1 }] });
    await runner.cancel();
    runner.predict(0);
    const lost = runner.start();
    await until(() => state().phase === 'training');
    tell({ type: 'lost', message: { code: 'deviceLost' } });
    await lost;
    expect(state()).toMatchObject({ phase: 'asking', problem: { code: 'deviceLost' } });
  });
});
