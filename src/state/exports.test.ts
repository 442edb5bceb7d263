import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MessageError } from '../core/messages';
import { PRESETS } from '../core/presets';
import type { RunSummary } from '../core/run';
import type { WorkerClient } from '../worker/client';
import type { Params } from '../worker/protocol';
import { addPin } from './explore-pins';
import { History } from './history';
import { Exporter, EXPORTS, fileName } from './exports';
import type { ExportId } from './exports';
import { createLatents, setLatent } from './latents';
import { createAppStore } from './store';

const SAID = { language: 'ko', dataName: (id: string, language: string) => `${id} (${language})` } as const;
const config = { ...PRESETS.tiny, zSize: 2 };
const RUN = { id: 'run-1', dataId: 'mnist:3,8', step: 0, config } as RunSummary;
const KEPT = { id: 'run-2', dataId: 'emoji', step: 40, config } as RunSummary;

let store: ReturnType<typeof createAppStore>;
let latents: ReturnType<typeof createLatents>;
let request: ReturnType<typeof vi.fn>;
let exporter: Exporter;

beforeEach(() => {
  store = createAppStore({ preset: 'tiny', dataId: 'mnist', config });
  store.setState({ run: RUN, step: 12 });
  latents = createLatents();
  setLatent(latents, Float32Array.of(0.5, -0.5));
  request = vi.fn(async () => ({ bytes: Uint8Array.of(1, 2, 3), type: 'text/plain' }));
  exporter = new Exporter({ client: { request } as unknown as WorkerClient, session: { store, latents } });
});

const asked = () => request.mock.lastCall as [string, Params<'exportModel'>];

describe('Exporter', () => {
  it('names each file by data, step and what it is', async () => {
    for (const id of Object.keys(EXPORTS) as ExportId[]) {
      const file = await exporter.make(id, SAID);
      expect(file?.name).toBe(`mnist-3-8-step-12${EXPORTS[id]}`);
      expect(file?.blob.size).toBe(3);
    }
    expect(fileName('own:../é', 3, 'history')).toBe('own-step-3-history.csv');
    expect(fileName('…', 3, 'project')).toBe('model-step-3.dcgan');
  });

  it('asks for the model in view, at its own step', async () => {
    store.setState({ viewed: { run: KEPT, data: {} as never, origin: { kind: 'kept', name: 'earlier' }, pins: [], missing: null, dataName: '', history: new History() } });
    expect((await exporter.make('generator', SAID))?.name).toBe('emoji-step-40-generator.safetensors');
    expect(asked()).toEqual(['exportModel', { model: { run: 'run-2' }, wish: { kind: 'pytorch', network: 'generator' } }]);
    await exporter.make('project', SAID);
    expect(asked()).toEqual(['exportRun', { run: 'run-2', pins: [] }]);
  });

  it('gives the page the z on the sliders, the pins that fit and its texts in both languages', async () => {
    addPin(latents, Float32Array.of(1, 1), 'fits');
    addPin(latents, Float32Array.of(1, 1, 1), 'does not');
    await exporter.make('page', SAID);
    const { wish } = asked()[1];
    if (wish.kind !== 'page') throw new Error(wish.kind);
    expect(wish.z).toEqual(Float32Array.of(0.5, -0.5));
    expect(wish.content.pins).toEqual([{ name: 'fits', z: Float32Array.of(1, 1) }]);
    expect(wish.content.language).toBe('ko');
    expect(wish.content.texts.en).toMatchObject({ title: 'Generator: mnist:3,8 (en)', otherLanguage: '한국어' });
    expect(wish.content.texts.ko).toMatchObject({ title: '생성자: mnist:3,8 (ko)', otherLanguage: 'English' });
  });

  it('writes one file at a time, and none without a model', async () => {
    const first = exporter.make('samples', SAID);
    expect(exporter.store.getState().busy).toBe('samples');
    expect(await exporter.make('history', SAID)).toBeNull();
    await first;
    expect(exporter.store.getState().busy).toBeNull();
    store.setState({ run: null });
    expect(await exporter.make('history', SAID)).toBeNull();
    expect(request).toHaveBeenCalledOnce();
  });

  it('says what became of a file until the next one', async () => {
    const file = (await exporter.make('samples', SAID))!;
    exporter.close('samples', file, false);
    expect(exporter.store.getState().outcome).toEqual({ id: 'samples', saved: false, name: file.name, bytes: 3 });
    exporter.close('samples', file, true);
    expect(exporter.store.getState().outcome?.saved).toBe(true);
    await exporter.make('history', SAID);
    expect(exporter.store.getState().outcome).toBeNull();
  });

  it('says what went wrong until the next try', async () => {
    request.mockRejectedValueOnce(new MessageError('runUnknown', { run: 'run-1' }));
    expect(await exporter.make('history', SAID)).toBeNull();
    expect(exporter.store.getState()).toMatchObject({ busy: null, problem: { code: 'runUnknown' } });
    await exporter.make('history', SAID);
    expect(exporter.store.getState().problem).toBeNull();
  });
});
