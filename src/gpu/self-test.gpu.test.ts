import { beforeAll, expect, test } from 'vitest';
import { nodeGpuDevice } from '../../scripts/node-gpu';
import { HARDWARE_TUNING, SOFTWARE_TUNING } from './kernels/conv-launch';
import { selfTest } from './self-test';

let device: GPUDevice;
beforeAll(async () => {
  device = (await nodeGpuDevice()).device;
});

test.each([
  ['hardware', HARDWARE_TUNING],
  ['software', SOFTWARE_TUNING],
])('every family passes with the %s tuning', async (_, tuning) => {
  expect(await selfTest(device, tuning)).toEqual([]);
});

/** A device on which every shader has one text replaced by another: a stand-in for a miscompiling driver. */
function miscompiling(wanted: string, instead: string): GPUDevice {
  return new Proxy(device, {
    get(target, key) {
      if (key === 'createShaderModule') {
        return (descriptor: GPUShaderModuleDescriptor) =>
          target.createShaderModule({ ...descriptor, code: descriptor.code.replaceAll(wanted, instead) });
      }
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

test.each([
  ['exp(-2.0 * abs(x))', 'exp(-2.1 * abs(x))', ['activation']],
  ['+ (1.0 - saturation) * grey)', ')', ['augment']],
  ['w0[j] * (1.0 - keeps)', 'w0[j]', ['average']],
  ['max(x[p00], x[p01])', 'x[p01]', ['resample']],
  ['invStd * (dz', 'invStd * (dy[i]', ['batchNorm']],
  ['stats[at + 8u] * (1.0 - 0.9)', 'stats[at + 4u] * (1.0 - 0.9)', ['batchNorm']],
])('where %j becomes %j only %j fail', async (wanted, instead, families) => {
  const failures = await selfTest(miscompiling(wanted, instead), SOFTWARE_TUNING);
  expect(failures.map(({ family }) => family)).toEqual(families);
  expect(failures[0]!.detail).toMatch(/^value \d+ of \d+ is /);
});

test('a kernel that does not compile is named with the compiler’s words', async () => {
  const failures = await selfTest(miscompiling('sqrt(total)', 'root(total)'), SOFTWARE_TUNING);
  expect(failures.map(({ family }) => family)).toEqual(['gradientNorm']);
  expect(failures[0]!.detail).toContain('root');
});
