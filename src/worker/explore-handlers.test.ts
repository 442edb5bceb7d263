import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bytesToImages } from '../core/images';
import { drawLatents } from '../core/latent';
import { addScaled, norm, splitLatents, stackLatents } from '../core/latent-space';
import { MessageError } from '../core/messages';
import { RandomStream } from '../core/random';
import type { ModelReference } from '../core/run';
import { renderLatents } from '../explore/render';
import { livelyPair, TEST_CONFIG } from '../explore/testing';
import type { Run } from '../train/run';
import { exploreHandlers } from './explore-handlers';
import { Jobs } from './jobs';
import { LatestWins } from './latest';
import type { Params, WorkerEvent } from './protocol';

const { zSize, imageSize } = TEST_CONFIG;
const MODEL: ModelReference = { run: 'run-1' };
const COUNT = 40;
const pixels = new RandomStream(1, 'pixels');
const dataset = {
  images: Uint8Array.from({ length: COUNT * imageSize ** 2 }, () => pixels.integer(256)),
  size: imageSize,
  channels: 1,
  count: COUNT,
};

let run: Run;
let events: WorkerEvent[];
let jobs: Jobs;
let handlers: ReturnType<typeof exploreHandlers>;

type JobName = 'directions' | 'rawEffects' | 'invert' | 'neighbours' | 'layOut' | 'labels';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

beforeEach(() => {
  events = [];
  const emit = (event: WorkerEvent) => void events.push(event);
  const parts: Partial<Run> = { pair: livelyPair(), config: TEST_CONFIG, step: 7 };
  run = Object.assign(parts, { dataset }) as Run;
  jobs = new Jobs(emit);
  handlers = exploreHandlers({
    model: ({ run: id }) => {
      if (id !== MODEL.run) throw new MessageError('runUnknown', { run: id });
      return run;
    },
    latest: new LatestWins(),
    jobs,
    emit,
  });
});

const draw = (name: string) => drawLatents(new RandomStream(1, name), 1, TEST_CONFIG);

describe('directions', () => {
  it('come with their shares and effects', async () => {
    const found = await handlers.directions({ model: MODEL, count: 3 });
    expect(splitLatents(found!.directions, zSize).map(norm)).toEqual(Array(3).fill(expect.closeTo(1, 5)));
    expect([found!.shares.length, found!.effects.length]).toEqual([3, 3]);
    expect(found!.step).toBe(7);
    expect(await handlers.directions({ model: MODEL, count: 3 })).toEqual(found);
  });

  it('have effects like the single numbers of z, whose measuring tells its progress', async () => {
    const { effects, step } = (await handlers.rawEffects({ model: MODEL }))!;
    expect(effects).toHaveLength(zSize);
    expect(effects.every((effect) => effect > 0 && effect < 1)).toBe(true);
    expect(step).toBe(7);
    expect(events).toMatchObject([0, zSize].map((done) => ({ type: 'progress', job: 'rawEffects', done, total: zSize })));
  });

  it('of a newer request displace those of an older one', async () => {
    const older = handlers.directions({ model: MODEL, count: 2 });
    const newer = handlers.directions({ model: MODEL, count: 3 });
    expect(await older).toBeNull();
    expect((await newer)!.shares).toHaveLength(3);
  });

  it('of an unknown run are refused in words', async () => {
    await expect(handlers.directions({ model: { run: 'gone' }, count: 1 })).rejects.toMatchObject({
      userMessage: { code: 'runUnknown' },
    });
  });
});

describe('inversion', () => {
  it('of a picture that the generator made ends near it and shows its way', async () => {
    const target = await renderLatents(run.pair, draw('target'));
    const found = await handlers.invert({ model: MODEL, target, restarts: 4, steps: 100, seed: 2 });
    // The picture came with 8 bits a channel.
    expect(found!.residual).toBeLessThan(found!.startResidual / 10);
    expect(found!.picture).toEqual(await renderLatents(run.pair, found!.z));
    const told = events.filter((event) => event.type === 'progress');
    expect(told.length).toBeGreaterThan(2);
    expect(told.every(({ job, total }) => job === 'invert' && total === 100)).toBe(true);
    expect(told.slice(1).every(({ picture }) => picture?.count === 1)).toBe(true);
  });
});

