import { beforeAll, expect, test } from 'vitest';
import { nodeGpuDevice } from '../../../scripts/node-gpu';
import { moveAverages } from './average';
import { expectClose, randomFloats } from './expect-close';
import { prepare } from './run';

let device: GPUDevice;
beforeAll(async () => {
  device = (await nodeGpuDevice()).device;
});

test.each([[[8]], [[1]], [[12, 300, 4]], [[5, 8, 130]]])('averages tensors of %j floats', async (sizes) => {
  const keeps = 0.7;
  const tensors: Record<string, Float32Array<ArrayBuffer>> = {};
  for (const [n, size] of sizes.entries()) {
    tensors[`w${n}`] = randomFloats(size, 10 + n);
    tensors[`mean${n}`] = randomFloats(size, 20 + n);
  }
  const launch = await prepare(device, [moveAverages(sizes)], { keeps: Float32Array.of(keeps), ...tensors }, {});
  launch.submit();
  for (const n of sizes.keys()) {
    const wanted = Array.from(tensors[`mean${n}`]!, (mean, i) => keeps * mean + (1 - keeps) * tensors[`w${n}`]![i]!);
    expectClose(await launch.read(`mean${n}`), wanted, 1e-6);
    expect(Array.from(await launch.read(`w${n}`))).toEqual(Array.from(tensors[`w${n}`]!));
  }
  launch.destroy();
});

test('refuses more tensors than every device has buffers for', () => {
  expect(() => moveAverages([4, 4, 4, 4])).toThrow(RangeError);
  expect(() => moveAverages([])).toThrow(RangeError);
});
