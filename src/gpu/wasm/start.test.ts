import * as tf from '@tensorflow/tfjs';
import { afterEach, expect, test, vi } from 'vitest';
import { nodeWasmPaths } from './node-paths';
import { startWasm, WASM_BINARIES } from './start';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test('no WebAssembly is a value', async () => {
  vi.stubGlobal('WebAssembly', undefined);
  expect(await startWasm(nodeWasmPaths())).toMatchObject({ ok: false, error: { code: 'no-wasm' } });
});

test('names the binaries that have no URL', async () => {
  const { 'tfjs-backend-wasm-simd.wasm': _, ...rest } = nodeWasmPaths();
  const result = await startWasm(rest);
  expect(result).toMatchObject({ error: { code: 'wasm-paths' } });
  expect(result.ok ? '' : result.error.message).toContain('tfjs-backend-wasm-simd.wasm');
  expect(await startWasm(undefined)).toMatchObject({ error: { code: 'wasm-paths' } });
});

test('starts single-threaded in Node and makes itself current', async () => {
  expect(await startWasm(nodeWasmPaths())).toMatchObject({ ok: true, value: { simd: true, threads: 1 } });
  expect(tf.getBackend()).toBe('wasm');
});

test('a binary that cannot be loaded is a value', async () => {
  // The backend that runs already would be kept: its registration is renewed so that it must be loaded once
  // more.
  const factory = tf.findBackendFactory('wasm');
  tf.removeBackend('wasm');
  tf.registerBackend('wasm', factory);
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const wrong = Object.fromEntries(WASM_BINARIES.map((name) => [name, `/no/such/folder/${name}`]));
  expect(await startWasm(wrong)).toMatchObject({ ok: false, error: { code: 'backend-failed' } });
});
