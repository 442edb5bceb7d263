import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { readManifest } from '../codecs/project';
import type { KeptAbout } from '../core/kept-run';
import { METRICS } from '../core/metrics';
import { PRESETS } from '../core/presets';
import type { Config } from '../core/settings';
import { Run } from '../train/run';
import { testData } from '../train/testing';
import { TfjsStepper } from '../train/tfjs-stepper';
import { fakeRunShelf } from './fake-run-shelf';
import type { Handlers } from './handlers';
import { KeptRuns } from './kept-runs';
import { runsHandlers } from './runs-handlers';
import type { RunsRequests } from './runs-protocol';
import { takeMoment } from './save-run';

const CONFIG: Config = { ...PRESETS.tiny, baseFilters: 2, zSize: 4, batchSize: 4 };
const ABOUT: KeptAbout = { id: 'kept', name: '', created: 1, dataId: 'test', config: CONFIG, from: null };
const PINS = [{ name: 'one', z: Float32Array.of(1, 0.5, 0, -1) }];

let run: Run;
let handlers: Handlers<keyof RunsRequests>;

beforeAll(async () => {
  await tf.setBackend('cpu');
});

function around(room?: number) {
  const estimate = async () => ({ usage: 1, quota: 1e9 });
  const kept = new KeptRuns({ openShelf: async () => fakeRunShelf({ room }), estimate, now: () => 5 });
  return runsHandlers({ between: (_, task) => task(run) }, kept);
}

beforeEach(async () => {
  run = new Run('run-1', testData(CONFIG, 80), CONFIG, (trainee) => new TfjsStepper(trainee));
  handlers = around();
  await run.advance('both');
  await run.collect(0);
});

it('keeps a run as a file with its pins, its samples, its history and how near it is to the data', async () => {
  const { samples } = await takeMoment(run);
  const report = await handlers.keepRun({ run: 'run-1', about: ABOUT, pins: PINS });
  expect(report).toMatchObject({ step: 1, problem: null, file: null });
  const [checkpoint] = report.list!.runs[0]!.checkpoints;
  expect(checkpoint!.distance).toBeGreaterThan(0);
  const { bytes } = await handlers.keptFile({ id: 'kept', step: 1 });
  const manifest = readManifest(bytes);
  expect(manifest.ok && manifest.value.pins).toEqual(PINS);
  expect(await handlers.keptSamples({ id: 'kept', steps: [1] })).toEqual([samples]);
  const { rows } = await handlers.keptHistory({ id: 'kept' });
  expect([rows.length, rows[0]]).toEqual([METRICS.length + 1, 1]);
});

it('renders a kept generator by itself as the run does, and leaves no tensor behind', async () => {
  await handlers.keepRun({ run: 'run-1', about: ABOUT, pins: [] });
  const wanted = await takeMoment(run);
  await run.advance('both');
  await run.collect(0);
  const before = tf.memory().numTensors;
  const images = await handlers.renderKept({ id: 'kept', step: 1, z: run.gridLatents });
  expect(images).toEqual(wanted.samples);
  expect(images).not.toEqual((await takeMoment(run)).samples);
  expect(tf.memory().numTensors).toBe(before);
});

it('gives a kernel as it was at a kept checkpoint, of both networks', async () => {
  await handlers.keepRun({ run: 'run-1', about: ABOUT, pins: [] });
  const { checkpoint } = await takeMoment(run);
  await run.advance('both');
  await run.collect(0);
  const now = (await takeMoment(run)).checkpoint;
  for (const [network, layer] of [['generator', 'g2'], ['discriminator', 'd1']] as const) {
    const kept = await handlers.keptKernel({ id: 'kept', step: 1, network, layer });
    expect(kept).toMatchObject({ layer, step: 1, values: checkpoint[network].get(`${layer}.kernel`)!.values });
    expect(kept.values).not.toEqual(now[network].get(`${layer}.kernel`)!.values);
  }
  await expect(handlers.keptKernel({ id: 'kept', step: 1, network: 'generator', layer: 'g9' })).rejects.toThrow('layerUnknown');
});

it('gives the file to the page where storage is full', async () => {
  const report = await around(10).keepRun({ run: 'run-1', about: ABOUT, pins: PINS });
  expect(report).toMatchObject({ list: null, problem: { code: 'keepQuota' } });
  expect(readManifest(report.file!)).toMatchObject({ ok: true, value: { step: 1 } });
});
