import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BACKEND_NAMES, isBackendName } from './backend-name';

test('accepts the four names, in the order in which the automatic choice tries them', () => {
  expect(BACKEND_NAMES).toEqual(['webgpu', 'webgl', 'wasm', 'cpu']);
  expect(BACKEND_NAMES.every(isBackendName)).toBe(true);
});

test('refuses everything else', () => {
  const others = fc.anything().filter((value) => !(BACKEND_NAMES as readonly unknown[]).includes(value));
  fc.assert(fc.property(others, (value) => !isBackendName(value)));
  expect(isBackendName('WebGPU')).toBe(false);
  expect(isBackendName('toString')).toBe(false);
});
