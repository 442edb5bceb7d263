import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { PRESETS } from '../core/presets';
import type { Config } from '../core/settings';
import { createPair, disposePair, viewedPair } from '../model/pair';
import { averageKeeps, moveAverage } from './average';

const CONFIG: Config = { ...PRESETS.tiny, baseFilters: 2, zSize: 4, emaDecay: 0.9 };

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('what an average keeps', () => {
  it('grows from the first update to the decay and stays there', () => {
    expect(averageKeeps(0.9, 1)).toBeCloseTo(2 / 11, 12);
    expect(averageKeeps(0.9, 8)).toBe(0.5);
    expect(averageKeeps(0.9, 80)).toBe(0.9);
    expect(averageKeeps(0.9, 1e6)).toBe(0.9);
    expect(averageKeeps('off', 5)).toBe(0);
  });
});

describe('a moving average of G', () => {
  it('moves every tensor, running statistics too, and leaves G and D as they are', async () => {
    const pair = createPair(CONFIG);
    const average = pair.average!;
    const read = (network: { variables: ReadonlyMap<string, tf.Variable> }) =>
      Promise.all(Array.from(network.variables.values(), async (variable) => Array.from(await variable.data())));
    expect(await read(average)).toEqual(await read(pair.generator));
    for (const variable of pair.generator.variables.values()) variable.assign(tf.fill(variable.shape, 3));
    for (const variable of average.variables.values()) variable.assign(tf.fill(variable.shape, 1));
    const before = [await read(pair.generator), await read(pair.discriminator)];
    const tensors = tf.memory().numTensors;
    moveAverage(pair, 0.75);
    expect(tf.memory().numTensors).toBe(tensors);
    expect([...average.variables.keys()]).toEqual([...pair.generator.variables.keys()]);
    for (const values of await read(average)) expect(new Set(values)).toEqual(new Set([1.5]));
    expect([await read(pair.generator), await read(pair.discriminator)]).toEqual(before);
    disposePair(pair);
  });

  it('stands for G in what is looked at, and there is none unless it is asked for', () => {
    const before = tf.memory().numTensors;
    const pair = createPair(CONFIG);
    expect(viewedPair(pair).generator).toBe(pair.average);
    const plain = createPair({ ...CONFIG, emaDecay: 'off' });
    expect(plain.average).toBeNull();
    expect(viewedPair(plain).generator).toBe(plain.generator);
    moveAverage(plain, 0.5);
    disposePair(pair);
    disposePair(plain);
    expect(tf.memory().numTensors).toBe(before);
  });
});
