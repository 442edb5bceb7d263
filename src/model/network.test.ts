import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { architecture } from '../core/architecture';
import { PRESETS } from '../core/presets';
import { RandomStream } from '../core/random';
import type { Config } from '../core/settings';
import {
  createNetwork,
  disposeNetwork,
  forward,
  trainable,
  updateRunningStatistics,
  variableOf,
} from './network';
import type { Network } from './network';
import { createPair, disposePair } from './pair';

const SMALL: Config = { ...PRESETS.tiny, baseFilters: 2, zSize: 3 };

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const latents = (count: number, zSize = SMALL.zSize, name = 'z') =>
  tf.tensor4d(new RandomStream(1, name).fillUniform(new Float32Array(count * zSize), -1, 1), [
    count,
    1,
    1,
    zSize,
  ]);
const valuesOf = async (network: Network, name: string) => Array.from(await variableOf(network, name).data());
const allOf = async (network: Network) =>
  Object.fromEntries(
    await Promise.all(
      [...network.variables.keys()].map(async (name) => [name, await valuesOf(network, name)] as const),
    ),
  );
const moments = (values: readonly number[]) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    mean,
    std: Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length),
  };
};

describe('initial weights', () => {
  it('are N(0, 0.02) for kernels and N(1, 0.02) for batch norm’s scale, neutral for the rest', async () => {
    const { generator } = createPair({ ...PRESETS.class, baseFilters: 8 });
    const kernel = moments(await valuesOf(generator, 'g1.kernel'));
    expect(kernel.mean).toBeCloseTo(0, 3);
    expect(kernel.std).toBeCloseTo(0.02, 3);
    const gamma = moments(await valuesOf(generator, 'g1.gamma'));
    expect(Math.abs(gamma.mean - 1)).toBeLessThan(0.02);
    expect(gamma.std).toBeGreaterThan(0.01);
    expect(gamma.std).toBeLessThan(0.03);
    for (const [role, value] of [
      ['beta', 0],
      ['mean', 0],
      ['variance', 1],
    ] as const)
      expect(new Set(await valuesOf(generator, `g1.${role}`))).toEqual(new Set([value]));
    disposeNetwork(generator);
  });

  it('follow the width that is set', async () => {
    const { discriminator } = createPair({ ...SMALL, baseFilters: 8, weightStd: 0.3 });
    expect(moments(await valuesOf(discriminator, 'd2.kernel')).std).toBeCloseTo(0.3, 1);
  });

  it('differ between tensors of the same shape, in one network and across the two', async () => {
    const pair = createPair({
      ...SMALL,
      hiddenLayer: true,
      batchNormG: 'everywhere',
      batchNormD: 'everywhere',
    });
    const drawn = [...pair.generator.variables, ...pair.discriminator.variables].filter(([name]) =>
      /kernel|gamma/.test(name),
    );
    let pairs = 0;
    for (const [i, [, one]] of drawn.entries())
      for (const [, other] of drawn.slice(i + 1)) {
        if (one.shape.join() !== other.shape.join()) continue;
        pairs++;
        expect(Array.from(await one.data())).not.toEqual(Array.from(await other.data()));
      }
    expect(pairs).toBeGreaterThan(3);
    disposePair(pair);
  });

  it('are given by the seed, and one layer’s do not hang on another layer’s', async () => {
    const weights = async (change: Partial<Config>) => allOf(createPair({ ...SMALL, ...change }).generator);
    const first = await weights({});
    expect(await weights({})).toEqual(first);
    expect((await weights({ seed: 2 }))['g1.kernel']).not.toEqual(first['g1.kernel']);
    // Another z changes the first layer's shape and nothing of the second's.
    expect((await weights({ zSize: 7 }))['g2.kernel']).toEqual(first['g2.kernel']);
  });
});

