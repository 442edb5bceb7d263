import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { PRESETS } from '../core/presets';
import { RandomStream } from '../core/random';
import type { Dataset, Split } from '../data/dataset';
import { shapes } from '../data/shapes';
import { startTestWasm } from '../gpu/wasm/testing';
import { forward } from '../model/network';
import { createPair } from '../model/pair';
import { kMeansFeatures } from './kmeans-features';
import { layerFeatures, represent } from './representation';

const config = { ...PRESETS.tiny, channels: 3, baseFilters: 4 } as const;
const pause = () => Promise.resolve();

/** Red images with noise are of class 0, green ones of class 1. */
function coloured(split: Split, count: number): Dataset {
  const random = new RandomStream(1, split);
  const labels = Uint8Array.from({ length: count }, () => random.integer(2));
  const images = Uint8Array.from({ length: count * 768 }, (_, i) => {
    const bright = i % 3 === labels[Math.floor(i / 768)];
    return (bright ? 120 : 60) + random.integer(136);
  });
  const { id, attribution } = shapes;
  return { id, hash: 'coloured', split, size: 16, channels: 3, classNames: ['red', 'green'], attribution, images, labels, capacity: count, count };
}

let pair: ReturnType<typeof createPair>;
beforeAll(async () => {
  await startTestWasm();
  pair = createPair(config);
});

describe('represent', () => {
  it('tries every representation with every count of labels, and tells how far it is', async () => {
    const subjects = { pair, config, step: 3, training: coloured('train', 240), heldOut: coloured('heldOut', 120) };
    const told: number[] = [];
    const before = tf.memory().numTensors;
    const report = await represent(subjects, 1, { pause, progress: (done, total) => told.push(done / total) });
    expect(tf.memory().numTensors).toBe(before);
    expect(report).toMatchObject({ step: 3, labelCounts: [100, 240], tested: 120 });
    expect(report.rows.map(({ kind, columns }) => [kind, columns])).toEqual([
      ['discriminator', 16 * (4 + 8)],
      ['untrained', 16 * (4 + 8)],
      ['pixels', 768],
      ['kMeans', 400],
    ]);
    // Colour is plain to see in pixels; K-means takes each patch's brightness away, and still sees the colour's share.
    for (const { accuracies } of report.rows) expect(accuracies.at(-1)).toBeGreaterThan(0.9);
    expect(report.chance).toBeGreaterThanOrEqual(0.5);
    expect(report.chance).toBeLessThan(0.65);
    expect(told.at(-1)).toBe(1);
    expect(await represent(subjects, 1, { pause, progress: () => undefined })).toEqual(report);
  }, 60_000);
});

describe('layerFeatures', () => {
  it('are the largest values in each sixteenth of every layer', async () => {
    const { images } = coloured('train', 3);
    const { values, columns } = await layerFeatures(pair.discriminator, { images, size: 16, channels: 3 }, pair, pause);
    const maps = new Map<string, { data: Float32Array; side: number; channels: number }>();
    const input = tf.tensor4d(Float32Array.from(images, (byte) => byte / 127.5 - 1), [3, 16, 16, 3]);
    const kept: [string, tf.Tensor4D][] = [];
    forward(pair.discriminator, input, 'inference', {
      watch: ({ name, kind }, stage, x) => {
        if (kind === 'conv' && stage === 'activated') kept.push([name, x]);
        return x;
      },
    });
    for (const [name, x] of kept) maps.set(name, { data: Float32Array.from(await x.data()), side: x.shape[1], channels: x.shape[3] });
    const expected = Array.from({ length: 3 }, (_, n) =>
      [...maps.values()].flatMap(({ data, side, channels }) =>
        Array.from({ length: 16 * channels }, (__, i) => {
          const [c, column, row] = [i % channels, Math.floor(i / channels) % 4, Math.floor(i / channels / 4)];
          const step = side / 4;
          let most = -Infinity;
          for (let y = row * step; y < (row + 1) * step; y++)
            for (let x = column * step; x < (column + 1) * step; x++)
              most = Math.max(most, data[((n * side + y) * side + x) * channels + c]!);
          return most;
        }),
      ),
    ).flat();
    expect(columns * 3).toBe(expected.length);
    expected.forEach((value, i) => expect(values[i]).toBeCloseTo(value, 5));
  });
});

describe('kMeansFeatures', () => {
  it('are the same for the same image wherever it stands, and never negative', async () => {
    const train = coloured('train', 30);
    const { train: first, test: second } = await kMeansFeatures(train, { ...train, images: train.images.slice(768 * 4, 768 * 6) }, new RandomStream(1, 'k'), pause);
    expect(first.columns).toBe(400);
    expect(first.values.every((value) => value >= 0)).toBe(true);
    second.values.forEach((value, i) => expect(value).toBeCloseTo(first.values[4 * 400 + i]!, 3));
  });
});
