import * as tf from '@tensorflow/tfjs';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bytesToImages } from '../core/images';
import { drawLatents } from '../core/latent';
import { stackLatents } from '../core/latent-space';
import { MessageError } from '../core/messages';
import { RandomStream } from '../core/random';
import { paintedField } from '../core/receptive-field';
import type { ModelReference } from '../core/run';
import { livelyPair, TEST_CONFIG } from '../explore/testing';
import { createPair } from '../model/pair';
import type { Run } from '../train/run';
import { inspectHandlers } from './inspect-handlers';
import { Jobs } from './jobs';
import { LatestWins } from './latest';
import type { Example, WorkerEvent } from './protocol';

const { imageSize } = TEST_CONFIG;
const MODEL: ModelReference = { run: 'run-1' };
const COUNT = 130;
const pixels = new RandomStream(1, 'pixels');
const dataset = {
  images: Uint8Array.from({ length: COUNT * imageSize ** 2 }, () => pixels.integer(256)),
  size: imageSize,
  channels: 1,
  count: COUNT,
};
const z = drawLatents(new RandomStream(1, 'z'), 1, TEST_CONFIG);

let run: Run | null;
let events: WorkerEvent[];
let jobs: Jobs;
let handlers: ReturnType<typeof inspectHandlers>;

const newRun = (pair = livelyPair()) =>
  Object.assign({ pair, config: TEST_CONFIG, step: 7 }, { dataset }) as unknown as Run;

beforeAll(async () => {
  await tf.setBackend('cpu');
});

beforeEach(() => {
  events = [];
  const emit = (event: WorkerEvent) => void events.push(event);
  run = newRun();
  jobs = new Jobs(emit);
  const model = ({ run: id }: ModelReference) => {
    if (!run) throw new MessageError('runUnknown', { run: id });
    return run;
  };
  handlers = inspectHandlers({ model, latest: new LatestWins(), jobs, emit });
});

describe('long tasks', () => {
  it('let a message in between their parts, so that they can be cancelled though everything is there at once', async () => {
    const search = handlers.topImages({ model: MODEL, network: 'discriminator', layer: 'd1', total: COUNT, count: 3 });
    const options = { steps: 50, rate: 0.1, jitter: 0, decay: 0, seed: 1 };
    const climb = handlers.maximize({ model: MODEL, network: 'discriminator', layer: 'd1', channel: 0, options });
    setTimeout(() => ['topImages', 'maximize'].forEach((job) => jobs.cancel(job)), 0);
    expect(await Promise.all([search, climb])).toEqual([null, null]);
    const last = events.findLast((event) => event.type === 'progress' && event.job === 'maximize');
    expect(last).toMatchObject({ total: 50 });
    expect(last).not.toMatchObject({ done: 50 });
  });

  it('say how many images they have searched', async () => {
    const found = await handlers.topImages({ model: MODEL, network: 'discriminator', layer: 'd1', total: 5000, count: 3 });
    expect(found).toMatchObject({ total: COUNT, step: 7 });
    expect(events.at(-1)).toMatchObject({ job: 'topImages', done: COUNT, total: COUNT });
  });
});

