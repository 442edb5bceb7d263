import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { RandomStream } from '../core/random';
import { Adam, ADAM_EPSILON, BETA2 } from './adam';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const variableOf = (values: number[]) => tf.variable(tf.tensor1d(values));
const valuesOf = async (variable: tf.Tensor) => Array.from(await variable.data());

/** Kingma and Ba 2015, algorithm 1, for one number in float64. */
function reference(gradients: readonly number[], rate: number, beta1: number, start = 0): number[] {
  let [w, m, v] = [start, 0, 0];
  return gradients.map((gradient, i) => {
    m = beta1 * m + (1 - beta1) * gradient;
    v = 0.999 * v + 0.001 * gradient ** 2;
    const root = Math.sqrt(v / (1 - 0.999 ** (i + 1)));
    return (w -= (rate * (m / (1 - beta1 ** (i + 1)))) / (root + 1e-8));
  });
}

describe('Adam', () => {
  it('has the constants of its paper, not the defaults of tfjs', () => {
    expect([BETA2, ADAM_EPSILON]).toEqual([0.999, 1e-8]);
  });

  it('makes three steps as worked out by hand', async () => {
    // beta1 0.5, rate 0.01, w = 1.
    // 1: g 0.1   m 0.05    v 1e-5         corrected 0.1,         0.01        w - 0.01 * 0.1 / 0.1
    // 2: g -0.2  m -0.075  v 4.999e-5     corrected -0.1,        0.0250075   w + 0.01 * 0.1 / 0.1581376
    // 3: g 0.3   m 0.1125  v 1.3994001e-4 corrected 0.1285714,   0.0466933   w - 0.01 * 0.1285714 / 0.2160863
    const variable = variableOf([1]);
    const adam = new Adam(new Map([['w', variable]]), 0.5);
    const moments = async () => [(await valuesOf(adam.first[0]!))[0]!, (await valuesOf(adam.second[0]!))[0]!];
    for (const [gradient, w, m, v] of [
      [0.1, 0.99, 0.05, 1e-5],
      [-0.2, 0.9963236, -0.075, 4.999e-5],
      [0.3, 0.9903736, 0.1125, 1.3994001e-4],
    ] as const) {
      adam.update([tf.tensor1d([gradient])], 0.01);
      expect((await valuesOf(variable))[0]).toBeCloseTo(w, 6);
      expect((await moments())[0]).toBeCloseTo(m, 7);
      expect((await moments())[1]).toBeCloseTo(v, 10);
    }
    expect(adam.time).toBe(3);
  });

  it('agrees over 50 steps with its paper in float64 and with the optimizer of tfjs', async () => {
    const stream = new RandomStream(1, 'gradients');
    const gradients = Array.from({ length: 50 }, () =>
      Array.from(stream.fillNormal(new Float32Array(6), 0.1, 1)),
    );
    const ours = variableOf([0, 0, 0, 0, 0, 0]);
    const theirs = variableOf([0, 0, 0, 0, 0, 0]);
    const adam = new Adam(new Map([['w', ours]]), 0.5);
    const stock = tf.train.adam(2e-3, 0.5, 0.999, 1e-8);
    for (const gradient of gradients) {
      adam.update([tf.tensor1d(gradient)], 2e-3);
      stock.applyGradients([{ name: theirs.name, tensor: tf.tensor1d(gradient) }]);
    }
    const [mine, others] = [await valuesOf(ours), await valuesOf(theirs)];
    for (let i = 0; i < 6; i++) {
      const wanted = reference(
        gradients.map((gradient) => gradient[i]!),
        2e-3,
        0.5,
      ).at(-1)!;
      expect(Math.abs(mine[i]! - wanted)).toBeLessThan(2e-6);
      expect(Math.abs(mine[i]! - others[i]!)).toBeLessThan(2e-6);
    }
  });

  it('takes a rate that changes from step to step', async () => {
    const variable = variableOf([0]);
    const adam = new Adam(new Map([['w', variable]]), 0.9);
    adam.update([tf.tensor1d([1])], 0);
    expect(await valuesOf(variable)).toEqual([0]);
    adam.update([tf.tensor1d([1])], 0.5);
    // A constant gradient has corrected moments of 1: the step is the rate.
    expect((await valuesOf(variable))[0]).toBeCloseTo(-0.5, 5);
  });

  it('adds an epsilon of 1e-8 to the corrected root', async () => {
    // With a gradient of 1e-8 the first step is rate * g / (g + epsilon): half the rate, and a tenth with
    // 1e-7.
    const variable = variableOf([0]);
    new Adam(new Map([['w', variable]]), 0.5).update([tf.tensor1d([1e-8])], 0.01);
    expect((await valuesOf(variable))[0]).toBeCloseTo(-0.005, 5);
  });

  it('gives each variable the moments of its own', async () => {
    // What goes wrong with moments kept by position in a list that two networks share.
    const names = ['a', 'b', 'c'];
    const all = names.map(() => variableOf([0]));
    const both = new Adam(new Map(names.map((name, i) => [name, all[i]!])), 0.5);
    const alone = names.map((name) => ({ variable: variableOf([0]), name }));
    const optimizers = alone.map(({ variable, name }) => new Adam(new Map([[name, variable]]), 0.5));
    const gradients = [
      [1, -2, 0.1],
      [-3, 0.5, 4],
      [0.2, 0.2, -9],
    ];
    for (const step of gradients) {
      both.update(
        step.map((gradient) => tf.tensor1d([gradient])),
        0.01,
      );
      optimizers.forEach((optimizer, i) => optimizer.update([tf.tensor1d([step[i]!])], 0.01));
    }
    for (const [i, { variable }] of alone.entries()) {
      expect(await valuesOf(all[i]!)).toEqual(await valuesOf(variable));
      const column = gradients.map((step) => step[i]!);
      expect((await valuesOf(variable))[0]).toBeCloseTo(reference(column, 0.01, 0.5).at(-1)!, 6);
    }
    expect(both.names).toEqual(names);
  });

  it('leaks no tensor, and frees its moments', () => {
    const variable = variableOf([1, 2]);
    const before = tf.memory().numTensors;
    const adam = new Adam(new Map([['w', variable]]), 0.5);
    const gradient = tf.tensor1d([1, 1]);
    for (let n = 0; n < 5; n++) adam.update([gradient], 0.1);
    expect(tf.memory().numTensors).toBe(before + 3);
    gradient.dispose();
    adam.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
