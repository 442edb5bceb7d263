import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { METRICS } from '../core/metrics';
import { PRESETS } from '../core/presets';
import { RandomStream } from '../core/random';
import type { Config } from '../core/settings';
import { createPair, disposePair } from '../model/pair';
import { trainable } from '../model/network';
import type { Network } from '../model/network';
import { Adam } from './adam';
import { updateDiscriminator, updateGenerator } from './step';

const SMALL: Config = { ...PRESETS.tiny, baseFilters: 2, zSize: 4, batchSize: 4 };

beforeAll(async () => {
  await tf.setBackend('cpu');
});

function optimizerOf(network: Network, beta1 = 0.5): Adam {
  return new Adam(trainable(network), beta1);
}

function inputs(config: Config) {
  const stream = new RandomStream(7, 'test');
  const { batchSize, imageSize, channels, zSize } = config;
  const images = stream.fillUniform(new Float32Array(batchSize * imageSize ** 2 * channels), -1, 1);
  return {
    real: tf.tensor4d(images, [batchSize, imageSize, imageSize, channels]),
    z: tf.tensor4d(stream.fillUniform(new Float32Array(batchSize * zSize), -1, 1), [batchSize, 1, 1, zSize]),
  };
}

function setUp(config: Config) {
  const pair = createPair(config);
  return { pair, d: optimizerOf(pair.discriminator), g: optimizerOf(pair.generator), ...inputs(config) };
}

const values = async (network: Network) => {
  const all = await Promise.all([...network.variables.values()].map((variable) => variable.data()));
  return all.map((data) => Array.from(data));
};

const SWITCHED: Partial<Config>[] = [
  {},
  { loss: 'leastSquares' },
  { loss: 'hinge' },
  { labelSmoothing: 0.1 },
  { resampling: 'pooling' },
  { batchNormG: 'off', batchNormD: 'off' },
  { batchNormG: 'everywhere', batchNormD: 'everywhere' },
  { hiddenLayer: true },
  { activationG: 'tanh', outputG: 'sigmoid', activationD: 'relu' },
  { activationG: 'leakyRelu', outputG: 'linear', activationD: 'tanh' },
  { kernel: 5, channels: 3, zDistribution: 'normal' },
];

describe.each(SWITCHED)('one D and G step with %o', (change) => {
  const config = { ...SMALL, ...change };

  it('changes only the network whose turn it is', async () => {
    const { pair, d, g, real, z } = setUp(config);
    const [d0, g0] = [await values(pair.discriminator), await values(pair.generator)];
    updateDiscriminator(pair, d, real, z, config);
    const d1 = await values(pair.discriminator);
    expect(await values(pair.generator)).toEqual(g0);
    d1.forEach((after, i) => expect(after).not.toEqual(d0[i]));
    updateGenerator(pair, g, z, config);
    expect(await values(pair.discriminator)).toEqual(d1);
    (await values(pair.generator)).forEach((after, i) => expect(after).not.toEqual(g0[i]));
  });

  it('reports finite metrics, lowers the loss of D on a fixed batch and leaks no tensor', async () => {
    const { pair, d, g, real, z } = setUp(config);
    const report = async (scalars: Record<string, tf.Scalar>) => {
      const read: Record<string, number> = {};
      for (const [name, scalar] of Object.entries(scalars)) {
        read[name] = (await scalar.data())[0]!;
        scalar.dispose();
      }
      return read;
    };
    const first = await report({ ...updateDiscriminator(pair, d, real, z, config) });
    const before = tf.memory().numTensors;
    let last = first;
    for (let n = 0; n < 10; n++)
      last = await report({ ...updateDiscriminator(pair, d, real, z, { ...config, learningRateD: 1e-3 }) });
    expect(last.lossD).toBeLessThan(first.lossD!);
    const generator = await report({ ...updateGenerator(pair, g, z, config) });
    expect(tf.memory().numTensors).toBe(before);
    expect(Object.keys({ ...last, ...generator }).toSorted()).toEqual([...METRICS].toSorted());
    for (const value of Object.values({ ...last, ...generator })) expect(value).toSatisfy(Number.isFinite);
  });
});

describe('gradients', () => {
  it('agree with finite differences for both networks', async () => {
    const config: Config = { ...SMALL, batchNormG: 'off', batchNormD: 'off', activationG: 'tanh', activationD: 'tanh', weightStd: 0.3 };
    const { pair, d, g, real, z } = setUp(config);
    // With Adam's first step, the change of a weight is -rate x sign(gradient): the sign is what can be checked on
    // any weight, and the loss must fall when all move together.
    const read = async (scalar: tf.Scalar) => (await scalar.data())[0]!;
    const still = { ...config, learningRateD: 0, learningRateG: 0 };
    for (const [network, optimizer, loss] of [
      [pair.discriminator, d, () => updateDiscriminator(pair, optimizerOf(pair.discriminator), real, z, still).lossD],
      [pair.generator, g, () => updateGenerator(pair, optimizerOf(pair.generator), z, still).lossG],
    ] as const) {
      if (network === pair.discriminator) updateDiscriminator(pair, optimizer, real, z, still);
      else updateGenerator(pair, optimizer, z, still);
      for (const [i, variable] of optimizer.variables.entries()) {
        const gradient = Array.from(await optimizer.first[i]!.data()).map((m) => m / (1 - config.beta1));
        const k = gradient.reduce((best, value, at) => (Math.abs(value) > Math.abs(gradient[best]!) ? at : best), 0);
        const original = (await variable.data()).slice();
        const shifted = async (by: number) => {
          const moved = original.slice();
          moved[k]! += by;
          variable.assign(tf.tensor(moved, variable.shape));
          return read(loss());
        };
        const h = 1e-2;
        const slope = ((await shifted(h)) - (await shifted(-h))) / (2 * h);
        variable.assign(tf.tensor(original, variable.shape));
        expect(Math.abs(slope - gradient[k]!)).toBeLessThan(0.02 * Math.abs(gradient[k]!) + 2e-4);
      }
    }
  });
});

describe('reproducibility', () => {
  it('gives the same weights for the same seed, and others for another', async () => {
    const run = async (seed: number) => {
      const config = { ...SMALL, seed };
      const { pair, d, g, real, z } = setUp(config);
      for (let n = 0; n < 3; n++) {
        updateDiscriminator(pair, d, real, z, config);
        updateGenerator(pair, g, z, config);
      }
      const result = [await values(pair.generator), await values(pair.discriminator)];
      disposePair(pair);
      return result;
    };
    const first = await run(3);
    expect(await run(3)).toEqual(first);
    expect(await run(4)).not.toEqual(first);
  });
});
