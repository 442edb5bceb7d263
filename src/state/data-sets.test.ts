import { beforeEach, describe, expect, it } from 'vitest';
import { MessageError } from '../core/messages';
import { PRESETS } from '../core/presets';
import type { RunSummary } from '../core/run';
import type { WorkerClient } from '../worker/client';
import type { ImportReport, OwnSetList, OwnSetSummary, WorkerEvent } from '../worker/protocol';
import { colourOf, DataSets } from './data-sets';
import { createAppStore } from './store';

const SET: OwnSetSummary = {
  id: 'own:abc',
  name: 'cats',
  size: 64,
  channels: 3,
  train: 90,
  heldOut: 10,
  classNames: ['cats'],
  duplicates: { exact: 0, near: 0 },
  drop: 'none',
  kept: false,
  bytes: 1,
  created: 1,
};
const LIST: OwnSetList = { sets: [SET], usage: 0, quota: 1e9 };

let asked: { name: string; params: unknown }[];
let answers: Record<string, unknown>;
let hear: (event: WorkerEvent) => void;
let settings: [string, unknown][];
let released: string[];
let store: ReturnType<typeof createAppStore>;
let sets: DataSets;
let time: number;

beforeEach(() => {
  [asked, settings, released, time] = [[], [], [], 0];
  answers = { ownSets: LIST, importData: report(SET) };
  store = createAppStore({ preset: 'class', dataId: 'mnist', config: PRESETS.class });
  const client = {
    request: async (name: string, params: unknown) => {
      asked.push({ name, params });
      const answer = answers[name];
      if (answer instanceof Error) throw answer;
      return answer;
    },
    subscribe: (listener: (event: WorkerEvent) => void) => {
      hear = listener;
      return () => undefined;
    },
  };
  sets = new DataSets({
    client: client as unknown as WorkerClient,
    session: {
      store,
      setSetting: (key, value) => void settings.push([key, value]),
      chooseData: (id) => void settings.push(['data', id]),
      newRun: async () => void settings.push(['newRun', null]),
    },
    now: () => time,
    addressOf: () => 'blob:x',
    release: (url) => void released.push(url),
    persist: async () => true,
  });
});

function report(set: OwnSetSummary | null): ImportReport {
  return { set, files: 3, pictures: 2, skipped: [{ path: 'a', reason: 'empty' }], skippedCount: 1, refused: [] };
}

const FILES = Promise.resolve([{ path: 'a.png', file: new Blob(['x']) }]);

