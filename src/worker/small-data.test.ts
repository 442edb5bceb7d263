import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, it } from 'vitest';
import { PRESETS } from '../core/presets';
import { TfjsStepper } from '../train/tfjs-stepper';
import type { WorkerEvent } from './protocol';
import { TrainerService } from './service';

const COUNT = 3;

/** The built data set `mnist` with so many images and nothing else in it. */
function filesOf(count: number): Map<string, Uint8Array<ArrayBuffer>> {
  const shard = new Uint8Array(gzipSync(new Uint8Array(count * (1 + 28 * 28)).fill(1)));
  const manifest = {
    format: 1,
    id: 'mnist',
    hash: `${count} images`,
    size: 28,
    channels: 1,
    classNames: ['0', '1'],
    classCounts: { train: [0, count], heldOut: [0, 0] },
    attribution: { source: 'made here', url: '', licence: '' },
    shards: [
      {
        file: 'train-0.gz',
        split: 'train',
        count,
        bytes: shard.length,
        sha256: createHash('sha256').update(shard).digest('hex'),
      },
    ],
  };
  return new Map([
    ['mnist/manifest.json', new TextEncoder().encode(JSON.stringify(manifest))],
    ['mnist/train-0.gz', shard],
  ]);
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** A service with that data set loaded. */
async function serviceOf(count: number, events: WorkerEvent[] = []): Promise<TrainerService> {
  const files = filesOf(count);
  const service = new TrainerService({
    connect: () => Promise.reject(new Error('not used')),
    makeStepper: (trainee) => new TfjsStepper(trainee),
    fetchFile: async (path) => files.get(path)!,
    emit: (event) => events.push(event),
    now: () => 0,
    isLost: () => false,
  });
  await service.loadData({ id: 'mnist', imageSize: 16, channels: 1 });
  return service;
}

const config = { ...PRESETS.tiny, baseFilters: 1, zSize: 2, batchSize: 8 };

it('lowers the batch to a data set that is smaller, says so, and trains on full batches', async () => {
  const events: WorkerEvent[] = [];
  const service = await serviceOf(COUNT, events);
  const run = await service.createRun({ dataId: 'mnist', config });
  expect(run.config).toEqual({ ...config, batchSize: COUNT });
  expect(events.flatMap((event) => (event.type === 'notice' ? [event.message] : []))).toEqual([
    { code: 'batchLowered', params: { id: 'mnist', batch: 8, count: COUNT } },
  ]);
  expect(await service.step({ run: run.id, part: 'both' })).toEqual({ step: 1 });
});

it('refuses a set that has not enough images for any batch, in words', async () => {
  const service = await serviceOf(1);
  await expect(service.createRun({ dataId: 'mnist', config })).rejects.toMatchObject({
    userMessage: { code: 'dataTooFew', params: { id: 'mnist', count: 1, least: 2 } },
  });
});

it('shows each image of a small set once', async () => {
  const service = await serviceOf(COUNT);
  const run = await service.createRun({ dataId: 'mnist', config });
  expect((await service.realBatch({ run: run.id, count: 64, draw: 5 })).count).toBe(COUNT);
  expect((await service.realBatch({ run: run.id, count: COUNT - 1, draw: 5 })).count).toBe(COUNT - 1);
});

it('keeps the images that a run has, though they are forgotten or others loaded, and lets them go with the run', async () => {
  const service = await serviceOf(COUNT);
  const data = { id: 'mnist', imageSize: 16, channels: 1 };
  const images = service.loaded(data);
  const run = await service.createRun({ dataId: 'mnist', config });
  await service.loadData({ ...data, imageSize: 32 });
  await service.loadData({ ...data, channels: 3 });
  const later = await service.createRun({ dataId: 'mnist', config: { ...config, channels: 3 } });
  expect(service.loaded(data)).toBe(images);
  service.forget('mnist');
  expect(service.loaded(data)).toBe(images);
  await service.disposeRun({ run: run.id });
  expect(() => service.loaded(data)).toThrow(expect.objectContaining({ userMessage: { code: 'dataNotLoaded', params: { id: 'mnist' } } }));
  await service.disposeRun({ run: later.id });
});
