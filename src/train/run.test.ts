import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { readProject, writeProject } from '../codecs/project';
import type { Checkpoint } from '../core/checkpoint';
import { METRICS } from '../core/metrics';
import type { MetricName } from '../core/metrics';
import type { NotFinitePlace } from '../core/not-finite';
import { PRESETS } from '../core/presets';
import type { Config } from '../core/settings';
import { startTestWasm } from '../gpu/wasm/testing';
import { variableOf } from '../model/network';
import { Run } from './run';
import { testData } from './testing';
import { TfjsStepper } from './tfjs-stepper';
import { traceNotFinite } from './trace';

/** With every switch that draws random numbers or keeps a state of its own. */
const CONFIG: Config = {
  ...PRESETS.tiny,
  baseFilters: 2,
  zSize: 4,
  batchSize: 4,
  diffAugment: 'all',
  emaDecay: 0.9,
  flip: true,
  seed: 5,
};

const newRun = (config = CONFIG) => new Run('test', testData(config), config, (trainee) => new TfjsStepper(trainee));

async function train(run: Run, steps: number): Promise<void> {
  for (let n = 0; n < steps; n++) {
    await run.advance('both');
    const { failed } = await run.collect(0);
    expect(failed).toBeUndefined();
  }
}

async function throughAFile(checkpoint: Checkpoint): Promise<Checkpoint> {
  const written = writeProject(checkpoint, { app: 'test', pins: [], samples: new Uint8Array() });
  const read = written.ok ? readProject(written.value) : written;
  if (!read.ok) throw new Error(JSON.stringify(read.message));
  return read.value;
}

describe.each(['cpu', 'wasm'] as const)('a run on %s', (backend) => {
  beforeAll(async () => {
    if (backend === 'wasm') await startTestWasm();
    else await tf.setBackend('cpu');
  });

  it('begins a new epoch where its set has fewer images than when it was saved', async () => {
    const first = newRun();
    await train(first, 2);
    const checkpoint = await first.checkpoint();
    const fewer = new Run('test', testData(CONFIG, 9), CONFIG, (trainee) => new TfjsStepper(trainee));
    fewer.goTo(checkpoint);
    await train(fewer, 1);
    expect(fewer.order.state).toEqual({ epoch: checkpoint.random.order.epoch + 1, count: 9, position: 4 });
    first.dispose();
    fewer.dispose();
  });

  it('goes on from a file bit for bit: 18 steps, saved, and 22 more are 40 straight', async () => {
    const straight = newRun();
    await train(straight, 40);
    const first = newRun();
    await train(first, 18);
    const checkpoint = await throughAFile(await first.checkpoint());
    const second = newRun();
    second.goTo(checkpoint);
    expect(second.step).toBe(18);
    await train(second, 22);
    const wanted = await straight.checkpoint();
    expect(await second.checkpoint()).toEqual(wanted);
    // An epoch has four full batches: the file was written in the middle of one, and others have begun since.
    expect(wanted.random.order).toEqual({ epoch: 10, count: 18, position: 16 });
    for (const run of [straight, first, second]) run.dispose();
  });
});