/** One layer that multiplies a single number by `kernel` into 4x4 equal pixels and then normalizes them. */
function normalizing(kernel: number, gamma: number, beta: number): Network {
  const [layer] = architecture({ ...SMALL, zSize: 1 }).generator;
  const network = createNetwork([{ ...layer!, activation: 'linear' }], 1, 0.02);
  for (const [role, value] of [
    ['kernel', kernel],
    ['gamma', gamma],
    ['beta', beta],
  ] as const) {
    const variable = variableOf(network, `g1.${role}`);
    variable.assign(tf.fill(variable.shape, value));
  }
  return network;
}

/** What `normalizing` makes of some numbers, one pixel of each. */
async function normalized(network: Network, z: number[], mode: 'training' | 'inference') {
  const { output, statistics } = forward(network, tf.tensor4d(z, [z.length, 1, 1, 1]), mode);
  const values = await output.data();
  return { pixels: z.map((_, i) => values[(i * values.length) / z.length]!), statistics };
}

describe('batch norm', () => {
  it('uses the batch’s own mean and biased variance in training, with an epsilon of 1e-5', async () => {
    // Values 0.002 and 0.006: mean 0.004, biased variance 4e-6, small enough for the epsilon to show.
    const { pixels, statistics } = await normalized(normalizing(0.001, 3, 0.5), [2, 6], 'training');
    const scale = 3 / Math.sqrt(4e-6 + 1e-5);
    expect(pixels[0]).toBeCloseTo(0.5 - 0.002 * scale, 4);
    expect(pixels[1]).toBeCloseTo(0.5 + 0.002 * scale, 4);
    expect((await statistics[0]!.mean.data())[0]).toBeCloseTo(0.004, 6);
    expect((await statistics[0]!.variance.data())[0]).toBeCloseTo(4e-6, 9);
  });

  it('uses the running statistics in inference', async () => {
    const network = normalizing(1, 3, 0.5);
    variableOf(network, 'g1.mean').assign(tf.fill([network.layers[0]!.output[2]], 5));
    variableOf(network, 'g1.variance').assign(tf.fill([network.layers[0]!.output[2]], 4));
    const { pixels, statistics } = await normalized(network, [2, 6], 'inference');
    expect(pixels[0]).toBeCloseTo(0.5 + (3 * (2 - 5)) / Math.sqrt(4 + 1e-5), 4);
    expect(pixels[1]).toBeCloseTo(0.5 + (3 * (6 - 5)) / Math.sqrt(4 + 1e-5), 4);
    expect(statistics).toEqual([]);
  });

  it('keeps 0.9 of the old running statistic and takes 0.1 of the batch’s', async () => {
    const network = normalizing(1, 1, 0);
    const running = async () => [
      (await valuesOf(network, 'g1.mean'))[0]!,
      (await valuesOf(network, 'g1.variance'))[0]!,
    ];
    expect(await running()).toEqual([0, 1]);
    // Mean 4, biased variance 4 (the unbiased one would be 8).
    updateRunningStatistics(network, (await normalized(network, [2, 6], 'training')).statistics);
    const [mean, variance] = await running();
    expect(mean).toBeCloseTo(0.4, 6);
    expect(variance).toBeCloseTo(0.9 + 0.4, 6);
    // Mean -1, variance 9.
    updateRunningStatistics(network, (await normalized(network, [-4, 2], 'training')).statistics);
    const [mean2, variance2] = await running();
    expect(mean2).toBeCloseTo(0.9 * 0.4 - 0.1, 6);
    expect(variance2).toBeCloseTo(0.9 * 1.3 + 0.9, 6);
  });

  it('reports every normalized layer, and none where it is switched off', () => {
    const layers = (change: Partial<Config>) => {
      const { generator } = createPair({ ...SMALL, ...change });
      return forward(generator, latents(2), 'training').statistics.map(({ layer }) => layer);
    };
    expect(layers({})).toEqual(['g1', 'g2']);
    expect(layers({ batchNormG: 'everywhere' })).toEqual(['g1', 'g2', 'g3']);
    expect(layers({ batchNormG: 'off' })).toEqual([]);
  });

  it('leaves a learned shift where it is switched off', async () => {
    const { generator } = createPair({ ...SMALL, batchNormG: 'off' });
    const before = Array.from(await forward(generator, latents(1), 'inference').output.data());
    const bias = variableOf(generator, 'g2.bias');
    bias.assign(tf.fill(bias.shape, 1));
    expect(Array.from(await forward(generator, latents(1), 'inference').output.data())).not.toEqual(before);
  });
});

