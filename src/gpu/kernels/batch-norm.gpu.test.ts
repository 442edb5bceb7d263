import * as tf from '@tensorflow/tfjs';
import { beforeAll, expect, test } from 'vitest';
import { nodeGpuDevice } from '../../../scripts/node-gpu';
import type { Activation } from '../../core/architecture';
import { batchNormForward, batchNormStatsFloats, type BatchNormShape } from './batch-norm';
import { batchNormBackward } from './batch-norm-gradient';
import { moveRunningStatistics } from './batch-norm-running';
import { expectClose, randomFloats } from './expect-close';
import { prepare, run } from './run';

const EPSILON = 1e-5;

let device: GPUDevice;
beforeAll(async () => {
  device = (await nodeGpuDevice()).device;
  await tf.setBackend('cpu');
});

function activate(x: tf.Tensor, activation: Activation): tf.Tensor {
  switch (activation) {
    case 'linear':
      return x;
    case 'relu':
      return tf.relu(x);
    case 'leakyRelu':
      return tf.add(tf.mul(x, 0.6), tf.mul(tf.abs(x), 0.4));
    case 'tanh':
      return tf.tanh(x);
    case 'sigmoid':
      return tf.sigmoid(x);
    default:
      return activation satisfies never;
  }
}

/** The textbook composition of tfjs operations; one group. */
function reference(x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor, activation: Activation): tf.Tensor {
  const mean = tf.mean(x, 0);
  const variance = tf.mean(tf.square(tf.sub(x, mean)), 0);
  const xhat = tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, EPSILON)));
  return activate(tf.add(tf.mul(xhat, gamma), beta), activation);
}

interface Case {
  x: Float32Array<ArrayBuffer>;
  gamma: Float32Array<ArrayBuffer>;
  beta: Float32Array<ArrayBuffer>;
  dy: Float32Array<ArrayBuffer>;
}

function randomCase({ groups, rows, channels }: BatchNormShape): Case {
  const length = groups * rows * channels;
  return {
    x: randomFloats(length, 1).map((v, i) => 2 * v + 3 * (i % channels)),
    gamma: randomFloats(channels, 2).map((v) => v + 1.5),
    beta: randomFloats(channels, 3),
    dy: randomFloats(length, 4),
  };
}

async function forward(shape: BatchNormShape, { x, gamma, beta }: Case) {
  const { programs, scratchFloats } = batchNormForward(shape, EPSILON);
  const sizes = { partial: scratchFloats, stats: batchNormStatsFloats(shape), y: x.length };
  const outputs = await run(device, programs, { x, gamma, beta }, sizes);
  return { y: outputs.y!, stats: outputs.stats! };
}

/** Backward on a device; `dy` is overwritten there with the gradient by x. */
async function backward(shape: BatchNormShape, data: Case, parameters: boolean) {
  const { y, stats } = await forward(shape, data);
  const { programs, scratchFloats } = batchNormBackward(shape, parameters);
  const { channels, groups } = shape;
  const gradients = parameters ? { dGamma: channels, dBeta: channels } : undefined;
  const sizes = { partial: scratchFloats, sums: groups * 2 * channels, ...gradients };
  const launch = await prepare(device, programs, { ...data, y, stats }, sizes);
  launch.submit();
  const dx = await launch.read('dy');
  const [dGamma, dBeta] = parameters ? [await launch.read('dGamma'), await launch.read('dBeta')] : [];
  launch.destroy();
  return { y, dx, dGamma, dBeta };
}

const ACTIVATIONS: readonly Activation[] = ['linear', 'relu', 'leakyRelu', 'tanh', 'sigmoid'];
const SHAPES: readonly [number, number, number][] = [
  [1, 2, 1],
  [1, 8, 3],
  [2, 128, 4],
  [1, 5000, 8],
  [3, 64, 1],
];
const CASES = [
  ...ACTIVATIONS.map((activation) => [activation, 2, 33, 6] as const),
  ...SHAPES.map((shape) => ['leakyRelu', ...shape] as const),
];

