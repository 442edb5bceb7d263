import { expect, test, vi } from 'vitest';
import { KERNEL_LIMITS, isSoftwareRenderer, requestOwnedDevice, watchDevice } from './device';
import { fakeGpu } from './fake-gpu';

function gpuWhoseAdapterIs(answer: () => Promise<unknown>): GPU {
  return { requestAdapter: answer } as unknown as GPU;
}

test('no navigator.gpu is a value, not a TypeError', async () => {
  expect(await requestOwnedDevice(undefined)).toMatchObject({ ok: false, error: { code: 'no-webgpu-api' } });
});

test('an adapter of null is a value', async () => {
  const result = await requestOwnedDevice(gpuWhoseAdapterIs(() => Promise.resolve(null)));
  expect(result).toMatchObject({ ok: false, error: { code: 'no-adapter' } });
});

test('requestAdapter that rejects or throws is a value with the cause verbatim', async () => {
  const rejects = gpuWhoseAdapterIs(() => Promise.reject(new Error('blocked by policy')));
  const throws = gpuWhoseAdapterIs(() => {
    throw new TypeError('Illegal invocation');
  });
  expect(await requestOwnedDevice(rejects)).toMatchObject({
    error: { code: 'no-adapter', detail: 'blocked by policy' },
  });
  expect(await requestOwnedDevice(throws)).toMatchObject({
    error: { code: 'no-adapter', detail: 'Illegal invocation' },
  });
});

test('a refused device is a value with the cause verbatim', async () => {
  const { gpu } = fakeGpu({ requestDevice: () => Promise.reject(new Error('too many devices')) });
  expect(await requestOwnedDevice(gpu)).toMatchObject({
    error: { code: 'device-failed', detail: 'too many devices' },
  });
});

test('asks for the fast adapter, its own limits, and timestamps only where it has them', async () => {
  const plain = fakeGpu({ limits: { maxBufferSize: 4 * 2 ** 30 } });
  const result = await requestOwnedDevice(plain.gpu);
  expect(plain.requests.adapter).toEqual([{ powerPreference: 'high-performance' }]);
  expect(plain.requests.device[0]?.requiredFeatures).toEqual([]);
  expect(Object.keys(plain.requests.device[0]?.requiredLimits ?? {})).toEqual([...KERNEL_LIMITS]);
  expect(result).toMatchObject({
    ok: true,
    value: { limits: { maxBufferSize: 4 * 2 ** 30 }, timestamps: false },
  });

  const timed = fakeGpu({ features: ['timestamp-query', 'shader-f16'] });
  expect(await requestOwnedDevice(timed.gpu)).toMatchObject({ value: { timestamps: true } });
  expect(timed.requests.device[0]?.requiredFeatures).toEqual(['timestamp-query']);
});

test.each([
  [{ vendor: 'nvidia', architecture: 'ada-lovelace' }, 'nvidia ada-lovelace', false],
  [{ vendor: 'intel', description: 'Intel(R) Iris(R) Xe Graphics' }, 'Intel(R) Iris(R) Xe Graphics', false],
  [{ vendor: 'google', architecture: 'swiftshader' }, 'google swiftshader', true],
  [
    { vendor: 'mesa', description: 'llvmpipe (LLVM 15.0.6, 256 bits)' },
    'llvmpipe (LLVM 15.0.6, 256 bits)',
    true,
  ],
  [{ vendor: 'microsoft', architecture: 'warp' }, 'microsoft warp', true],
  [{ isFallbackAdapter: true }, '', true],
  [null, '', false],
])('names the adapter %j and knows whether it is software', async (info, adapter, software) => {
  const { gpu } = fakeGpu({ info });
  expect(await requestOwnedDevice(gpu)).toMatchObject({ ok: true, value: { adapter, software } });
});

test('knows the software renderers of WebGL by their names', () => {
  expect(
    isSoftwareRenderer('ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)'),
  ).toBe(true);
  expect(
    isSoftwareRenderer('ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11 vs_5_0 ps_5_0)'),
  ).toBe(true);
  expect(isSoftwareRenderer('ANGLE (Apple, ANGLE Metal Renderer: Apple M2, Unspecified Version)')).toBe(
    false,
  );
  expect(isSoftwareRenderer('Warped Reality GPU')).toBe(false);
});

test('hands over the loss of the device and every uncaptured error', async () => {
  class GPUValidationError extends Error {}
  const { device, lose } = fakeGpu();
  const onLost = vi.fn();
  const onError = vi.fn();
  watchDevice(device as unknown as GPUDevice, onLost, onError);
  const raise = (error: Error) =>
    device.dispatchEvent(Object.assign(new Event('uncapturederror'), { error }));
  raise(new GPUValidationError('bad bind group'));
  raise(new Error('strange'));
  expect(onError.mock.calls).toEqual([
    [{ kind: 'validation', message: 'bad bind group' }],
    [{ kind: 'other', message: 'strange' }],
  ]);
  expect(onLost).not.toHaveBeenCalled();
  lose({ reason: 'unknown', message: 'driver reset' });
  await device.lost;
  await Promise.resolve();
  expect(onLost.mock.calls).toEqual([[{ reason: 'unknown', message: 'driver reset' }]]);
});
