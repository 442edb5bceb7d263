import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { PRESETS } from '../core/presets';
import { RandomStream } from '../core/random';
import type { Config } from '../core/settings';
import { LOSSES } from '../model/losses';
import { forward, trainable, variableOf } from '../model/network';
import { createPair } from '../model/pair';
import { Adam } from './adam';
import { updateDiscriminator, updateGenerator } from './step';

/** Rules of GAN training that break silently: the pictures still come, only worse. */

const CONFIG: Config = { ...PRESETS.tiny, baseFilters: 2, zSize: 4, batchSize: 4, weightStd: 0.2 };

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const numberOf = async (scalar: tf.Tensor) => (await scalar.data())[0]!;

function setUp() {
  const pair = createPair(CONFIG);
  const stream = new RandomStream(3, 'test');
  const { batchSize, imageSize, zSize } = CONFIG;
  return {
    pair,
    d: new Adam(trainable(pair.discriminator), CONFIG.beta1),
    g: new Adam(trainable(pair.generator), CONFIG.beta1),
    // Bright images: nothing like what an untrained generator makes.
    real: tf.tensor4d(stream.fillUniform(new Float32Array(batchSize * imageSize ** 2), 0.5, 1), [
      batchSize,
      imageSize,
      imageSize,
      1,
    ]),
    z: tf.tensor4d(stream.fillUniform(new Float32Array(batchSize * zSize), -1, 1), [batchSize, 1, 1, zSize]),
  };
}

describe('real and generated images go through D as two batches', () => {
  it('so that batch norm never mixes them', async () => {
    const { pair, d, real, z } = setUp();
    const { generator, discriminator } = pair;
    const fake = forward(generator, z, 'training').output;
    const logits = (images: tf.Tensor4D) => forward(discriminator, images, 'training').output;
    const loss = (onReal: tf.Tensor, onFake: tf.Tensor) =>
      numberOf(LOSSES.nonSaturating.discriminator(onReal, onFake, 0));
    const apart = await loss(logits(real), logits(fake));
    const [onReal, onFake] = tf.split(logits(tf.concat([real, fake])), 2);
    const mixed = await loss(onReal!, onFake!);
    expect(Math.abs(mixed - apart)).toBeGreaterThan(0.01);
    expect(await numberOf(updateDiscriminator(pair, d, real, z, CONFIG).lossD)).toBeCloseTo(apart, 5);
  });

  it('and D’s running statistics move toward each of the two', async () => {
    const { pair, d, real, z } = setUp();
    const fake = forward(pair.generator, z, 'training').output;
    const statistic = async (images: tf.Tensor4D) => {
      const { mean, variance } = forward(pair.discriminator, images, 'training').statistics[0]!;
      return [await numberOf(mean), await numberOf(variance)];
    };
    const [ofReal, ofFake] = [await statistic(real), await statistic(fake)];
    updateDiscriminator(pair, d, real, z, CONFIG);
    const moved = (start: number, i: number) => 0.9 * (0.9 * start + 0.1 * ofReal[i]!) + 0.1 * ofFake[i]!;
    expect(await numberOf(variableOf(pair.discriminator, 'd2.mean'))).toBeCloseTo(moved(0, 0), 5);
    expect(await numberOf(variableOf(pair.discriminator, 'd2.variance'))).toBeCloseTo(moved(1, 1), 5);
  });
});

describe('two optimizers', () => {
  it('each know the variables of one network, and only the one whose turn it is moves', async () => {
    const { pair, d, g, real, z } = setUp();
    const momentsOf = async ({ first, second, time }: Adam) => [
      time,
      ...(await Promise.all([...first, ...second].map(async (moment) => Array.from(await moment.data())))),
    ];
    const fresh = await momentsOf(g);
    updateDiscriminator(pair, d, real, z, CONFIG);
    expect(await momentsOf(g)).toEqual(fresh);
    const moved = await momentsOf(d);
    updateGenerator(pair, g, z, CONFIG);
    expect(await momentsOf(d)).toEqual(moved);
    expect((await momentsOf(g))[0]).toBe(1);
    expect(
      d.names.every((name) => name.startsWith('d')) && g.names.every((name) => name.startsWith('g')),
    ).toBe(true);
  });

  it('take a rate each', async () => {
    const { pair, d, g, real, z } = setUp();
    const still = { ...CONFIG, learningRateD: 0, learningRateG: 0 };
    const weight = async () => [
      await numberOf(variableOf(pair.discriminator, 'd1.kernel')),
      await numberOf(variableOf(pair.generator, 'g1.kernel')),
    ];
    const before = await weight();
    updateDiscriminator(pair, d, real, z, still);
    updateGenerator(pair, g, z, still);
    expect(await weight()).toEqual(before);
    // Adam's first steps are as long as the rate.
    const other = setUp();
    updateDiscriminator(other.pair, other.d, real, z, { ...still, learningRateD: 0.125 });
    updateGenerator(other.pair, other.g, z, { ...still, learningRateG: 0.25 });
    const after = [
      await numberOf(variableOf(other.pair.discriminator, 'd1.kernel')),
      await numberOf(variableOf(other.pair.generator, 'g1.kernel')),
    ];
    expect(Math.abs(after[0]! - before[0]!)).toBeCloseTo(0.125, 3);
    expect(Math.abs(after[1]! - before[1]!)).toBeCloseTo(0.25, 3);
  });
});

describe('the game', () => {
  it('is one that G can win against a D that stands still', async () => {
    const { pair, g, z } = setUp();
    const step = async () => {
      const report = updateGenerator(pair, g, z, { ...CONFIG, learningRateG: 1e-2 });
      return [await numberOf(report.lossG), await numberOf(report.dFakeBefore)] as const;
    };
    const [loss, score] = await step();
    for (let n = 0; n < 8; n++) await step();
    const [later, laterScore] = await step();
    expect(later).toBeLessThan(loss);
    expect(laterScore).toBeGreaterThan(score);
  });

  it('reports what it played: scores before the update, of the very batch', async () => {
    const { pair, d, real, z } = setUp();
    const fake = forward(pair.generator, z, 'training').output;
    const score = async (images: tf.Tensor4D) =>
      numberOf(forward(pair.discriminator, images, 'training').output.sigmoid().mean());
    const wanted = [await score(real), await score(fake)];
    const { dReal, dFakeAfter } = updateDiscriminator(pair, d, real, z, CONFIG);
    expect(await numberOf(dReal)).toBeCloseTo(wanted[0]!, 5);
    expect(await numberOf(dFakeAfter)).toBeCloseTo(wanted[1]!, 5);
  });
});
