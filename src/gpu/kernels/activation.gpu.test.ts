import { beforeAll, describe, expect, test } from 'vitest';
import { nodeGpuDevice } from '../../../scripts/node-gpu';
import type { Activation } from '../../core/architecture';
import { activationBackward, activationForward } from './activation';
import { expectClose, randomFloats } from './expect-close';
import type { Program } from './program';
import { prepare } from './run';

let device: GPUDevice;
beforeAll(async () => {
  device = (await nodeGpuDevice()).device;
});

async function inPlace(programs: readonly Program[], inputs: Record<string, Float32Array>, sizes: Record<string, number>) {
  const launch = await prepare(device, programs, inputs, sizes);
  launch.submit();
  const results: Record<string, Float32Array> = {};
  for (const name of launch.buffers.keys()) results[name] = await launch.read(name);
  launch.destroy();
  return results;
}

const functions: Record<Activation, (x: number) => number> = {
  linear: (x) => x,
  relu: (x) => Math.max(x, 0),
  leakyRelu: (x) => (x > 0 ? x : 0.2 * x),
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
};
const names = Object.keys(functions) as Activation[];

describe.each(names)('%s', (activation) => {
  test('keeps its relative accuracy near zero and at both ends', async () => {
    const x = Float32Array.of(0, 1e-3, -1e-3, 0.05, -0.0999, 0.1001, -0.5, 3, -3, 20, -20, 200, -200, 1e4, -1e4, 1e-7);
    const shape = { rows: 4, channels: 4, activation, bias: false };
    const { x: y } = await inPlace([activationForward(shape)], { x }, {});
    x.forEach((value, i) => {
      const wanted = functions[activation](value);
      expect(Math.abs(y![i]! - wanted)).toBeLessThanOrEqual(2e-6 * Math.abs(wanted) + 1e-37);
    });
  });

  test.each([
    [1, 1],
    [7, 3],
    [600, 1],
    [50, 12],
  ])('adds the bias and gives the finite-difference gradient, %i rows of %i channels', async (rows, channels) => {
    const x = randomFloats(rows * channels, 1);
    const bias = randomFloats(channels, 2);
    const dy = randomFloats(rows * channels, 3);
    const shape = { rows, channels, activation, bias: true };
    const { x: y } = await inPlace([activationForward(shape)], { x, bias }, {});
    const f = functions[activation];
    const input = Array.from(x, (value, i) => value + bias[i % channels]!);
    expectClose(y!, input.map(f), 1e-5);

    const { programs, scratchFloats } = activationBackward(shape);
    const sizes = { partial: scratchFloats, total: channels };
    const { dy: dx, total } = await inPlace(programs, { y: y!, dy }, sizes);
    const slope = (v: number) => (f(v + 1e-6) - f(v - 1e-6)) / 2e-6;
    const wanted = input.map((v, i) => slope(v) * dy[i]!);
    expectClose(dx!, wanted, 1e-5);
    const sums = Array.from({ length: channels }, () => 0);
    wanted.forEach((value, i) => (sums[i % channels]! += value));
    expectClose(total!, sums, 1e-5);
  });

  test('without a bias its gradient needs no scratch', async () => {
    const shape = { rows: 5, channels: 2, activation, bias: false };
    const y = Float32Array.from(randomFloats(10, 4), functions[activation]);
    const dy = randomFloats(10, 5);
    const { programs, scratchFloats } = activationBackward(shape);
    expect([programs.length, scratchFloats]).toEqual([1, 0]);
    const { dy: dx } = await inPlace(programs, { y, dy }, {});
    const slopes: Record<Activation, (v: number) => number> = {
      linear: () => 1,
      relu: (v) => (v > 0 ? 1 : 0),
      leakyRelu: (v) => (v > 0 ? 1 : 0.2),
      tanh: (v) => 1 - v * v,
      sigmoid: (v) => v * (1 - v),
    };
    expectClose(dx!, Array.from(y, (v, i) => slopes[activation](v) * dy[i]!), 1e-5);
  });
});
