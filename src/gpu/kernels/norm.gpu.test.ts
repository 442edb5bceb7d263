import { beforeAll, expect, test } from 'vitest';
import { nodeGpuDevice } from '../../../scripts/node-gpu';
import { randomFloats } from './expect-close';
import { euclideanNorm } from './norm';
import { run } from './run';

let device: GPUDevice;
beforeAll(async () => {
  device = (await nodeGpuDevice()).device;
});

test.each([4, 64, 4000, 400_000])('of %i floats', async (length) => {
  const values = randomFloats(length, 1);
  const { programs, scratchFloats } = euclideanNorm(length, 2);
  const { metrics } = await run(device, programs, { values }, { partial: scratchFloats, metrics: 4 });
  const wanted = Math.sqrt(values.reduce((sum, v) => sum + v * v, 0));
  expect(metrics![2]! / wanted).toBeCloseTo(1, 5);
  expect([metrics![0], metrics![1], metrics![3]]).toEqual([0, 0, 0]);
});