describe('neighbours', () => {
  it('search every image in pixels and a sample in features', async () => {
    const found = await handlers.neighbours({ model: MODEL, z: draw('query'), count: 5 });
    for (const list of [found!.pixels, found!.features]) {
      expect(list.images.count).toBe(5);
      expect(list.searched).toBe(COUNT);
      expect([...list.distances]).toEqual([...list.distances].toSorted((a, b) => a - b));
    }
    const query = found!.query.rgba;
    const distances = Array.from({ length: COUNT }, (_, n) => {
      let sum = 0;
      for (let i = 0; i < imageSize ** 2; i++) sum += (query[i * 4]! - dataset.images[n * imageSize ** 2 + i]!) ** 2;
      return sum;
    });
    const first = distances.indexOf(Math.min(...distances));
    const nearest = dataset.images.subarray(first * imageSize ** 2, (first + 1) * imageSize ** 2);
    expect(found!.pixels.images.rgba.subarray(0, imageSize ** 2 * 4)).toEqual(
      bytesToImages(nearest, imageSize, 1).rgba,
    );
  });

  it('of a training image itself are led by it, at no distance', async () => {
    const z = draw('self');
    const own = await renderLatents(run.pair, z);
    dataset.images.set(own.rgba.filter((_, i) => i % 4 === 0), 3 * imageSize ** 2);
    const found = await handlers.neighbours({ model: MODEL, z, count: 2 });
    for (const list of [found!.pixels, found!.features]) {
      expect(list.distances[0]).toBeLessThan(2e-3);
      expect(list.images.rgba.subarray(0, own.rgba.length)).toEqual(own.rgba);
    }
  });
});

describe('the map', () => {
  it('lays out samples and real images together', async () => {
    const map = await handlers.layOut({ model: MODEL, samples: 30, reals: 10, method: 'pca', seed: 1 });
    expect(map!.places).toHaveLength(80);
    expect(map!.images.count).toBe(40);
    const [z] = splitLatents(map!.z, zSize);
    const stride = imageSize ** 2 * 4;
    expect(map!.images.rgba.slice(0, stride)).toEqual((await renderLatents(run.pair, z!)).rgba);
    const last = map!.images.rgba.slice(39 * stride);
    const known = Array.from({ length: COUNT }, (_, n) =>
      bytesToImages(dataset.images.subarray(n * imageSize ** 2, (n + 1) * imageSize ** 2), imageSize, 1).rgba.join(),
    );
    expect(known).toContain(last.join());
  });

  it('by UMAP tells its progress', async () => {
    const running = handlers.layOut({ model: MODEL, samples: 30, reals: 0, method: 'umap', seed: 1 });
    expect((await running)!.places).toHaveLength(60);
    expect(events.some((event) => event.type === 'progress' && event.job === 'layOut')).toBe(true);
  });
});

