import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { METRICS } from '../core/metrics';
import { PRESETS } from '../core/presets';
import type { Config } from '../core/settings';
import { variableOf } from '../model/network';
import { TfjsStepper } from '../train/tfjs-stepper';
import type { Run } from '../train/run';
import type { Trainee } from '../train/tfjs-stepper';
import type { WorkerEvent } from './protocol';
import { TrainerService } from './service';
import { readFile } from 'node:fs/promises';
import type { FetchFile } from '../data/dataset';

const CONFIG: Config = { ...PRESETS.tiny, baseFilters: 2, zSize: 4, batchSize: 4, steps: 6, sampleEvery: 2 };
const builtData: FetchFile = async (path) =>
  new Uint8Array(await readFile(new URL(`../../public/data/${path}`, import.meta.url)));
const WIDTH = METRICS.length + 1;

beforeAll(async () => {
  await tf.setBackend('cpu');
});

let events: WorkerEvent[];
let service: TrainerService;
let time: number;
let lost: boolean;
let trainees: Trainee[];
/** Until when compiling takes. */
let slowStart: Promise<void>;

beforeEach(() => {
  events = [];
  trainees = [];
  slowStart = Promise.resolve();
  time = 0;
  lost = false;
  service = new TrainerService({
    connect: async () => {
      throw new Error('not used');
    },
    makeStepper: (trainee) => {
      trainees.push(trainee);
      const stepper = new TfjsStepper(trainee);
      const ready = slowStart;
      return Object.assign(stepper, {
        prepare: async (tell: (done: number, total: number) => void) => {
          await ready;
          tell(1, 1);
        },
      });
    },
    fetchFile: builtData,
    emit: (event) => events.push(structuredClone(event)),
    now: () => (time += 60),
    isLost: () => lost,
  });
});

const rowsOf = (run: string) =>
  events.flatMap((event) => (event.type === 'metrics' && event.run === run ? [...event.rows] : []));
const stepsOf = (run: string) => rowsOf(run).filter((_, i) => i % WIDTH === 0);
const phases = () => events.flatMap((event) => (event.type === 'phase' ? [event.phase] : []));

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

async function start(config: Config = CONFIG): Promise<string> {
  await service.loadData({ id: 'mnist', imageSize: config.imageSize, channels: config.channels });
  return (await service.createRun({ dataId: 'mnist', config })).id;
}

