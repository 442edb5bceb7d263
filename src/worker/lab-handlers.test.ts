import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LEAKY_SLOPE } from '../core/architecture';
import { leastShrunk } from '../core/lab-reports';
import { PRESETS } from '../core/presets';
import type { RunSummary } from '../core/run';
import type { Config } from '../core/settings';
import { startTestWasm } from '../gpu/wasm/testing';
import { WorkerClient } from './client';
import type { WorkerEvent } from './protocol';
import { servicePort } from './testing';

const CONFIG: Config = { ...PRESETS.tiny, weightStd: 0.05, steps: 100 };
let client: WorkerClient;
let rows: number[][];

beforeAll(startTestWasm);

beforeEach(async () => {
  client = new WorkerClient(servicePort);
  rows = [];
  client.subscribe((event: WorkerEvent) => {
    if (event.type !== 'metrics') return;
    for (let at = 0; at < event.rows.length; at += 8) rows.push([...event.rows.subarray(at, at + 8)]);
  });
  await client.request('loadData', { id: 'mnist', imageSize: 16, channels: 1 });
});

const make = (changes: Partial<Config> = {}, images?: number): Promise<RunSummary> =>
  client.request('createRun', { dataId: 'mnist', config: { ...CONFIG, ...changes }, images });

describe('the preview of an update', () => {
  it.each([{}, { loss: 'leastSquares', flip: true, diffAugment: 'all' }, { batchNormG: 'off', labelSmoothing: 0.1 }] as const)(
    'has the very loss and gradient that the step then reports, and changes nothing: %j',
    async (changes) => {
      const [looked, plain] = [await make(changes), await make(changes)];
      const tensors = tf.memory().numTensors;
      for (const [turn, part, loss, norm] of [['discriminator', 'discriminator', 1, 6], ['generator', 'generator', 2, 7]] as const) {
        const preview = await client.request('previewUpdate', { model: { run: looked.id }, turn, shown: 5 });
        expect(await client.request('previewUpdate', { model: { run: looked.id }, turn, shown: 5 })).toEqual(preview);
        rows = [];
        for (const { id } of [looked, plain]) await client.request('step', { run: id, part });
        const [seen, unseen] = rows;
        expect(seen).toEqual(unseen);
        expect(preview.from.step).toBe(seen![0]);
        expect(preview.loss).toBeCloseTo(seen![loss]!, 4);
        expect(Math.hypot(...preview.gradients.map((layer) => layer.norm))).toBeCloseTo(seen![norm]!, 3);
        expect(preview.means.fake).toBeCloseTo(seen![turn === 'discriminator' ? 4 : 5]!, 4);
        if (preview.means.real === null) expect(turn).toBe('generator');
        else expect(preview.means.real).toBeCloseTo(seen![3]!, 4);
        expect(preview.fakes.count).toBe(5);
        // The update goes down the very slope that was shown.
        const after = await client.request('reviewUpdate', { model: { run: looked.id }, from: preview.from, shown: 5 });
        expect(after.loss).toBeLessThan(preview.loss);
        expect(after.reals).toEqual(preview.reals);
        expect(preview.reals?.count).toBe(turn === 'discriminator' ? 5 : undefined);
      }
      expect(tf.memory().numTensors).toBe(tensors + 2 * snapshotTensors(looked));
    },
  );
});

describe('the turns of a whole step', () => {
  it.each([{}, { flip: true, diffAugment: 'all', dSteps: 2, emaDecay: 0.9 }] as const)('are shown with the very numbers that it then reports, and change nothing: %j', async (changes) => {
    const [looked, plain] = [await make(changes), await make(changes)];
    const model = { run: looked.id };
    const before = await client.request('render', { model, z: looked.gridLatents, channel: 'before' });
    const tensors = tf.memory().numTensors;
    const d = await client.request('previewUpdate', { model, turn: 'discriminator', shown: 5 });
    const learned = await client.request('reviewUpdate', { model, from: d.from, shown: 5, afterD: true });
    expect(learned.loss).toBeLessThan(d.loss);
    const g = await client.request('previewUpdate', { model, turn: 'generator', shown: 5, afterD: true });
    expect(await client.request('previewUpdate', { model, turn: 'generator', shown: 5, afterD: true })).toEqual(g);
    expect(await client.request('previewUpdate', { model, turn: 'discriminator', shown: 5 })).toEqual(d);
    expect([d.from.step, g.from.step]).toEqual([1, 1]);
    // Both turns use the z of one batch, unless D has taken several.
    if ('dSteps' in changes) expect(g.from.z).not.toEqual(d.from.z);
    else expect(g.from.z).toEqual(d.from.z);
    expect(tf.memory().numTensors).toBe(tensors);
    expect((await client.request('render', { model, z: looked.gridLatents, channel: 'after' }))?.images).toEqual(before!.images);

    rows = [];
    for (const { id } of [looked, plain]) await client.request('step', { run: id, part: 'both' });
    const [seen, unseen] = rows;
    expect(seen).toEqual(unseen);
    const [step, lossD, lossG, , , dFakeBefore, , gradNormG] = seen!;
    expect(step).toBe(1);
    expect(g.loss).toBeCloseTo(lossG!, 4);
    expect(g.means.fake).toBeCloseTo(dFakeBefore!, 4);
    expect(Math.hypot(...g.gradients.map(({ norm }) => norm))).toBeCloseTo(gradNormG!, 3);
    if (!('dSteps' in changes)) expect(d.loss).toBeCloseTo(lossD!, 4);
  });
});

