import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, it } from 'vitest';
import { PRESETS } from '../core/presets';
import { TfjsStepper } from '../train/tfjs-stepper';
import type { WorkerEvent } from './protocol';
import { TrainerService } from './service';

const COUNT = 3;

/** The built data set `mnist` with three images and nothing else in it. */
function threeImages(): Map<string, Uint8Array<ArrayBuffer>> {
  const shard = new Uint8Array(gzipSync(new Uint8Array(COUNT * (1 + 28 * 28)).fill(1)));
  const manifest = {
    format: 1,
    id: 'mnist',
    hash: 'three',
    size: 28,
    channels: 1,
    classNames: ['0', '1'],
    classCounts: { train: [0, COUNT], heldOut: [0, 0] },
    attribution: { source: 'made here', url: '', licence: '' },
    shards: [
      {
        file: 'train-0.gz',
        split: 'train',
        count: COUNT,
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

it('lowers the batch to a data set that is smaller, says so, and trains on full batches', async () => {
  const events: WorkerEvent[] = [];
  const files = threeImages();
  const service = new TrainerService({
    connect: () => Promise.reject(new Error('not used')),
    makeStepper: (trainee) => new TfjsStepper(trainee),
    fetchFile: async (path) => files.get(path)!,
    emit: (event) => events.push(event),
    now: () => 0,
    isLost: () => false,
  });
  const config = { ...PRESETS.tiny, baseFilters: 1, zSize: 2, batchSize: 8 };
  await service.loadData({ id: 'mnist', imageSize: 16, channels: 1 });
  const run = await service.createRun({ dataId: 'mnist', config });
  expect(run.config).toEqual({ ...config, batchSize: COUNT });
  expect(events.flatMap((event) => (event.type === 'notice' ? [event.message] : []))).toEqual([
    { code: 'batchLowered', params: { id: 'mnist', batch: 8, count: COUNT } },
  ]);
  expect(await service.step({ run: run.id, part: 'both' })).toEqual({ step: 1 });
});
