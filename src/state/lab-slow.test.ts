import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PRESETS } from '../core/presets';
import type { UpdatePreview } from '../core/lab-reports';
import type { RunSummary } from '../core/run';
import { startTestWasm } from '../gpu/wasm/testing';
import { WorkerClient } from '../worker/client';
import { servicePort } from '../worker/testing';
import { SlowMotion, STAGES } from './lab-slow';
import { createAppStore } from './store';

const config = { ...PRESETS.tiny, weightStd: 0.05 };
let client: WorkerClient;
let run: RunSummary;
let slow: SlowMotion;
let store: ReturnType<typeof createAppStore>;

beforeAll(startTestWasm);

beforeEach(async () => {
  client = new WorkerClient(servicePort);
  store = createAppStore({ preset: 'tiny', dataId: 'mnist', config });
  await client.request('loadData', { id: 'mnist', imageSize: 16, channels: 1 });
  run = await client.request('createRun', { dataId: 'mnist', config });
  store.setState({ run });
  // As the session does: the first step begins with compiling.
  client.subscribe((event) => event.type === 'phase' && store.setState({ phase: event.phase }));
  slow = new SlowMotion({ client, session: { store, pause: async () => store.setState({ phase: 'paused' }) } });
});

const state = () => slow.store.getState();
const mean = (scores: Float32Array) => scores.reduce((sum, score) => sum + score, 0) / scores.length;
const stepOf = async () => (await client.request('pause', { run: run.id })).step;

describe('a slow update', () => {
  it('shows every stage of D and then of G before it changes anything, and is one step', async () => {
    await slow.begin();
    expect(state().preview).toMatchObject({ from: { turn: 'discriminator', step: 1 } });
    for (let stage = 1; stage < STAGES.discriminator.length - 1; stage++) {
      await slow.next();
      expect(state()).toMatchObject({ stage, after: null });
    }
    await slow.next();
    expect(await stepOf()).toBe(0);
    const { preview, after } = state();
    expect([after!.reals, after!.fakes]).toEqual([preview!.reals, preview!.fakes]);
    const lead = ({ realScores, fakeScores }: UpdatePreview) => mean(realScores!) - mean(fakeScores);
    // D has learned from these very pictures: real ones score higher beside fakes than before.
    expect(lead(after!)).toBeGreaterThan(lead(preview!));
    expect(SlowMotion.goesOn(state())).toBe(true);
    await slow.secondTurn();
    expect(state()).toMatchObject({ preview: { from: { turn: 'generator', step: 1 } }, after: null, stage: 0 });
    for (let n = 0; n < 8; n++) await slow.next();
    expect(await stepOf()).toBe(1);
    expect(state().after!.fakes).not.toEqual(state().preview!.fakes);
    expect(mean(state().after!.fakeScores)).toBeGreaterThan(mean(state().preview!.fakeScores));
    expect(SlowMotion.goesOn(state())).toBe(false);
  });

  it('goes back without undoing, and can be of G only', async () => {
    slow.setPart('generator');
    await slow.begin();
    expect(state().preview?.from.turn).toBe('generator');
    for (let n = 0; n < 9; n++) await slow.next();
    slow.back();
    expect(state().stage).toBe(STAGES.generator.length - 2);
    expect(await stepOf()).toBe(1);
    await slow.next();
    expect(await stepOf()).toBe(1);
  });

  it('is of no use any more once the run trains, and says what goes wrong', async () => {
    await slow.begin();
    store.setState({ phase: 'training' });
    expect(state().preview).toBeNull();
    await client.request('disposeRun', { run: run.id });
    await slow.begin();
    expect(state()).toMatchObject({ busy: false, problem: { code: 'runUnknown' } });
  });
});