describe('a search through what excites G', () => {
  const ask = { model: MODEL, network: 'generator', layer: 'g2' } as const;

  it('goes through latents of the prior, which it gives, the same each time', async () => {
    const found = await handlers.topImages({ ...ask, total: 70, count: 3 });
    const { latents, channels } = found!;
    const { zSize } = TEST_CONFIG;
    expect(latents).toHaveLength(70 * zSize);
    const [best] = channels[1]!;
    const example = { kind: 'latent', z: latents!.slice(best!.image * zSize, (best!.image + 1) * zSize) } as const;
    const { maps } = await handlers.featureMaps({ ...ask, example, stage: 'activated' });
    expect(Math.max(...maps.values.filter((_, i) => i % maps.shape[2] === 1))).toBeCloseTo(best!.response, 5);
    const painted = await handlers.attribute({ ...ask, rule: 'guided', targets: [{ example, channel: 1 }], randomised: false });
    expect(painted.responses[0]).toBeCloseTo(best!.response, 5);
    expect([...painted.places]).toEqual([best!.row, best!.column]);
    expect(await handlers.topImages({ ...ask, total: 70, count: 3 })).toEqual(found);
  });

  it('is shown by one set of weights after more training: the picture, what is painted, and where the unit stands', async () => {
    const found = await handlers.topImages({ ...ask, total: 70, count: 3 });
    const size = TEST_CONFIG.zSize;
    const latents = found!.channels[1]!.map(({ image }) => found!.latents!.slice(image * size, (image + 1) * size));
    const targets = latents.map((z) => ({ example: { kind: 'latent', z } as const, channel: 1 }));
    run = newRun(createPair({ ...TEST_CONFIG, seed: 99, weightStd: 0.4 }));
    run.step = 9;
    const painted = await handlers.attribute({ ...ask, rule: 'guided', targets, randomised: false });
    const rendered = await handlers.renderScaled({ model: MODEL, z: stackLatents(latents), scales: [], channel: 'test' });
    expect(painted.step).toBe(9);
    expect(painted.images).toEqual(rendered!.images);
    for (const n of latents.keys()) {
      const [row, column] = painted.places.subarray(2 * n, 2 * n + 2);
      const { top, left, bottom, right } = paintedField(run.pair.generator.layers, 'g2', row!, column!);
      painted.signal.subarray(n * imageSize ** 2, (n + 1) * imageSize ** 2).forEach((value, i) => {
        const [y, x] = [Math.floor(i / imageSize), i % imageSize];
        if (y < top || y >= bottom || x < left || x >= right) expect(Math.abs(value)).toBe(0);
      });
    }
    expect(painted.signal.some((value) => value !== 0)).toBe(true);
    const before = found!.channels[1]!.flatMap(({ row, column }) => [row, column]);
    expect([...painted.places]).not.toEqual(before);
  });

  it('or a climb ends at a z and its picture', async () => {
    const options = { steps: 5, rate: 0.1, jitter: 0, decay: 0, seed: 1 };
    const climbed = await handlers.maximize({ ...ask, channel: 0, options });
    expect(climbed!.z).toHaveLength(TEST_CONFIG.zSize);
    const { images } = (await handlers.renderScaled({ model: MODEL, z: climbed!.z!, scales: [], channel: 'test' }))!;
    expect(images).toEqual(climbed!.images);
  });
});

describe('what D is fed', () => {
  it('is the same picture however it is given', async () => {
    const look = async (example: Example) =>
      (await handlers.featureMaps({ model: MODEL, network: 'discriminator', example, layer: 'd2', stage: 'linear' })).maps.values;
    const stride = imageSize ** 2;
    const picture = bytesToImages(dataset.images.subarray(3 * stride, 4 * stride), imageSize, 1);
    expect(await look({ kind: 'picture', picture })).toEqual(await look({ kind: 'real', index: 3 }));
    expect(await look({ kind: 'latent', z })).not.toEqual(await look({ kind: 'real', index: 3 }));
  });
});

describe('attribution', () => {
  it('answers each target by itself, and for D as its seed made it when asked', async () => {
    const targets = [0, 1, 2].map((n) => ({ example: { kind: 'real', index: n } as const, channel: n }));
    const ask = { model: MODEL, network: 'discriminator', layer: 'd2', rule: 'guided', randomised: false } as const;
    const all = await handlers.attribute({ ...ask, targets });
    const alone = await handlers.attribute({ ...ask, targets: [targets[1]!] });
    expect(alone.responses[0]).toBeCloseTo(all.responses[1]!, 5);
    const tensors = tf.memory().numTensors;
    const random = await handlers.attribute({ ...ask, targets, randomised: true });
    expect(tf.memory().numTensors).toBe(tensors);
    run = newRun(createPair(TEST_CONFIG));
    expect((await handlers.attribute({ ...ask, targets })).responses).toEqual(random.responses);
    expect(all.responses).not.toEqual(random.responses);
  });
});

describe('a run that goes away while it is looked at', () => {
  it('is answered as one that no longer exists, whatever failed', async () => {
    const ask = { model: MODEL, network: 'generator', example: { kind: 'latent', z }, layer: 'nowhere', stage: 'linear' } as const;
    await expect(handlers.featureMaps(ask)).rejects.toMatchObject({ userMessage: { code: 'layerUnknown' } });
    const asked = handlers.featureMaps(ask);
    run = newRun();
    await expect(asked).rejects.toMatchObject({ userMessage: { code: 'runUnknown' } });
    const search = handlers.topImages({ model: MODEL, network: 'discriminator', layer: 'd1', total: COUNT, count: 3 });
    for (const variable of run.pair.discriminator.variables.values()) variable.dispose();
    run = null;
    await expect(search).rejects.toMatchObject({ userMessage: { code: 'runUnknown' } });
  });
});