test.each(CASES)(
  '%s, %i groups of %i rows of %i channels, forward and backward',
  async (activation, groups, rows, channels) => {
    const shape = { groups, rows, channels, activation };
    const data = randomCase(shape);
    const { y, dx: actualDx, dGamma: actualDGamma, dBeta: actualDBeta } = await backward(shape, data, true);
    const wantedY: number[] = [];
    const wantedDx: number[] = [];
    const wantedDGamma = Array.from({ length: channels }, () => 0);
    const wantedDBeta = Array.from({ length: channels }, () => 0);
    for (let g = 0; g < groups; g++) {
      const part = (values: Float32Array) =>
        tf.tensor2d(values.slice(g * rows * channels, (g + 1) * rows * channels), [rows, channels]);
      const inputs = [part(data.x), tf.tensor1d(data.gamma), tf.tensor1d(data.beta)];
      const f = (x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor) => reference(x, gamma, beta, activation);
      wantedY.push(...(await f(inputs[0]!, inputs[1]!, inputs[2]!).data()));
      const [dx, dGamma, dBeta] = await Promise.all(tf.grads(f)(inputs, part(data.dy)).map((t) => t.data()));
      wantedDx.push(...dx!);
      dGamma!.forEach((v, c) => (wantedDGamma[c]! += v));
      dBeta!.forEach((v, c) => (wantedDBeta[c]! += v));
    }
    expectClose(y, wantedY, 1e-5);
    // With two rows xhat is +-1 and the terms of dx cancel almost wholly: nothing but rounding is left to compare.
    if (rows > 2) expectClose(actualDx, wantedDx, 1e-4);
    expectClose(actualDGamma!, wantedDGamma, 1e-4);
    expectClose(actualDBeta!, wantedDBeta, 1e-4);
  },
);

test('gives mean, inverse deviation and biased variance of each group', async () => {
  const shape = { groups: 2, rows: 3, channels: 1, activation: 'linear' } as const;
  const { programs, scratchFloats } = batchNormForward(shape, EPSILON);
  const x = Float32Array.of(1, 2, 3, 10, 10, 40);
  const { stats } = await run(device, programs.slice(0, 2), { x }, { partial: scratchFloats, stats: 6 });
  expectClose(stats!, [2, 1 / Math.sqrt(2 / 3 + EPSILON), 2 / 3, 20, 1 / Math.sqrt(200 + EPSILON), 200], 1e-6);
});

test('moves the running statistics of each layer by each group in turn', async () => {
  const layers = [
    { channels: 1, groups: 2, statsAt: 0 },
    { channels: 2, groups: 1, statsAt: 8 },
  ];
  const stats = Float32Array.of(2, 9, 0.5, 20, 9, 200, 0, 0, 1, 2, 9, 9, 3, 4);
  const running = { mean0: Float32Array.of(5), variance0: Float32Array.of(1) };
  const program = moveRunningStatistics(layers, 0.9);
  const launch = await prepare(device, [program], { stats, ...running }, { mean1: 2, variance1: 2 });
  launch.submit();
  expectClose(await launch.read('mean0'), [0.9 * (0.9 * 5 + 0.1 * 2) + 0.1 * 20], 1e-6);
  expectClose(await launch.read('variance0'), [0.9 * (0.9 * 1 + 0.1 * 0.5) + 0.1 * 200], 1e-6);
  expectClose(await launch.read('mean1'), [0.1, 0.2], 1e-6);
  expectClose(await launch.read('variance1'), [0.3, 0.4], 1e-6);
  launch.destroy();
});

test('keeps a small variance beside a large mean', async () => {
  const shape = { groups: 1, rows: 4096, channels: 4, activation: 'linear' } as const;
  const x = randomFloats(4096 * 4, 9).map((v) => 1000 + v);
  const { stats } = await forward(shape, { ...randomCase(shape), x });
  for (let c = 0; c < 4; c++) {
    const values = Array.from(x).filter((_, i) => i % 4 === c);
    const mean = values.reduce((a, b) => a + b, 0) / 4096;
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / 4096;
    expect(stats[4 + c]! * Math.sqrt(variance + 1e-5)).toBeCloseTo(1, 4);
  }
});

test('writes the same gradient for x without those of the parameters', async () => {
  const shape = { groups: 1, rows: 100, channels: 4, activation: 'leakyRelu' } as const;
  const data = randomCase(shape);
  const [withThem, without] = [await backward(shape, data, true), await backward(shape, data, false)];
  expect(without.dx).toEqual(withThem.dx);
});
