import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AILMENT_IDS, AILMENTS } from '../core/clinic';
import { MessageError } from '../core/messages';
import { PRESETS } from '../core/presets';
import { startTestWasm } from '../gpu/wasm/testing';
import { WorkerClient } from '../worker/client';
import { servicePort } from '../worker/testing';
import { Clinic } from './lab-clinic';
import { createAppStore } from './store';

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
const isGone = (run: string) => client.request('history', { run }).then(
  () => false,
  (error: unknown) => error instanceof MessageError && error.userMessage.code === 'runUnknown',
);

describe('the clinic', () => {
  it.each(AILMENT_IDS)('brings %s about, notices it in time, cures it, and keeps one run at a time', async (id) => {
    const { condition, within, cure } = AILMENTS[id];
    await clinic.cause(id);
    expect(state()).toMatchObject({ phase: 'noticed', health: { condition } });
    expect(state().noticedAt).toBeLessThanOrEqual(within);
    const { health } = state();
    const sick = clinic.run.value!.summary.id;
    await clinic.cure();
    expect(state()).toMatchObject({ phase: 'recovered', health: { condition: 'learning' } });
    expect(state().recoveredAfter).toBeLessThanOrEqual(cure.within);
    expect(state().noticed).toBe(health);
    const well = clinic.run.value!.summary.id;
    // A live cure is of the very run that is ill; else a new one has taken its place.
    expect(well === sick).toBe(cure.kind === 'live');
    if (well !== sick) expect(await isGone(sick)).toBe(true);
    if (id === 'notFinite') {
      const { recoveredAfter } = state();
      await clinic.goOn();
      expect(state()).toMatchObject({ phase: 'recovered', recoveredAfter, wentOn: 400 });
    }
    const { step } = state();
    const goneOn = clinic.goOn();
    while (state().step === step) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(state()).toMatchObject({ phase: 'goingOn', step: step + 20 });
    await clinic.stop();
    await goneOn;
    expect(await isGone(well)).toBe(true);
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
