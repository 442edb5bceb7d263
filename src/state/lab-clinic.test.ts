import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AILMENT_IDS, AILMENTS } from '../core/clinic';
import type { Ailment } from '../core/clinic';
import { checkConfig } from '../core/config';
import { PRESETS } from '../core/presets';
import { startTestWasm } from '../gpu/wasm/testing';
import { WorkerClient } from '../worker/client';
import { servicePort } from '../worker/testing';
import { Clinic } from './lab-clinic';
import { createAppStore } from './store';

/** Each takes 400 steps; the others are tried in the long run of the tests, and one more in the browser. */
const TRIED = process.env['TEST_LONG'] ? AILMENT_IDS : (['vanishing'] as const);

let clinic: Clinic;
let client: WorkerClient;
let store: ReturnType<typeof createAppStore>;

beforeAll(startTestWasm);

beforeEach(() => {
  client = new WorkerClient(servicePort);
  store = createAppStore({ preset: 'tiny', dataId: 'mnist', config: PRESETS.tiny });
  clinic = new Clinic({ client, session: { store, pause: async () => store.setState({ phase: 'paused' }) } });
});

const state = () => clinic.store.getState();

describe('the ailments', () => {
  it('are settings that can be trained, in cause and cure', () => {
    for (const ailment of Object.values<Ailment>(AILMENTS)) {
      const cause = { ...PRESETS.tiny, ...ailment.cause };
      expect(checkConfig(cause)).toEqual({});
      expect(checkConfig({ ...cause, ...ailment.cure.settings })).toEqual({});
    }
  });
});

describe('the clinic', () => {
  it.each(TRIED)('brings %s about, notices it in time, cures it, and keeps one run at a time', async (id) => {
    const { condition, within, cure } = AILMENTS[id];
    await clinic.cause(id);
    expect(state()).toMatchObject({ phase: 'noticed', health: { condition } });
    expect(state().noticedAt).toBeLessThanOrEqual(within);
    const sick = clinic.run.value!;
    await clinic.cure();
    expect(state()).toMatchObject({ phase: 'recovered', health: { condition: 'learning' } });
    expect(state().recoveredAfter).toBeLessThanOrEqual(cure.within);
    await expect(client.request('history', { run: sick.summary.id })).rejects.toMatchObject({ userMessage: { code: 'runUnknown' } });
    await clinic.stop();
    await expect(client.request('history', { run: clinic.run.value!.summary.id })).rejects.toMatchObject({ userMessage: { code: 'runUnknown' } });
  }, 240_000);

  it('stops when it is told to, or when the page’s own run is to train', async () => {
    const caused = clinic.cause('collapse');
    while (state().step === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    store.setState({ phase: 'training' });
    await caused;
    expect(state()).toMatchObject({ phase: 'idle', noticedAt: null });
    await clinic.cure();
    expect(state().phase).toBe('idle');
  });

  it('keeps to the last of two failures that are asked for at once', async () => {
    const both = [clinic.cause('collapse'), clinic.cause('vanishing')];
    while (state().step === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(state()).toMatchObject({ ailment: 'vanishing', phase: 'causing' });
    expect(clinic.run.value!.summary.config).toMatchObject(AILMENTS.vanishing.cause);
    await clinic.stop();
    await Promise.all(both);
    // Nothing is left in the worker: there is room for as many runs as it holds.
    for (let n = 0; n < 8; n++) await client.request('createRun', { dataId: 'mnist', config: PRESETS.tiny });
  });
});
