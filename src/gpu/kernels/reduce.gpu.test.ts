import { beforeAll, expect, test } from 'vitest';
import { nodeGpuDevice } from '../../../scripts/node-gpu';
import { expectClose, randomFloats } from './expect-close';
import { sumSlices } from './reduce';
import { run } from './run';

let device: GPUDevice;
beforeAll(async () => {
  device = (await nodeGpuDevice()).device;
});

test.each([
  [1, 5],
  [7, 300],
  [31, 64],
  [32, 1],
  [33, 9],
  [500, 64],
  [40, 2000],
])('%i slices of %i values', async (slices, length) => {
  const partial = randomFloats(slices * length, 1);
  const { total } = await run(device, [sumSlices({ slices, length, label: 'sum' })], { partial }, { total: length });
  const wanted = Array.from({ length }, (_, i) => {
    let sum = 0;
    for (let s = 0; s < slices; s++) sum += partial[s * length + i]!;
    return sum;
  });
  expect(total!.length).toBe(length);
  expectClose(total!, wanted, 1e-6);
});
