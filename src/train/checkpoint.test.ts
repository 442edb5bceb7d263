import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectedTensors } from '../codecs/project-tensors';
import type { Checkpoint } from '../core/checkpoint';
import { drawLatents } from '../core/latent';
import { METRICS } from '../core/metrics';
import { PRESETS } from '../core/presets';
import { RandomStream } from '../core/random';
import type { Config } from '../core/settings';
import { trainable } from '../model/network';
import { createPair } from '../model/pair';
import { Adam } from './adam';
import { averageKeeps, moveAverage } from './average';
import { applyCheckpoint, readCheckpoint } from './checkpoint';
import { BatchOrder } from './order';
import { updateDiscriminator, updateGenerator } from './step';

const CONFIG: Config = {
  ...PRESETS.tiny,
  baseFilters: 2,
  zSize: 4,
  batchSize: 4,
  learningRateD: 1e-3,
  emaDecay: 0.9,
  seed: 5,
};
const PIXELS = CONFIG.imageSize ** 2;
const IMAGES = new RandomStream(1, 'images').fillUniform(new Float32Array(18 * PIXELS), -1, 1);

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** A run as the playground makes one, with the data order and the latents that its seed gives. */
function createRun(config = CONFIG) {
  const trained = createPair(config);
  return {
    trained,
    optimizers: {
      generator: new Adam(trainable(trained.generator), config.beta1),
      discriminator: new Adam(trainable(trained.discriminator), config.beta1),
    },
    latents: new RandomStream(config.seed, 'z'),
    order: new BatchOrder(config.seed, config.batchSize),
  };
}
type TestRun = ReturnType<typeof createRun>;

function train({ trained, optimizers, latents, order }: TestRun, steps: number): void {
  tf.tidy(() => {
    for (let n = 0; n < steps; n++) {
      const batch = [...order.next(18)].map((index) => IMAGES.subarray(index * PIXELS, (index + 1) * PIXELS));
      const real = tf.tensor(batch.map((image) => Array.from(image))).reshape([-1, 16, 16, 1]) as tf.Tensor4D;
      const z = () =>
        tf.tensor4d(drawLatents(latents, CONFIG.batchSize, CONFIG), [CONFIG.batchSize, 1, 1, CONFIG.zSize]);
      updateDiscriminator(trained, optimizers.discriminator, real, z(), CONFIG);
      updateGenerator(trained, optimizers.generator, z(), CONFIG);
      moveAverage(trained, averageKeeps(CONFIG.emaDecay, optimizers.generator.time));
    }
  });
}

function factsAt(step: number) {
  const history = Float64Array.from({ length: step * (METRICS.length + 1) }, (_, i) =>
    i % (METRICS.length + 1) === 0 ? 1 + i / (METRICS.length + 1) : i / 3,
  );
  return { config: CONFIG, dataId: 'noise', dataHash: 'h', dataName: 'noise', step, history };
}

describe('a checkpoint', () => {
  it('needs every part: without any one the run goes another way', async () => {
    const run = createRun();
    train(run, 2);
    const saved = await readCheckpoint(run, factsAt(2));
    const fresh = await readCheckpoint(createRun(), factsAt(2));
    const after = async (checkpoint: Checkpoint) => {
      const resumed = createRun();
      applyCheckpoint(resumed, checkpoint);
      train(resumed, 2);
      return readCheckpoint(resumed, factsAt(4));
    };
    const wanted = await after(saved);
    const { latents, order } = fresh.random;
    for (const change of [
      { generator: fresh.generator },
      { discriminator: fresh.discriminator },
      { average: fresh.average },
      { optimizer: fresh.optimizer },
      { adamTime: { ...saved.adamTime, generator: 0 } },
      { adamTime: { ...saved.adamTime, discriminator: 0 } },
      { random: { ...saved.random, latents } },
      { random: { ...saved.random, order } },
    ] satisfies Partial<Checkpoint>[]) {
      const { generator, average } = await after({ ...saved, ...change });
      expect({ generator, average }).not.toEqual({ generator: wanted.generator, average: wanted.average });
    }
  });

  it('holds the tensors that a project file demands, in the same order', async () => {
    for (const change of [{}, { batchNormG: 'off', batchNormD: 'everywhere', hiddenLayer: true }] as const) {
      const config = { ...CONFIG, ...change };
      const checkpoint = await readCheckpoint(createRun(config), { ...factsAt(0), config });
      for (const [part, expected] of Object.entries(expectedTensors(config))) {
        const tensors = [...checkpoint[part as keyof ReturnType<typeof expectedTensors>]];
        expect(tensors.map(([name, { shape }]) => [name, shape])).toEqual(
          expected.map(({ name, shape }) => [name, shape]),
        );
      }
    }
  });

  it('is of the moment of the call, and shares nothing with the run', async () => {
    const run = createRun();
    train(run, 1);
    const reading = readCheckpoint(run, factsAt(1));
    train(run, 1);
    const checkpoint = await reading;
    const again = createRun();
    train(again, 1);
    expect(checkpoint).toEqual(await readCheckpoint(again, factsAt(1)));

    const kept = structuredClone(checkpoint);
    const resumed = createRun();
    applyCheckpoint(resumed, checkpoint);
    for (const { values } of checkpoint.generator.values()) values.fill(7);
    expect((await readCheckpoint(resumed, factsAt(1))).generator).toEqual(kept.generator);
  });

  it('changes nothing when it is of another config, and leaks no tensor', async () => {
    const run = createRun();
    const other = await readCheckpoint(createRun({ ...CONFIG, zSize: 5 }), factsAt(0));
    const before = await readCheckpoint(run, factsAt(0));
    expect(() => applyCheckpoint(run, other)).toThrow('g1.kernel is [5,64] instead of [4,64]');
    const fewer = new Map([...before.optimizer].slice(1));
    expect(() =>
      applyCheckpoint(run, { ...before, optimizer: fewer }),
    ).toThrow();
    expect(await readCheckpoint(run, factsAt(0))).toEqual(before);

    const tensors = tf.memory().numTensors;
    applyCheckpoint(run, before);
    await readCheckpoint(run, factsAt(0));
    expect(tf.memory().numTensors).toBe(tensors);
  });
});