describe('importing', () => {
  it("asks at the model's size, with the pictures' own channels, unless something else is chosen, and chooses the set for the next run", async () => {
    await sets.importFiles(FILES, () => 'cats');
    expect(asked[0]).toMatchObject({ name: 'importData', params: { options: { name: 'cats', size: 32, channels: 'auto', background: [255, 255, 255] } } });
    expect(settings).toEqual([
      ['imageSize', 64],
      ['channels', 3],
      ['data', 'own:abc'],
    ]);
    expect(sets.store.getState()).toMatchObject({ status: null, report: { skippedCount: 1 }, list: LIST });
    expect(store.getState()).toMatchObject({ dataIds: ['own:abc'], ownNames: { 'own:abc': 'cats' } });
    sets.choose({ size: 16, channels: 1, fit: 'pad', background: '#ff8000' });
    await sets.importFiles(FILES, () => 'cats');
    expect(asked.filter(({ name }) => name === 'importData')[1]).toMatchObject({
      params: { options: { size: 16, channels: 1, fit: 'pad', background: [255, 128, 0] } },
    });
  });

  it('leaves the present set where nothing could be read, and says so', async () => {
    answers.importData = report(null);
    await sets.importFiles(FILES, () => 'cats');
    expect(settings).toEqual([]);
    expect(store.getState().notices[0]!.messages).toEqual([{ code: 'importNothing', params: { count: 3 } }]);
    expect(sets.store.getState().report!.skipped).toHaveLength(1);
  });

  it('tells how far it is and how long it takes, and nothing of other jobs', async () => {
    answers.importData = new Promise(() => undefined);
    void sets.importFiles(FILES, () => 'cats');
    await FILES;
    const tell = (job: string, done: number) => hear({ type: 'progress', job, done, total: 100 });
    time = 1000;
    tell('import', 10);
    expect(sets.store.getState().status).toEqual({ done: 10, total: 100, leftMs: null });
    time = 2000;
    tell('import', 20);
    expect(sets.store.getState().status).toEqual({ done: 20, total: 100, leftMs: 4000 });
    tell('invert', 90);
    expect(sets.store.getState().status!.done).toBe(20);
    sets.cancel();
    await Promise.resolve();
    expect(asked.at(-1)).toEqual({ name: 'cancel', params: { job: 'import' } });
  });

  it('says what went wrong, and is ready again', async () => {
    answers.importData = new Error('broken');
    await sets.importFiles(FILES, () => 'cats');
    expect(store.getState().notices[0]!.messages[0]!.code).toBe('unexpected');
    expect(sets.store.getState().status).toBeNull();
  });

  it('shows that it collects files, and the last of several imports', async () => {
    let end = (): void => undefined;
    const first = sets.importFiles(new Promise((resolve) => (end = () => resolve([]))), () => 'none');
    expect(sets.store.getState().status).toEqual({ done: 0, total: 0, leftMs: null });
    const second = sets.importFiles(FILES, () => 'cats');
    end();
    expect(await first).toBe(false);
    expect(sets.store.getState().status).not.toBeNull();
    expect(await second).toBe(true);
    expect(sets.store.getState().status).toBeNull();
  });

  it('asks for nothing where it is stopped while it still collects files', async () => {
    let end = (): void => undefined;
    const stopped = sets.importFiles(FILES.then((files) => new Promise((resolve) => (end = () => resolve(files)))), () => 'cats');
    await FILES;
    await FILES;
    sets.cancel();
    expect(sets.store.getState().status).toBeNull();
    end();
    expect(await stopped).toBe(false);
    expect(asked.map(({ name }) => name)).toEqual(['cancel']);
  });

  it('makes a set of the tray and empties it', async () => {
    sets.addToTray(new Blob(['1']));
    sets.addToTray(new Blob(['2']));
    await sets.importTray('drawn');
    expect((asked[0]!.params as { files: unknown[] }).files).toHaveLength(2);
    expect(sets.store.getState().tray).toEqual([]);
    expect(released).toHaveLength(2);
  });

  it('keeps the tray where no set comes of it: stopped, unreadable, or refused', async () => {
    sets.addToTray(new Blob(['1']));
    for (const answer of [null, report(null), new Error('broken')]) {
      answers.importData = answer;
      await sets.importTray('drawn');
      expect(sets.store.getState().tray).toHaveLength(1);
    }
    expect(released).toEqual([]);
  });
});

describe('kept sets', () => {
  it('a set is kept with the first step that is trained on it, once, and where that fails it is told', async () => {
    await sets.refresh();
    const run = { id: 'run-1', dataId: `${SET.id}:0,1` } as RunSummary;
    const kept = () => asked.filter(({ name }) => name === 'keepOwnSet');
    store.setState({ run, step: 0 });
    expect(kept()).toEqual([]);
    answers.keepOwnSet = new MessageError('ownQuota');
    store.setState({ step: 1 });
    store.setState({ step: 2 });
    await Promise.resolve();
    expect(kept()).toEqual([{ name: 'keepOwnSet', params: { id: SET.id } }]);
    await expect.poll(() => store.getState().notices.flatMap(({ messages }) => messages.map(({ code }) => code))).toEqual(['ownQuota']);
    store.setState({ run: { ...run, dataId: 'mnist' }, step: 3 });
    expect(kept()).toHaveLength(1);
  });

  it('a set that is in use and deleted gives way to a built-in one', async () => {
    store.setState({ dataIds: ['mnist', 'own:abc'], draft: { ...store.getState().draft, dataId: 'own:abc' } });
    answers.deleteOwnSet = { ...LIST, sets: [] };
    await sets.remove('own:abc');
    expect(settings).toEqual([['data', 'mnist']]);
    expect(store.getState()).toMatchObject({ dataIds: ['mnist'], ownNames: {} });
  });

  it('leaving repeats out makes an untrained run anew, and leaves a trained one alone', async () => {
    store.setState({ draft: { ...store.getState().draft, dataId: 'own:abc' } });
    answers.dropDuplicates = LIST;
    await sets.drop('own:abc', 'near');
    expect(settings).toEqual([['newRun', null]]);
    store.setState({ step: 5 });
    await sets.drop('own:abc', 'none');
    expect(settings).toHaveLength(1);
  });
});

it('reads a colour field', () => {
  expect(colourOf('#01fe80')).toEqual([1, 254, 128]);
});