describe('training', () => {
  it('makes its steps, once each and in order, however often it is told to start', async () => {
    const run = await start();
    await service.train({ run, slow: 0 });
    await service.train({ run, slow: 0 });
    await until(() => phases().includes('finished'));
    expect(stepsOf(run)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(phases()).toContain('compiling');
    const samples = events.filter((event) => event.type === 'samples');
    expect(samples.map(({ step }) => step)).toEqual([2, 4, 6, 6]);
    // Untrained networks draw the same grey for every z.
    for (const { evidence } of samples) expect(evidence.diversity).toBeGreaterThan(0);
    for (const { evidence } of samples) expect(evidence.diversity).toBeLessThan(0.3);
    const again = await service.samples({ run });
    expect(again).toMatchObject({ step: 6, evidence: samples[3]!.evidence });
  });

  it('pauses, goes on where it was and ends with the very run that was never paused', async () => {
    const whole = await start();
    await service.train({ run: whole, slow: 0 });
    await until(() => phases().includes('finished'));
    const run = await start();
    await service.train({ run, slow: 0 });
    await until(() => stepsOf(run).length > 1);
    await service.pause({ run });
    await service.train({ run, slow: 0 });
    await until(() => phases().filter((phase) => phase === 'finished').length === 2);
    expect(rowsOf(run)).toEqual(rowsOf(whole));
  });

  it('steps one network alone and leaves the other unreported', async () => {
    const run = await start();
    expect(await service.step({ run, part: 'discriminator' })).toEqual({ step: 1 });
    await service.step({ run, part: 'generator' });
    const [d, g] = [rowsOf(run).slice(1, WIDTH), rowsOf(run).slice(WIDTH + 1)];
    expect(METRICS.filter((_, i) => Number.isNaN(d[i]))).toEqual(['lossG', 'dFakeBefore', 'gradNormG']);
    expect(METRICS.filter((_, i) => Number.isNaN(g[i]))).toEqual(['lossD', 'dReal', 'dFakeAfter', 'gradNormD']);
  });

  it('counts nothing that happens between single steps as a part of one', async () => {
    const run = await start();
    for (let n = 0; n < 2; n++) {
      await service.step({ run, part: 'both' });
      time += 600_000;
    }
    expect((await service.speed({ run })).msPerStep).toBeNull();
  });

  it('resets to the weights that the seed gives', async () => {
    const run = await start();
    const weights = async (id: string) =>
      (await service.kernel({ model: { run: id }, network: 'generator', layer: 'g1' })).values;
    const initial = await weights(run);
    await service.step({ run, part: 'both' });
    expect(await weights(run)).not.toEqual(initial);
    const fresh = await service.reset({ run });
    expect(fresh.step).toBe(0);
    expect(await weights(fresh.id)).toEqual(initial);
    // What was made of the old weights is told apart by the run's id.
    expect(fresh.id).not.toBe(run);
    await expect(weights(run)).rejects.toMatchObject({ userMessage: { code: 'runUnknown' } });
  });

  it('stops at a value that is not finite, keeps the last good weights and says so', async () => {
    const run = await start();
    const kernel = async () =>
      (await service.kernel({ model: { run }, network: 'discriminator', layer: 'd1' })).values;
    const good = await kernel();
    await service.step({ run, part: 'both' });
    const spoilt = variableOf(trainees.at(-1)!.trained.discriminator, 'd1.kernel');
    spoilt.assign(tf.fill(spoilt.shape, Number.NaN));
    await service.train({ run, slow: 0 });
    await until(() => phases().includes('failed'));
    const notices = events.flatMap((event) => (event.type === 'notice' ? [event.message] : []));
    expect(notices).toMatchObject([{ code: 'notFinite', params: { step: 2, good: 0 } }]);
    expect(await kernel()).toEqual(good);
    expect(stepsOf(run)).toEqual([1]);
    expect(await service.step({ run, part: 'both' })).toEqual({ step: 1 });
  });

  it('tells what was measured up to a failure before the failure, so that no step comes after the run was taken back', async () => {
    const run = await start({ ...CONFIG, sampleEvery: 100, steps: 100 });
    await service.step({ run, part: 'both' });
    // Nothing is told for a while.
    time = -1e6;
    await service.train({ run, slow: 0 });
    const active = trainees.at(-1) as Run;
    await until(() => active.step >= 4);
    const spoilt = variableOf(active.trained.discriminator, 'd1.kernel');
    spoilt.assign(tf.fill(spoilt.shape, Number.NaN));
    await until(() => phases().includes('failed') && events.at(-1)?.type === 'samples');
    const failed = events.findLastIndex((event) => event.type === 'phase' && event.phase === 'failed');
    expect(events[failed]).toMatchObject({ step: 0 });
    expect(stepsOf(run).slice(0, 3)).toEqual([1, 2, 3]);
    expect(events.findLastIndex(({ type }) => type === 'metrics')).toBeLessThan(failed);
  });

  it('does not leak tensors over 50 steps and 50 previews', async () => {
    const run = await start({ ...CONFIG, steps: 60 });
    await service.step({ run, part: 'both' });
    const before = tf.memory().numTensors;
    for (let n = 0; n < 50; n++) {
      await service.step({ run, part: 'both' });
      await service.render({ model: { run }, z: new Float32Array(4), channel: 'preview' });
    }
    expect(tf.memory().numTensors).toBe(before);
    await service.disposeRun({ run });
  });
});

describe('requests that meet', () => {
  it('a pause during a save is a pause', async () => {
    const run = await start({ ...CONFIG, steps: 1000 });
    await service.train({ run, slow: 0 });
    await until(() => stepsOf(run).length > 0);
    const saved = service.exportRun({ run });
    await service.pause({ run });
    await saved;
    const { step } = await service.pause({ run });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await service.pause({ run })).step).toBe(step);
    expect(phases().at(-1)).toBe('paused');
  });

  it('a save during training lets it go on', async () => {
    const run = await start();
    await service.train({ run, slow: 0 });
    await until(() => stepsOf(run).length > 0);
    await service.exportRun({ run });
    await until(() => phases().includes('finished'));
    expect(stepsOf(run)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(phases()).not.toContain('paused');
  });

  it('a pause while the first step compiles is the last that is heard of it', async () => {
    let compile = () => {};
    slowStart = new Promise((resolve) => (compile = resolve));
    const run = await start();
    await service.train({ run, slow: 0 });
    await until(() => phases().includes('compiling'));
    await service.pause({ run });
    compile();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(phases().at(-1)).toBe('paused');
    await service.train({ run, slow: 0 });
    await until(() => phases().includes('finished'));
  });

  it('two resets, and training asked for meanwhile, make one new run that trains', async () => {
    const run = await start();
    await service.train({ run, slow: 0 });
    await until(() => stepsOf(run).length > 0);
    const saved = service.exportRun({ run }).catch(() => null);
    const before = trainees.length;
    const resets = Promise.all([service.reset({ run }), service.reset({ run })]);
    events = [];
    await service.train({ run, slow: 0 });
    const [first, second] = await resets;
    await saved;
    expect(first).toBe(second);
    expect(trainees.length).toBe(before + 1);
    await until(() => phases().includes('finished'));
    expect(stepsOf(first.id)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(phases()).not.toContain('failed');
  });

  it('an error in a step that comes of a lost device is not told beside the loss', async () => {
    const run = await start();
    trainees.at(-1)!.trained.discriminator.variables.get('d1.kernel')!.dispose();
    await service.train({ run, slow: 0 });
    // The loss is known only after the step has failed for it.
    setTimeout(() => (lost = true), 100);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(lost).toBe(true);
    expect(phases()).not.toContain('failed');
    expect(events.filter((event) => event.type === 'notice')).toEqual([]);
  });

  it('shows the same real images however much of the data has come', async () => {
    const run = await start();
    const early = await service.realBatch({ run, count: 8, draw: 3 });
    const { dataset, data } = trainees.at(-1) as Run;
    const before = dataset.count;
    await data.complete;
    expect(dataset.count).toBeGreaterThan(before);
    const late = await service.realBatch({ run, count: 8, draw: 3 });
    expect(late.rgba).toEqual(early.rgba);
  });

  it('an error in a step is told and ends the training', async () => {
    const run = await start();
    trainees.at(-1)!.trained.discriminator.variables.get('d1.kernel')!.dispose();
    await service.train({ run, slow: 0 });
    await until(() => phases().includes('failed'));
    expect(events.filter((event) => event.type === 'notice')).toMatchObject([{ message: { code: 'unexpected' } }]);
  });
});

describe('project files', () => {
  it('go on exactly where the run was saved, in another worker', async () => {
    const straight = await start();
    for (let n = 0; n < 6; n++) await service.step({ run: straight, part: 'both' });
    const run = await start();
    for (let n = 0; n < 3; n++) await service.step({ run, part: 'both' });
    const { bytes } = await service.exportRun({ run });
    expect(await service.readManifest({ bytes })).toMatchObject({ dataId: 'mnist', step: 3, config: CONFIG });
    const opened = await service.importRun({ bytes });
    expect(opened.step).toBe(3);
    const { rows } = await service.history({ run: opened.id });
    expect(rows).toEqual((await service.history({ run })).rows);
    expect(rows).toHaveLength(3 * WIDTH);
    for (let n = 0; n < 3; n++) await service.step({ run: opened.id, part: 'both' });
    expect(rowsOf(opened.id)).toEqual(rowsOf(straight));
  });

  it('carry the pins, and can be trained on with another batch', async () => {
    const run = await start();
    await service.step({ run, part: 'both' });
    const pins = [{ name: 'one', z: Float32Array.of(1, 0, 0.5, -1) }];
    const { bytes } = await service.exportRun({ run, pins });
    expect((await service.readManifest({ bytes })).pins).toEqual(pins);
    const opened = await service.importRun({ bytes, batchSize: 2 });
    expect(opened).toMatchObject({ step: 1, config: { batchSize: 2 } });
    expect(await service.step({ run: opened.id, part: 'both' })).toEqual({ step: 2 });
    await expect(service.importRun({ bytes, batchSize: 0 })).rejects.toMatchObject({ userMessage: { code: 'settingRange' } });
  });

  it('open without their data set too, to be looked at and saved again, and are not trained', async () => {
    const run = await start();
    await service.step({ run, part: 'both' });
    const { bytes } = await service.exportRun({ run });
    const { dataName } = await service.readManifest({ bytes });
    expect(dataName).not.toBe('');
    const opened = await service.importRun({ bytes, withoutData: true });
    expect(opened).toMatchObject({ dataId: 'mnist', step: 1, config: CONFIG });
    const z = Float32Array.of(1, 0, 0, 0);
    const picture = async (id: string) => (await service.render({ model: { run: id }, z, channel: id }))!.images;
    expect(await picture(opened.id)).toEqual(await picture(run));
    expect((await service.realBatch({ run: opened.id, count: 4, draw: 0 })).count).toBe(0);
    await expect(service.step({ run: opened.id, part: 'both' })).rejects.toMatchObject({
      userMessage: { code: 'dataAbsent', params: { data: dataName, size: CONFIG.imageSize } },
    });
    // What is saved of it can be trained where the set is.
    const again = await service.exportRun({ run: opened.id });
    expect(await service.readManifest(again)).toMatchObject({ dataId: 'mnist', dataName, step: 1 });
    const trained = await service.importRun(again);
    expect(await service.step({ run: trained.id, part: 'both' })).toEqual({ step: 2 });
  });

  it('saving in the middle of training changes nothing of the run', async () => {
    const whole = await start();
    await service.train({ run: whole, slow: 0 });
    await until(() => phases().includes('finished'));
    const run = await start();
    await service.train({ run, slow: 0 });
    await until(() => stepsOf(run).length > 0);
    await service.exportRun({ run });
    await until(() => phases().filter((phase) => phase === 'finished').length === 2);
    expect(rowsOf(run)).toEqual(rowsOf(whole));
  });

  it('that are not ones are refused, and nothing is made', async () => {
    await expect(service.importRun({ bytes: Uint8Array.of(1, 2, 3) })).rejects.toMatchObject({
      userMessage: { code: expect.stringMatching(/^file/) },
    });
  });
});

describe('refusals', () => {
  it('names what is wrong and leaves what runs alone', async () => {
    const run = await start();
    await service.step({ run, part: 'both' });
    await expect(service.createRun({ dataId: 'mnist', config: { ...CONFIG, batchSize: 0 } })).rejects.toMatchObject({
      userMessage: { code: 'settingRange', params: { setting: 'batchSize' } },
    });
    await expect(service.configure({ run, settings: { learningRateD: -1 } })).rejects.toMatchObject({
      userMessage: { code: 'settingRange' },
    });
    await expect(service.loadData({ id: 'nope', imageSize: 16, channels: 1 })).rejects.toMatchObject({
      userMessage: { code: 'dataUnknown' },
    });
    await expect(service.train({ run: 'nope', slow: 0 })).rejects.toMatchObject({ userMessage: { code: 'runUnknown' } });
    expect(await service.step({ run, part: 'both' })).toEqual({ step: 2 });
  });
});

describe('latent requests', () => {
  it('serve the newest of those that wait and answer the displaced with null', async () => {
    const run = await start();
    const ask = (first: number) =>
      service.render({ model: { run }, z: Float32Array.of(first, 0, 0, 0), channel: 'preview' });
    const [first, displaced, newest] = await Promise.all([ask(0), ask(0.5), ask(1)]);
    expect(first).not.toBeNull();
    expect(displaced).toBeNull();
    expect(newest!.images).toEqual((await ask(1))!.images);
  });
});
