import * as tf from '@tensorflow/tfjs';
import { afterEach, expect, test, vi } from 'vitest';
import { selectBackend } from './backend';
import type { BackendOptions } from './backend';
import { fakeGpu } from './fake-gpu';
import { nodeWasmPaths } from './wasm/node-paths';

const callbacks = { onLost: vi.fn(), onError: vi.fn() };
const select = (options: Partial<BackendOptions> = {}) => selectBackend({ ...callbacks, ...options });

function stubGpu(gpu: unknown): void {
  vi.stubGlobal('navigator', { gpu, hardwareConcurrency: 2 });
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('a name that is no backend is refused in words', async () => {
  const result = await select({ prefer: 'cuda' });
  expect(result).toMatchObject({ ok: false, error: { code: 'unknown-backend' } });
  expect(result.ok ? '' : result.error.message).toContain('"cuda"');
});

test('without a GPU the automatic choice is wasm, and says why the others were passed over', async () => {
  stubGpu(undefined);
  const result = await select({ wasmPaths: nodeWasmPaths() });
  expect(result).toMatchObject({ ok: true, value: { backend: 'wasm', software: false } });
  const reasons = result.ok ? result.value.passedOver.map(({ backend, code }) => [backend, code]) : [];
  expect(reasons).toEqual([
    ['webgpu', 'no-webgpu-api'],
    ['webgl', 'no-webgl'],
  ]);
  expect(tf.getBackend()).toBe('wasm');
});

test('the chosen backend computes', async () => {
  await select({ prefer: 'wasm', wasmPaths: nodeWasmPaths() });
  const product = tf.tidy(() =>
    tf.matMul(
      tf.tensor2d([
        [1, 2],
        [3, 4],
      ]),
      tf.tensor2d([
        [5, 6],
        [7, 8],
      ]),
    ),
  );
  expect(Array.from(await product.data())).toEqual([19, 22, 43, 50]);
  product.dispose();
});

test('without WebGPU and without the wasm binaries it is the plain cpu backend', async () => {
  stubGpu({ requestAdapter: () => Promise.resolve(null) });
  const result = await select({ wasmPaths: { 'tfjs-backend-wasm.wasm': 'only-one.wasm' } });
  expect(result).toMatchObject({ ok: true, value: { backend: 'cpu' } });
  const codes = result.ok ? result.value.passedOver.map(({ code }) => code) : [];
  expect(codes).toEqual(['no-adapter', 'no-webgl', 'wasm-paths']);
});

test('a backend asked for by name is that one or a failure, never another', async () => {
  stubGpu({ requestAdapter: () => Promise.reject(new Error('no Vulkan')) });
  expect(await select({ prefer: 'webgpu' })).toMatchObject({
    error: { code: 'no-adapter', detail: 'no Vulkan' },
  });
  expect(await select({ prefer: 'webgl' })).toMatchObject({ error: { code: 'no-webgl' } });
  expect(await select({ prefer: 'wasm' })).toMatchObject({ error: { code: 'wasm-paths' } });
  expect(await select({ prefer: 'cpu' })).toMatchObject({ ok: true, value: { backend: 'cpu', threads: 1 } });
});

test('a device of ours becomes the webgpu backend, and its loss reaches the caller', async () => {
  const { gpu, device, lose } = fakeGpu({ info: { vendor: 'acme', architecture: 'rocket' } });
  stubGpu(gpu);
  const result = await select();
  expect(result).toMatchObject({
    ok: true,
    value: { backend: 'webgpu', adapter: 'acme rocket', software: false },
  });
  expect(result.ok && result.value.device).toBe(device);
  expect((tf.backend() as unknown as { device: unknown }).device).toBe(device);
  lose({ reason: 'destroyed', message: 'gone' });
  await vi.waitFor(() =>
    expect(callbacks.onLost).toHaveBeenCalledWith({ reason: 'destroyed', message: 'gone' }),
  );
});

test('a second choice replaces the first device', async () => {
  const [first, second] = [fakeGpu(), fakeGpu()];
  stubGpu(first.gpu);
  await select({ prefer: 'webgpu' });
  stubGpu(second.gpu);
  const result = await select({ prefer: 'webgpu' });
  expect(result.ok && result.value.device).toBe(second.device);
});

test('a software adapter is taken and named, or passed over where the caller says so', async () => {
  const software = fakeGpu({ info: { vendor: 'google', architecture: 'swiftshader' } });
  stubGpu(software.gpu);
  expect(await select()).toMatchObject({ ok: true, value: { backend: 'webgpu', software: true } });
  expect(software.device.destroyed).toBe(false);
  const strict = await select({ acceptSoftware: [], wasmPaths: nodeWasmPaths() });
  expect(strict).toMatchObject({ ok: true, value: { backend: 'wasm' } });
  expect(strict.ok && strict.value.passedOver[0]).toMatchObject({
    backend: 'webgpu',
    code: 'software-adapter',
  });
  expect(software.device.destroyed).toBe(true);
});
