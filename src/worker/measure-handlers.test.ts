import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readProject } from '../codecs/project';
import { PRESETS } from '../core/presets';
import type { Config } from '../core/settings';
import { startTestWasm } from '../gpu/wasm/testing';
import { TfjsStepper } from '../train/tfjs-stepper';
import { measureHandlers } from './measure-handlers';
import type { WorkerEvent } from './protocol';
import { TrainerService } from './service';

const config: Config = { ...PRESETS.tiny, channels: 3, baseFilters: 4, steps: 1000 };
const options = { samples: 96, seed: 3, features: 'random', quick: true } as const;
const noFiles = () => Promise.reject(new Error('no files'));

let service: TrainerService;
let handlers: ReturnType<typeof measureHandlers>;
let events: WorkerEvent[];
let run: string;

beforeAll(startTestWasm);

beforeEach(async () => {
  events = [];
  service = new TrainerService({
    connect: noFiles,
    makeStepper: (trainee) => new TfjsStepper(trainee),
    fetchFile: noFiles,
    emit: (event) => events.push(event),
    now: () => performance.now(),
    isLost: () => false,
  });
  handlers = measureHandlers(service, { fetchFile: noFiles, ownSource: async () => null, fetchFeatures: noFiles });
  await service.loadData({ id: 'shapes', imageSize: 16, channels: 3 });
  run = (await service.createRun({ dataId: 'shapes', config })).id;
});

describe('measure', () => {
  it('measures the model of one moment, whatever training does meanwhile, and gives that very model', async () => {
    await service.step({ run, part: 'both' });
    const still = await handlers.measure({ model: { run }, options, scheduled: true });
    const measuring = handlers.measure({ model: { run }, options, scheduled: true });
    await service.train({ run, slow: 0 });
    const going = await measuring;
    await service.pause({ run });
    expect(going!.report).toEqual(still!.report);
    expect(going!.report).toMatchObject({ step: 1, counts: { samples: 96, training: 96, heldOut: 96 } });
    const kept = readProject(going!.file!);
    expect(kept.ok && kept.value.step).toBe(1);
    const { step } = await service.step({ run, part: 'both' });
    expect(step).toBeGreaterThan(1);
    await service.disposeRun({ run });
  }, 60_000);

  it('leaves training most of the time where the schedule asks', async () => {
    const stepsDuring = async (scheduled: boolean) => {
      const { step: before } = await service.pause({ run });
      await service.train({ run, slow: 0 });
      await handlers.measure({ model: { run }, options, scheduled });
      const { step } = await service.pause({ run });
      return step - before;
    };
    await service.configure({ run, settings: { steps: 100_000 } });
    await stepsDuring(true);
    const asked = await stepsDuring(false);
    expect(await stepsDuring(true)).toBeGreaterThan(2 * asked);
    await service.disposeRun({ run });
  }, 60_000);

  it('tells how far it is, answers null when cancelled, and leaves no tensors', async () => {
    await handlers.measure({ model: { run }, options, scheduled: false });
    const before = tf.memory().numTensors;
    const measuring = handlers.measure({ model: { run }, options, scheduled: false });
    await service.cancel({ job: 'measure' });
    expect(await measuring).toBeNull();
    expect(tf.memory().numTensors).toBe(before);
    const told = events.flatMap((event) => (event.type === 'progress' ? [event.done / event.total] : []));
    expect(told.at(0)).toBe(0);
    expect(Math.max(...told)).toBe(1);
  }, 60_000);

  it('refuses in words what cannot be measured', async () => {
    const refused = (changes: object) => handlers.measure({ model: { run }, options: { ...options, ...changes }, scheduled: false });
    await expect(refused({ samples: 4 })).rejects.toMatchObject({ userMessage: { code: 'measureSamples' } });
    await service.loadData({ id: 'shapes:2', imageSize: 16, channels: 3 });
    const alike = await service.createRun({ dataId: 'shapes:2', config });
    const tried = handlers.represent({ model: { run: alike.id }, seed: 1 });
    await expect(tried).rejects.toMatchObject({ userMessage: { code: 'representLabels', params: { id: 'shapes' } } });
    const gone = handlers.measure({ model: { run: 'run-99' }, options, scheduled: false });
    await expect(gone).rejects.toMatchObject({ userMessage: { code: 'runUnknown' } });
  });
});
