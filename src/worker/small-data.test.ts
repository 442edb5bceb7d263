import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { PRESETS } from '../core/presets';
import { ok } from '../core/result';
import type { Dataset, DatasetSource } from '../data/dataset';
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

/** A set that is too large for memory, and what becomes of its file. */
const large = { closed: false, readsLeft: Infinity };
beforeEach(() => Object.assign(large, { closed: false, readsLeft: Infinity }));

function largeSource(): DatasetSource {
  const attribution = { source: 'large', url: '', licence: '' };
  const about = { id: 'own:large', channels: 1, classNames: ['one'], attribution } as const;
  const readImages = (indices: Uint32Array) => {
    if (large.closed || large.readsLeft-- <= 0) throw new DOMException('gone', 'InvalidStateError');
    return new Uint8Array(indices.length * 16 * 16).fill(7);
  };
  const images = { images: new Uint8Array(), readImages, labels: new Uint8Array(8), capacity: 8, count: 8 };
  const dataset: Dataset = { ...about, ...images, hash: 'h', split: 'train', size: 16 };
  return {
    ...about,
    nativeSize: 16,
    counts: { train: 8, heldOut: 0 },
    load: async () => ok({ dataset, complete: Promise.resolve(ok(dataset)) }),
  };
}

/** A service with that data set loaded. */
async function serviceOf(count: number, events: WorkerEvent[] = []): Promise<TrainerService> {
  const files = filesOf(count);
  const service = new TrainerService({
    connect: () => Promise.reject(new Error('not used')),
    makeStepper: (trainee) => new TfjsStepper(trainee),
    fetchFile: async (path) => files.get(path)!,
    ownSource: async (id) => (id === 'own:large' ? largeSource() : null),
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

it('says so when a run is about to learn from other images than it did, once, and not where it only lies there', async () => {
  const small = { ...config, batchSize: 4 };
  const first = await serviceOf(4);
  const run = await first.createRun({ dataId: 'mnist', config: small });
  await first.step({ run: run.id, part: 'both' });
  const { bytes } = await first.exportRun({ run: run.id });
  const events: WorkerEvent[] = [];
  const service = await serviceOf(5, events);
  const told = () => events.flatMap((event) => (event.type === 'notice' ? [event] : []));
  const opened = await service.importRun({ bytes });
  const again = await service.importRun(await service.exportRun({ run: opened.id }));
  expect(told()).toEqual([]);
  await service.step({ run: again.id, part: 'both' });
  await service.step({ run: again.id, part: 'both' });
  expect(told()).toEqual([
    { type: 'notice', run: again.id, message: { code: 'dataChanged', params: { data: 'made here', step: 1 } } },
  ]);
  const same = await serviceOf(4, events);
  await same.step({ run: (await same.importRun({ bytes })).id, part: 'both' });
  expect(told()).toHaveLength(1);
});

it('a run whose set is deleted while it reads from it stops in words, stays as it is and can be saved', async () => {
  const events: WorkerEvent[] = [];
  const service = await serviceOf(4, events);
  await service.loadData({ id: 'own:large', imageSize: 16, channels: 1 });
  const run = await service.createRun({ dataId: 'own:large', config: { ...config, batchSize: 4 } });
  await service.step({ run: run.id, part: 'both' });
  await service.train({ run: run.id, slow: 0 });
  await service.leave('own:other');
  await service.leave('own:large');
  large.closed = true;
  const message = { code: 'dataGone', params: { data: 'large' } };
  expect(events.filter(({ type }) => type === 'notice')).toEqual([{ type: 'notice', run: run.id, message }]);
  expect(events.filter((event) => event.type === 'phase').at(-1)).toMatchObject({ run: run.id, phase: 'paused' });
  const { bytes } = await service.exportRun({ run: run.id });
  const saved = await service.readManifest({ bytes });
  expect(saved).toMatchObject({ dataId: 'own:large', dataName: 'large' });
  expect(saved.step).toBeGreaterThanOrEqual(1);
  await expect(service.step({ run: run.id, part: 'both' })).rejects.toMatchObject({ userMessage: { code: 'dataAbsent' } });
  expect((await service.importRun({ bytes, withoutData: true })).step).toBe(saved.step);
});

it('a step whose images cannot be read is not made, and the run is one that can be saved', async () => {
  const events: WorkerEvent[] = [];
  const service = await serviceOf(4, events);
  await service.loadData({ id: 'own:large', imageSize: 16, channels: 1 });
  const run = await service.createRun({ dataId: 'own:large', config: { ...config, batchSize: 4, dSteps: 2 } });
  await service.step({ run: run.id, part: 'both' });
  const before = await service.exportRun({ run: run.id });
  large.readsLeft = 1;
  await expect(service.step({ run: run.id, part: 'both' })).rejects.toThrow('gone');
  expect(events.at(-1)).toMatchObject({ type: 'phase', phase: 'failed', step: 1 });
  expect(await service.exportRun({ run: run.id })).toEqual(before);
  large.readsLeft = Infinity;
  expect(await service.step({ run: run.id, part: 'both' })).toEqual({ step: 2 });
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
