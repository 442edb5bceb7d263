import { beforeEach, describe, expect, it } from 'vitest';
import { architecture } from '../core/architecture';
import { MessageError } from '../core/messages';
import type { MessageCode } from '../core/messages';
import { nearestPreset, PRESETS } from '../core/presets';
import type { RunSummary } from '../core/run';
import type { WorkerClient } from '../worker/client';
import type { RequestName } from '../worker/protocol';
import { createAppStore, modelInView } from './store';
import type { AppStore } from './store';
import { Viewing } from './viewing';

const runOf = (id: string, step: number): RunSummary => ({
  id,
  dataId: 'mnist',
  config: PRESETS.tiny,
  architecture: architecture(PRESETS.tiny),
  step,
  stepKind: 'tfjs',
  gridLatents: new Float32Array(16),
});

let store: AppStore;
let viewing: Viewing;
let shown: (string | null)[];
let disposed: string[];
/** Whether the data set of the files is to be had, and for each import whether it did without. */
let dataHere: boolean;
let imports: boolean[];
/** A request that is refused unless it is to do without images, and as what. */
let refused: { name: RequestName; code: MessageCode } | null;
/** What opening waits for, by the file's only byte. */
let gates: Map<number, Promise<void>>;

beforeEach(() => {
  store = createAppStore({ preset: 'tiny', dataId: 'mnist', config: PRESETS.tiny });
  store.setState({ run: runOf('live', 7) });
  shown = [];
  disposed = [];
  dataHere = true;
  refused = null;
  imports = [];
  gates = new Map();
  const request = async (name: RequestName, params: { bytes?: Uint8Array; run?: string; withoutData?: boolean }) => {
    const file = params.bytes?.[0] ?? 0;
    if (name === 'readManifest' && file === 99) throw new MessageError('fileNotZip', { file: 'x' });
    if (name === 'readManifest') return { dataId: 'mnist', dataName: 'digits', config: PRESETS.tiny, step: file, pins: [] };
    if (name === refused?.name && !params.withoutData) throw new MessageError(refused.code);
    if (name === 'loadData' && !dataHere) throw new MessageError('ownUnknown', { id: 'own:1' });
    if (name === 'loadData') return { id: 'mnist' };
    if (name === 'exportRun') return { bytes: Uint8Array.of(Number(params.run!.split('-')[1])) };
    if (name === 'importRun') imports.push(params.withoutData ?? false);
    if (name === 'history') return { rows: new Float64Array() };
    if (name === 'disposeRun') return void disposed.push(params.run!);
    await gates.get(file);
    return runOf(`opened-${file}`, file);
  };
  viewing = new Viewing({
    client: { request } as unknown as WorkerClient,
    store,
    show: async (run) => void shown.push(run?.id ?? null),
  });
});

const open = (file: number) => viewing.open(Uint8Array.of(file), { kind: 'kept', name: 'run' });
const inView = () => modelInView(store.getState())?.id;

describe('viewing', () => {
  it('puts a file’s model in the place of the run’s, and the run’s back again', async () => {
    expect(await open(3)).toBe(true);
    expect(inView()).toBe('opened-3');
    expect(store.getState().run?.id).toBe('live');
    await viewing.close();
    expect(inView()).toBe('live');
    expect(shown).toEqual(['opened-3', 'live']);
    expect(disposed).toEqual(['opened-3']);
  });

  it('closes the model that was in view before', async () => {
    await open(1);
    await open(2);
    expect(inView()).toBe('opened-2');
    expect(disposed).toEqual(['opened-1']);
  });

  it('shows only the last of several asked for, in whatever order they open, and leaves none behind', async () => {
    let release = () => {};
    gates.set(1, new Promise((resolve) => (release = resolve)));
    const slow = open(1);
    expect(await open(2)).toBe(true);
    release();
    expect(await slow).toBe(false);
    expect(inView()).toBe('opened-2');
    expect(disposed).toEqual(['opened-1']);
  });

  it('opens a file whose data set is not here all the same, and gives it away for training only once the set has come', async () => {
    dataHere = false;
    expect(await open(3)).toBe(true);
    expect(store.getState().viewed).toMatchObject({ data: null, missing: { code: 'ownUnknown' }, dataName: 'digits' });
    await expect(viewing.takeToTrain()).rejects.toMatchObject({
      userMessage: { code: 'dataAbsent', params: { data: 'digits', size: 16, channels: 1 } },
    });
    expect(inView()).toBe('opened-3');
    dataHere = true;
    expect(await viewing.takeToTrain()).toMatchObject({ data: { id: 'mnist' }, run: { id: 'opened-3' }, origin: { kind: 'kept' } });
    expect([imports, disposed, inView()]).toEqual([[true, false], ['opened-3'], 'live']);
  });

  it.each(['loadData', 'importRun'] as const)('opens a file whose images are out of reach or too few, and knows why (%s)', async (name) => {
    refused = { name, code: name === 'loadData' ? 'dataShardFailed' : 'dataTooFew' };
    expect(await open(3)).toBe(true);
    expect(store.getState().viewed).toMatchObject({ data: null, missing: { code: refused.code } });
    await expect(viewing.takeToTrain()).rejects.toMatchObject({ userMessage: { code: refused.code } });
    expect(inView()).toBe('opened-3');
    refused = null;
    expect(await viewing.takeToTrain()).toMatchObject({ data: { id: 'mnist' }, missing: null });
  });

  it('leaves what is in view alone when a file cannot be opened', async () => {
    await open(1);
    await expect(open(99)).rejects.toMatchObject({ userMessage: { code: 'fileNotZip' } });
    expect(inView()).toBe('opened-1');
    expect(disposed).toEqual([]);
  });

  it('gives the model away without closing it', async () => {
    await open(4);
    expect(viewing.take()?.run.id).toBe('opened-4');
    expect(store.getState().viewed).toBeNull();
    expect(disposed).toEqual([]);
  });
});

describe('nearestPreset', () => {
  it('is the preset itself, and the same after small changes', () => {
    for (const [id, config] of Object.entries(PRESETS)) {
      expect(nearestPreset(config)).toBe(id);
      expect(nearestPreset({ ...config, seed: 77, steps: 12 })).toBe(id);
    }
  });
});
