import { existsSync, readFileSync, statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readManifest } from '../codecs/project';
import { PRESETS } from '../core/presets';
import { createAppStore } from './store';
import { READY_MODELS, viewReadyModel } from './ready-models';

const folder = new URL('../../public/models/', import.meta.url);

it.each(READY_MODELS)('%s is there, small, and what its record says', (id) => {
  const file = new URL(`${id}.dcgan`, folder);
  expect(existsSync(file)).toBe(true);
  expect(statSync(file).size).toBeLessThanOrEqual(2_000_000);
  const record = JSON.parse(readFileSync(new URL(`${id}.json`, folder), 'utf8')) as Record<string, unknown>;
  const manifest = readManifest(readFileSync(file));
  expect(manifest.ok && [manifest.value.dataId, manifest.value.step]).toEqual([record['data'], record['step']]);
  expect(record).toMatchObject({ commands: expect.arrayContaining([expect.stringMatching(/^npm run train -- /)]), bytes: statSync(file).size });
});

it('looks at the file of that name, and says where it cannot be had', async () => {
  const store = createAppStore({ preset: 'tiny', dataId: 'mnist', config: PRESETS.tiny });
  const seen: unknown[] = [];
  const session = { store, view: async (...given: unknown[]) => void seen.push(given) };
  const asked: string[] = [];
  const fetchFile = async (path: string) => {
    asked.push(path);
    return Uint8Array.of(1);
  };
  await viewReadyModel({ session, fetchFile }, 'mnist', 'MNIST');
  expect([asked, seen]).toEqual([['models/mnist.dcgan'], [[Uint8Array.of(1), { kind: 'shipped', name: 'MNIST' }]]]);
  await viewReadyModel({ session, fetchFile: () => Promise.reject(new Error('HTTP 404')) }, 'mnist', 'MNIST');
  expect(seen).toHaveLength(1);
  expect(store.getState().notices[0]!.messages).toEqual([{ code: 'readyUnreachable', params: { name: 'MNIST' }, detail: 'HTTP 404' }]);
});
