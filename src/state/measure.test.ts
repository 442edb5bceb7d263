import { beforeEach, describe, expect, it } from 'vitest';
import { architecture } from '../core/architecture';
import type { MeasureReport } from '../core/measures';
import { PRESETS } from '../core/presets';
import type { RunSummary } from '../core/run';
import { WorkerClient } from '../worker/client';
import type { WorkerPort } from '../worker/client';
import type { FromWorker, RequestMessage } from '../worker/protocol';
import { History } from './history';
import { Measure } from './measure';
import { createAppStore } from './store';

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

function report(step: number, frechet: number | null): MeasureReport {
  const measured = { value: frechet, baseline: 1, count: 1000, baselineCount: 1000 };
  return {
    step,
    frechet: measured,
    kid: { ...measured, std: 0.1, baselineStd: 0.1 },
    diversity: measured,
    discriminator: { training: 0.8, heldOut: 0.7, generated: 0.6, bins: [], calibrationError: 0.1, count: 1000 },
  } as unknown as MeasureReport;
}

let sent: RequestMessage[];
let port: WorkerPort;
let store: ReturnType<typeof createAppStore>;
let measure: Measure;
let viewed: unknown[];

beforeEach(() => {
  sent = [];
  viewed = [];
  store = createAppStore({ preset: 'tiny', dataId: 'mnist', config });
  port = {
    postMessage: (message) => void sent.push(message as RequestMessage),
    terminate: () => {},
    onmessage: null,
    onerror: null,
  };
  const session = { store, view: async (...given: unknown[]) => void viewed.push(given) };
  measure = new Measure({ client: new WorkerClient(() => port), session });
  store.setState({ run: summary('run-1'), phase: 'training' });
});

async function receive(data: FromWorker): Promise<void> {
  port.onmessage?.({ data } as MessageEvent<FromWorker>);
  await new Promise((resolve) => setTimeout(resolve, 0));
}
const answer = (value: unknown) => receive({ id: sent.at(-1)!.id, ok: true, value: value as never });
const asked = (name: RequestMessage['name']) => sent.filter((message) => message.name === name);

describe('a measurement that is asked for', () => {
  it('takes everything of the model in view and tells how far it is', async () => {
    store.setState({ viewed: { run: summary('run-2', 7), data: {} as never, origin: { kind: 'file', name: 'a' }, pins: [], missing: null, dataName: '', history: new History() } });
    void measure.start();
    expect(sent.at(-1)).toMatchObject({ name: 'measure', params: { model: { run: 'run-2' }, options: { samples: 1000, quick: false } } });
    await receive({ event: { type: 'progress', job: 'measure', done: 2, total: 8 } });
    expect(measure.store.getState().running).toEqual({ done: 2, total: 8 });
    await answer({ report: report(7, 3), file: null });
    expect(measure.store.getState()).toMatchObject({ running: null, report: { step: 7 } });
  });

  it('is forgotten with its model', async () => {
    void measure.start();
    await answer({ report: report(7, 3), file: null });
    store.setState({ run: summary('run-3') });
    expect(measure.store.getState().report).toBeNull();
  });

  it('tells what goes wrong', async () => {
    void measure.start();
    await receive({ id: sent.at(-1)!.id, ok: false, message: { code: 'dataShardFailed', params: { id: 'mnist' } } });
    expect(store.getState().notices[0]!.messages[0]!.code).toBe('dataShardFailed');
    expect(measure.store.getState().running).toBeNull();
  });
});

describe('the trial of features', () => {
  it('tells how far it is and what it found, until the model is another', async () => {
    void measure.represent();
    expect(sent.at(-1)).toMatchObject({ name: 'represent', params: { model: { run: 'run-1' }, seed: 1 } });
    await receive({ event: { type: 'progress', job: 'represent', done: 3, total: 16 } });
    expect(measure.store.getState().representing).toEqual({ done: 3, total: 16 });
    await answer({ step: 5, rows: [] });
    expect(measure.store.getState()).toMatchObject({ representing: null, representation: { step: 5 } });
    store.setState({ run: summary('run-2') });
    expect(measure.store.getState().representation).toBeNull();
  });
});

describe('the schedule', () => {
  it('measures at every so many steps of training, one at a time', async () => {
    store.setState({ step: 499 });
    expect(asked('measure')).toHaveLength(0);
    store.setState({ step: 503 });
    expect(sent.at(-1)).toMatchObject({ name: 'measure', params: { model: { run: 'run-1' }, options: { quick: true } } });
    store.setState({ step: 1001 });
    expect(asked('measure')).toHaveLength(1);
    await answer({ report: report(503, null), file: null });
    store.setState({ step: 1002 });
    await answer({ report: report(1002, null), file: null });
    store.setState({ step: 1200 });
    expect(asked('measure')).toHaveLength(2);
    expect(measure.store.getState().points.map(({ step }) => step)).toEqual([503, 1002]);
  });

  it('keeps the model of the lowest distance, which can be looked at', async () => {
    for (const [step, frechet] of [[500, 9], [1000, 4], [1500, 6]] as const) {
      store.setState({ step });
      await answer({ report: report(step, frechet), file: Uint8Array.of(step / 500) });
    }
    expect(measure.store.getState().best).toMatchObject({ step: 1000, frechet: 4 });
    await measure.viewBest('the best');
    expect(viewed).toEqual([[Uint8Array.of(2), { kind: 'kept', name: 'the best' }]]);
    expect(measure.store.getState().best!.bytes).toEqual(Uint8Array.of(2));
  });

  it('does not measure while paused, when switched off, or while somebody measures', async () => {
    store.setState({ phase: 'paused', step: 500 });
    measure.store.setState({ every: 0 });
    store.setState({ phase: 'training', step: 600 });
    expect(asked('measure')).toHaveLength(0);
    measure.store.setState({ every: 500 });
    void measure.start();
    store.setState({ step: 1000 });
    expect(asked('measure')).toHaveLength(1);
  });

  it('begins anew with another run, and from its step with one that goes on', async () => {
    store.setState({ step: 500 });
    await answer({ report: report(500, null), file: null });
    store.setState({ run: summary('run-2', 700), step: 700 });
    expect(measure.store.getState().points).toEqual([]);
    store.setState({ step: 900 });
    expect(asked('measure')).toHaveLength(1);
    store.setState({ step: 1000 });
    expect(asked('measure')).toHaveLength(2);
  });

  it('switches itself off where it cannot be', async () => {
    store.setState({ step: 500 });
    await receive({ id: sent.at(-1)!.id, ok: false, message: { code: 'dataShardFailed' } });
    expect(measure.store.getState().every).toBe(0);
    expect(store.getState().notices).toHaveLength(1);
  });
});