describe('directions of labels', () => {
  it('lead to samples that look like the label', async () => {
    // Bright pictures are one label and dark ones the other.
    const z = drawLatents(new RandomStream(5, 'labelled'), COUNT, TEST_CONFIG);
    const pictures = await renderLatents(run.pair, z);
    const stride = imageSize ** 2;
    const grey = pictures.rgba.filter((_, i) => i % 4 === 0);
    const brightness = Array.from({ length: COUNT }, (_, n) =>
      grey.subarray(n * stride, (n + 1) * stride).reduce((sum, value) => sum + value, 0),
    );
    const middle = brightness.toSorted((a, b) => a - b)[COUNT / 2]!;
    const labelled = {
      ...dataset,
      images: Uint8Array.from(grey),
      labels: Uint8Array.from(brightness, (value) => (value > middle ? 1 : 0)),
      classNames: ['dark', 'bright'],
    };
    run = Object.assign(run, { dataset: labelled });
    const found = await handlers.labels({ model: MODEL });
    expect(found!.labels).toEqual([0, 1]);
    expect(found!.fitted + found!.tested).toBe(COUNT);
    expect(found!.counts.reduce((sum, count) => sum + count, 0)).toBe(found!.samples);
    const [, toBright] = splitLatents(found!.directions, zSize);
    const mean = async (scale: number) => {
      const moved = splitLatents(z, zSize).map((one) => addScaled(one, toBright!, scale));
      const { rgba } = await renderLatents(run.pair, stackLatents(moved));
      return rgba.reduce((sum, value) => sum + value / rgba.length, 0);
    };
    expect(await mean(0.5)).toBeGreaterThan(await mean(-0.5));
  });
});

describe('every long task', () => {
  const z = draw('query');
  const target = { count: 1, size: imageSize, rgba: new Uint8ClampedArray(imageSize ** 2 * 4) };
  const tasks: { [N in JobName]: (change: number) => Params<N> } = {
    directions: (change) => ({ model: MODEL, count: 2 + change }),
    rawEffects: () => ({ model: MODEL }),
    invert: (change) => ({ model: MODEL, target, restarts: 1 + change, steps: 3, seed: 1 }),
    neighbours: (change) => ({ model: MODEL, z, count: 3 + change }),
    layOut: (change) => ({ model: MODEL, samples: 20 + change, reals: 5, method: 'pca', seed: 1 }),
    labels: () => ({ model: MODEL }),
  };
  const names = Object.keys(tasks) as JobName[];
  const start = (name: JobName, change: number) => (handlers[name] as (given: unknown) => Promise<unknown>)(tasks[name](change));

  beforeEach(() => {
    run = Object.assign(run, {
      dataset: { ...dataset, labels: Uint8Array.from({ length: COUNT }, (_, n) => n % 2), classNames: ['even', 'odd'] },
    });
  });

  it.each(names)('answers at once that it has begun, and is displaced by a newer one: %s', async (name) => {
    const older = start(name, 0);
    expect(events[0]).toMatchObject({ type: 'progress', job: name, done: 0 });
    const newer = start(name, 1);
    expect(await older).toBeNull();
    expect(await newer).not.toBeNull();
  });

  it.each(names)('is given up when it is cancelled, and leaves no tensor behind: %s', async (name) => {
    await start(name, 0);
    const tensors = tf.memory().numTensors;
    const running = start(name, 1);
    jobs.cancel(name);
    expect(await running).toBeNull();
    await new Promise((resolve) => setImmediate(resolve));
    expect(tf.memory().numTensors).toBe(tensors);
  });
});

describe('files of frames', () => {
  it('are GIFs and PNG strips at the asked size', async () => {
    const frames = await renderLatents(run.pair, drawLatents(new RandomStream(1, 'walk'), 3, TEST_CONFIG));
    const gif = await handlers.encodeFrames({ frames, format: 'gif', scale: 2, delay: 100 });
    expect(gif.type).toBe('image/gif');
    expect(new DataView(gif.bytes.buffer).getUint16(6, true)).toBe(2 * imageSize);
    const png = await handlers.encodeFrames({ frames, format: 'png', scale: 1, delay: 100 });
    expect(png.type).toBe('image/png');
    expect(new DataView(png.bytes.buffer, png.bytes.byteOffset).getUint32(16)).toBe(3 * imageSize);
  });

  it('where there is no video encoder, say so', async () => {
    expect(await handlers.videoFormats({ size: 64 })).toEqual([]);
    const frames = await renderLatents(run.pair, draw('frame'));
    await expect(handlers.encodeFrames({ frames, format: 'webm', scale: 1, delay: 100 })).rejects.toMatchObject({
      userMessage: { code: 'videoUnsupported', params: { format: 'webm' } },
    });
  });
});