/** Tensors that a run keeps for its snapshot once it has made a step: weights, statistics and both moments. */
function snapshotTensors({ architecture: { generator, discriminator } }: RunSummary): number {
  const parameters = [...generator, ...discriminator].flatMap((layer) => layer.parameters);
  return parameters.length + 2 * parameters.filter(({ trainable }) => trainable).length;
}

describe('a norm', () => {
  it('brings every channel to mean 0 and standard deviation 1, then to the scale and shift that are learned', async () => {
    const { id } = await make({ weightStd: 0.3, learningRateD: 0.02 });
    const model = { run: id };
    for (let n = 0; n < 5; n++) await client.request('step', { run: id, part: 'discriminator' });
    const d2 = await client.request('normReport', { model, network: 'discriminator', layer: 'd2' });
    expect(d2).toMatchObject({ examples: 32, channels: { length: 16 } });
    for (const { before, normalized, scale, shift, after } of d2.channels) {
      expect(before.std).toBeGreaterThan(1);
      expect(normalized!.mean).toBeCloseTo(0, 4);
      expect(normalized!.std).toBeCloseTo(1, 3);
      expect(after.mean).toBeCloseTo(shift!, 4);
      expect(after.std).toBeCloseTo(Math.abs(scale!) * normalized!.std, 4);
    }
    expect(Math.max(...d2.channels.map(({ shift }) => Math.abs(shift!)))).toBeGreaterThan(0.01);
    expect(d2.normalized!.mean).toBeCloseTo(0, 4);
    expect(d2.normalized!.std).toBeCloseTo(1, 3);
    for (const { counts } of [d2.before, d2.normalized!, d2.after]) expect(counts.reduce((sum, count) => sum + count)).toBe(32 * 4 * 4 * 16);
  });

  it('is a shift alone, or nothing, where there is no batch norm', async () => {
    const { id } = await make({ weightStd: 0.3, batchNormD: 'off', learningRateD: 0.02 });
    const model = { run: id };
    for (let n = 0; n < 5; n++) await client.request('step', { run: id, part: 'discriminator' });
    const d2 = await client.request('normReport', { model, network: 'discriminator', layer: 'd2' });
    expect(d2.normalized).toBeNull();
    for (const { before, normalized, scale, shift, after } of d2.channels) {
      expect([normalized, scale]).toEqual([null, null]);
      expect(after.mean - before.mean).toBeCloseTo(shift!, 4);
      expect(after.std).toBeCloseTo(before.std, 4);
    }
    await expect(client.request('normReport', { model, network: 'generator', layer: 'x' })).rejects.toMatchObject({ userMessage: { code: 'layerUnknown' } });
  });
});

describe('gradients on their way back', () => {
  it('are told for each activation in D, from networks of their own', async () => {
    const { id, gridLatents } = await make();
    const tensors = tf.memory().numTensors;
    const { paths } = await client.request('gradientPaths', { model: { run: id }, z: gridLatents.slice(0, CONFIG.zSize) });
    expect(paths.map(({ activation }) => activation)).toEqual(['leakyRelu', 'relu', 'tanh']);
    for (const { norms } of paths) expect(norms.map(({ layer }) => layer)).toEqual(['d3', 'd2', 'd1']);
    const atEnd = paths.map(({ norms }) => norms.at(-1)!.norm);
    // Half of what LeakyReLU lets through at slope 0.2 is cut off by ReLU.
    expect(atEnd[0]).toBeGreaterThan(atEnd[1]!);
    // A fresh network's values lie near 0, where tanh is steep and the others pass about half of them whole.
    const [leaky, relu, tanh] = paths.map(({ slope }) => slope);
    expect(tanh).toBeGreaterThan(0.99);
    expect(relu).toBeLessThan(0.8);
    expect(leaky).toBeCloseTo(relu! + LEAKY_SLOPE * (1 - relu!), 1);
    expect(leastShrunk(paths)).toBe(paths[2]);
    expect(leastShrunk([])).toBeNull();
    expect(tf.memory().numTensors).toBe(tensors);
  });
});

describe('the quiz', () => {
  it('mixes as many real pictures as generated ones, the same for a seed', async () => {
    const { id } = await make();
    const ask = (seed: number) => client.request('quiz', { model: { run: id }, count: 10, seed });
    const quiz = await ask(1);
    expect(quiz.images.count).toBe(10);
    expect(quiz.real.filter(Boolean)).toHaveLength(5);
    expect(quiz.scores).toHaveLength(10);
    expect(await ask(1)).toEqual(quiz);
    expect((await ask(2)).real).not.toEqual(quiz.real);
    // An untrained G paints grey; MNIST has black corners.
    quiz.real.forEach((real, n) => expect(quiz.images.rgba[n * 16 * 16 * 4]! < 64).toBe(real));
  });
});

describe('memory', () => {
  it('is of the images that the run has, beside others of the set', async () => {
    const { id } = await make({ batchSize: 8, learningRateD: 5e-3 }, 8);
    const model = { run: id };
    const before = await client.request('memory', { model, images: 8 });
    expect(Math.abs(before.seen - before.unseen)).toBeLessThan(0.1);
    for (let n = 0; n < 40; n++) await client.request('step', { run: id, part: 'discriminator' });
    const after = await client.request('memory', { model, images: 8 });
    expect(after.seen).toBeGreaterThan(0.8);
    expect(after.seen).toBeGreaterThan(after.unseen);
  });
});