/** A pair whose running statistics are no longer the initial ones. */
function trainedPair(change: Partial<Config> = {}) {
  const pair = createPair({ ...SMALL, weightStd: 0.3, ...change });
  for (let n = 0; n < 3; n++)
    updateRunningStatistics(
      pair.generator,
      forward(pair.generator, latents(8, 3, `seen ${n}`), 'training').statistics,
    );
  return pair;
}

describe.each<Partial<Config>>([
  {},
  { batchNormG: 'everywhere' },
  { resampling: 'pooling' },
  { hiddenLayer: true },
])('a preview with %o', (change) => {
  it('shows for a z what does not hang on the batch it is in', async () => {
    const { generator } = trainedPair(change);
    const picture = async (batch: tf.Tensor4D, mode: 'training' | 'inference') => {
      const { output } = forward(generator, batch, mode);
      return Array.from(await output.slice([0], [1]).data());
    };
    const z = latents(1);
    const among = tf.concat([z, latents(5, 3, 'others')]) as tf.Tensor4D;
    const alone = await picture(z, 'inference');
    const beside = await picture(among, 'inference');
    alone.forEach((value, i) => expect(Math.abs(value - beside[i]!)).toBeLessThan(1e-6));
    // In training mode it does, which is what the preview must not use.
    const [a, b] = [await picture(z, 'training'), await picture(among, 'training')];
    expect(Math.max(...a.map((value, i) => Math.abs(value - b[i]!)))).toBeGreaterThan(0.01);
  });

  it('changes no weight and no running statistic', async () => {
    const { generator, discriminator } = trainedPair(change);
    const before = [await allOf(generator), await allOf(discriminator)];
    for (const mode of ['inference', 'training'] as const)
      forward(discriminator, forward(generator, latents(4), mode).output, mode);
    expect([await allOf(generator), await allOf(discriminator)]).toEqual(before);
  });
});

describe('a network', () => {
  it.each(['tanh', 'sigmoid', 'linear'] as const)(
    'ends in the range of %s and in one logit',
    async (outputG) => {
      const { generator, discriminator } = trainedPair({ outputG, weightStd: 1 });
      const { output } = forward(generator, latents(4), 'inference');
      expect(output.shape).toEqual([4, 16, 16, 1]);
      expect(forward(discriminator, output, 'inference').output.shape).toEqual([4, 1, 1, 1]);
      const values = Array.from(await output.data());
      const [low, high] = [Math.min(...values), Math.max(...values)];
      if (outputG === 'sigmoid') expect(low).toBeGreaterThanOrEqual(0);
      if (outputG === 'tanh') expect(low).toBeLessThan(-0.5);
      if (outputG === 'linear') expect(Math.max(-low, high)).toBeGreaterThan(1);
      else expect(Math.max(-low, high)).toBeLessThanOrEqual(1);
    },
  );

  it('gives the optimizer what it may change, in a fixed order', () => {
    const { generator } = createPair(SMALL);
    expect([...trainable(generator).keys()]).toEqual([
      'g1.kernel',
      'g1.gamma',
      'g1.beta',
      'g2.kernel',
      'g2.gamma',
      'g2.beta',
      'g3.kernel',
    ]);
    expect(() => variableOf(generator, 'g9.kernel')).toThrow('g9.kernel');
  });

  it('frees all that it holds', () => {
    const before = tf.memory().numTensors;
    disposePair(createPair(SMALL));
    expect(tf.memory().numTensors).toBe(before);
  });
});