describe('a value that is not finite', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
  });

  const poison = async (run: Run, network: 'generator' | 'discriminator' | 'average', name: string) => {
    const variable = variableOf(run.trained[network]!, name);
    const values = Float32Array.from(await variable.data());
    values[0] = Number.NaN;
    tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
  };

  it('takes the run back, after which it is the very run that it was, random streams included', async () => {
    const straight = newRun();
    await train(straight, 9);
    const run = newRun();
    await train(run, 6);
    await poison(run, 'discriminator', 'd2.kernel');
    await run.advance('both');
    const { failed, rows } = await run.collect(0);
    expect([failed?.step, rows.length]).toEqual([7, 0]);
    // It came from here, not from any step that can be made again.
    expect(await run.recover(7)).toEqual({ good: 0, place: { kind: 'outside' } });
    expect(run.historyTable()).toHaveLength(0);
    await train(run, 9);
    expect(await run.checkpoint()).toEqual(await straight.checkpoint());
    straight.dispose();
    run.dispose();
  });

  it('takes the run back no further than to its last checkpoint', async () => {
    const run = newRun();
    await train(run, 3);
    const saved = await run.checkpoint();
    await train(run, 2);
    await poison(run, 'generator', 'g2.kernel');
    await run.advance('both');
    expect((await run.collect(0)).failed?.step).toBe(6);
    expect((await run.recover(6)).good).toBe(3);
    expect(await run.checkpoint()).toEqual(saved);
    run.dispose();
  });

  it.each<['generator' | 'discriminator', string, MetricName]>([
    ['discriminator', 'd2.kernel', 'dReal'],
    ['generator', 'g2.kernel', 'dFakeAfter'],
  ])('is found where it began: in a weight of the %s', async (network, name, metric) => {
    const run = newRun();
    await train(run, 1);
    await poison(run, network, name);
    await run.advance('both');
    await run.advance('both');
    const { failed } = await run.collect(0);
    expect(failed).toEqual({ step: 2, metric });
    expect(METRICS).toContain(failed?.metric);
    run.dispose();
  });

  const BARE: Config = { ...CONFIG, batchNormG: 'off', batchNormD: 'off', weightStd: 0.5 };
  it.each<[what: string, Config, tensor: string, value: number, NotFinitePlace]>([
    ['what a layer of D passes on', BARE, 'd1.kernel', 3e38, { kind: 'activation', network: 'discriminator', layer: 'd1' }],
    ['what a layer of G passes on', BARE, 'g1.kernel', 3e38, { kind: 'activation', network: 'generator', layer: 'g2' }],
    ['a loss', { ...BARE, loss: 'leastSquares' }, 'd3.kernel', 1e25, { kind: 'loss', network: 'discriminator' }],
    ['gradients that Adam squares', BARE, 'd3.kernel', 1e25, { kind: 'gradient', network: 'discriminator', layer: 'd2' }],
  ])('is found in the layer where it began, by making the steps again: %s', async (_, config, tensor, value, place) => {
    const first = newRun(config);
    await train(first, 2);
    const checkpoint = await first.checkpoint();
    const { values } = checkpoint[tensor.startsWith('d') ? 'discriminator' : 'generator'].get(tensor)!;
    values.fill(value);
    const run = newRun(config);
    run.goTo(checkpoint);
    const before = tf.memory().numTensors;
    await run.advance('both');
    await run.advance('both');
    const { failed } = await run.collect(0);
    expect(failed?.step).toBe(3);
    expect(await run.recover(3)).toEqual({ good: 2, place });
    // The one snapshot is all that is held more.
    const { generator, discriminator, average, optimizer } = checkpoint;
    const copies = [generator, discriminator, average, optimizer].reduce((sum, { size }) => sum + size, 0);
    expect(tf.memory().numTensors).toBe(before + copies);
    expect((await run.checkpoint()).random).toEqual(checkpoint.random);
    first.dispose();
    run.dispose();
  });

  it('is not looked for longer than a person waits', async () => {
    const first = newRun(BARE);
    await train(first, 2);
    const checkpoint = await first.checkpoint();
    checkpoint.discriminator.get('d3.kernel')!.values.fill(1e25);
    const run = newRun(BARE);
    const step = { step: 3, part: 'both', settings: BARE } as const;
    const look = async (patience?: number) => {
      run.goTo(checkpoint);
      return traceNotFinite(run, [step], patience);
    };
    expect(await look()).toEqual({ kind: 'gradient', network: 'discriminator', layer: 'd2' });
    const before = tf.memory().numTensors;
    expect(await look(-1)).toBeNull();
    expect(tf.memory().numTensors).toBe(before);
    first.dispose();
    run.dispose();
  });

  it.each(['generator', 'average'] as const)('in a tensor of the %s is not saved but named, and the run is taken back', async (network) => {
    const run = newRun();
    await train(run, 3);
    await run.checkpoint();
    await poison(run, network, 'g2.gamma');
    await expect(run.checkpoint()).rejects.toMatchObject({ userMessage: { code: 'keepNotFinite', params: { step: 3, layer: 'G2' } } });
    await run.advance('both');
    expect((await run.collect(0)).failed?.step).toBe(4);
    expect(await run.recover(4)).toEqual({ good: 3, place: { kind: 'weight', network: 'generator', layer: 'g2' } });
    await train(run, 1);
    expect((await run.checkpoint()).step).toBe(4);
    run.dispose();
  });

  /** A small one, of which many steps are quickly made. */
  const SMALL: Config = { ...CONFIG, baseFilters: 1, zSize: 2, batchSize: 2, diffAugment: 'off', flip: false };

  it('that no step uses is in no state that the run is taken back to, though snapshots were made since', async () => {
    const run = newRun(SMALL);
    await train(run, 2);
    const saved = await run.checkpoint();
    await poison(run, 'average', 'g2.gamma');
    // Rolling snapshots are made every hundred steps; their check sees losses and gradients alone.
    await train(run, 101);
    await expect(run.checkpoint()).rejects.toMatchObject({ userMessage: { code: 'keepNotFinite' } });
    await run.advance('both');
    expect((await run.collect(0)).failed?.step).toBe(104);
    expect((await run.recover(104)).good).toBe(2);
    expect(await run.checkpoint()).toEqual(saved);
    run.dispose();
  });

  it('that no step uses, in a run that was never saved, is taken back to its beginning', async () => {
    const fresh = newRun(SMALL);
    const run = newRun(SMALL);
    await train(run, 1);
    await poison(run, 'average', 'g2.gamma');
    await train(run, 100);
    await expect(run.checkpoint()).rejects.toMatchObject({ userMessage: { code: 'keepNotFinite' } });
    await run.advance('both');
    await run.collect(0);
    expect((await run.recover(102)).good).toBe(0);
    expect(await run.checkpoint()).toEqual(await fresh.checkpoint());
    fresh.dispose();
    run.dispose();
  });
});
