import { readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../core/messages';
import { TrainingSets } from './training-sets';

const AT = { imageSize: 16, channels: 1 };
let asked: string[];
/** Files that cannot be had at the moment, by the end of their name. */
let broken: string;
/** The second shard comes once this is settled. */
let second: Promise<unknown>;
let notices: Message[];
let told: [string, number][];
let sets: TrainingSets;

beforeEach(() => {
  asked = [];
  broken = 'none';
  second = Promise.resolve();
  notices = [];
  told = [];
  sets = new TrainingSets({
    fetchFile: async (path) => {
      asked.push(path);
      if (path.endsWith('train-01.bin')) await second;
      if (path.endsWith(broken)) throw new Error('out of reach');
      return new Uint8Array(await readFile(new URL(`../../public/data/${path}`, import.meta.url)));
    },
    progress: (id, loaded) => told.push([id, loaded]),
    notice: (message) => notices.push(message),
  });
});

describe('training sets', () => {
  it('are loaded once for one size, and again for another', async () => {
    await sets.load({ id: 'emoji', ...AT });
    await sets.get({ id: 'emoji', ...AT }).complete;
    const once = asked.length;
    expect(await sets.load({ id: 'emoji', ...AT })).toMatchObject({ loaded: 3359, total: 3359, heldOut: 370 });
    expect(asked.length).toBe(once);
    await sets.load({ id: 'emoji', imageSize: 32, channels: 1 });
    await sets.get({ id: 'emoji', imageSize: 32, channels: 1 }).complete;
    expect(asked.length).toBeGreaterThan(once);
  });

  it('are loaded once though they are asked for twice at the same time, by themselves and for some classes', async () => {
    await sets.load({ id: 'emoji', ...AT });
    await sets.get({ id: 'emoji', ...AT }).complete;
    const once = asked.length;
    asked = [];
    const at = { imageSize: 32, channels: 1 };
    const wanted = [{ id: 'emoji', ...at }, { id: 'emoji:0,1', ...at }, { id: 'emoji', ...at }];
    const [whole, some] = await Promise.all(wanted.map((one) => sets.load(one)));
    await sets.get({ id: 'emoji', ...at }).complete;
    expect(asked.length).toBe(once);
    expect(some!.loaded).toBeLessThan(whole!.total);
    expect(new Set(told.map(([id]) => id))).toEqual(new Set(['emoji', 'emoji:0,1']));
  });

  it('that could not be had are tried again by the next who asks', async () => {
    broken = 'train-00.bin';
    const wanted = { id: 'emoji', ...AT };
    await expect(Promise.all([sets.load(wanted), sets.load(wanted)])).rejects.toThrow('dataShardFailed');
    broken = 'none';
    expect(await sets.load(wanted)).toMatchObject({ loaded: 1000 });
    await sets.get(wanted).complete;
  });

  it('of which a part could not be had are tried again by the next who asks', async () => {
    broken = 'train-03.bin';
    expect(await sets.load({ id: 'emoji', ...AT })).toMatchObject({ loaded: 1000 });
    const { dataset, complete } = sets.get({ id: 'emoji', ...AT });
    await complete;
    expect(notices).toMatchObject([{ code: 'dataShardFailed' }]);
    expect(dataset.count).toBe(3000);
    broken = 'none';
    await sets.load({ id: 'emoji', ...AT });
    await sets.get({ id: 'emoji', ...AT }).complete;
    expect(sets.get({ id: 'emoji', ...AT }).dataset.count).toBe(3359);
  });

  it('of which a part could not be had give no choice of classes, which would pass for whole', async () => {
    broken = 'train-03.bin';
    await expect(sets.load({ id: 'emoji:0', ...AT })).rejects.toMatchObject({ userMessage: { code: 'dataShardFailed' } });
    broken = 'none';
    await expect(sets.load({ id: 'emoji:0', ...AT })).resolves.toMatchObject({ id: 'emoji:0' });
  });

  it('can be some classes of a set, which are all there when training begins', async () => {
    const summary = await sets.load({ id: 'emoji:0,3', ...AT });
    const { dataset, first } = sets.get({ id: 'emoji:0,3', ...AT });
    await sets.load({ id: 'emoji', ...AT });
    const whole = sets.get({ id: 'emoji', ...AT }).dataset;
    const expected = [...whole.labels.subarray(0, whole.count)].filter((label) => label === 0 || label === 3);
    expect([...dataset.labels]).toEqual(expected);
    expect(summary).toMatchObject({ id: 'emoji:0,3', loaded: expected.length, total: expected.length, heldOut: null });
    expect(first).toBe(expected.length);
    expect(told.at(-1)).toEqual(['emoji:0,3', 3359]);
    expect(summary.classNames).toHaveLength(9);
  });

  it('of which a part could not be had are there as far as they came, for a run that is made only then', async () => {
    broken = 'train-02.bin';
    await sets.load({ id: 'emoji', ...AT });
    await sets.get({ id: 'emoji', ...AT }).complete;
    expect(sets.get({ id: 'emoji', ...AT }).dataset.count).toBe(2000);
    broken = 'manifest.json';
    await expect(sets.load({ id: 'emoji', ...AT })).rejects.toMatchObject({ userMessage: { code: 'dataShardFailed' } });
    expect(sets.get({ id: 'emoji', ...AT }).dataset.count).toBe(2000);
  });

  it('stay as long as a run has them, and the last two asked for with the sets that those are of', async () => {
    const [first, choice, third] = [{ id: 'shapes', ...AT }, { id: 'emoji:3', ...AT }, { id: 'emoji', imageSize: 32, channels: 1 }];
    await sets.load(first);
    const data = sets.get(first);
    await sets.load(choice);
    await sets.load(third);
    sets.release([first]);
    expect(sets.get(first)).toBe(data);
    const times = asked.length;
    await sets.load({ id: 'emoji', ...AT });
    await sets.load(third);
    expect(asked.length, 'the whole set of a choice is still there').toBe(times);
    sets.release([]);
    expect(() => sets.get(first)).toThrow();
    expect(() => sets.get(choice)).toThrow();
    expect(sets.get(third).dataset.size).toBe(32);
  });

  it('load no further once nobody wants them, and say nothing of that', async () => {
    let send = (): void => undefined;
    second = new Promise<void>((resolve) => (send = resolve));
    await sets.load({ id: 'emoji', ...AT });
    const { dataset, complete } = sets.get({ id: 'emoji', ...AT });
    await sets.load({ id: 'shapes', ...AT });
    await sets.load({ id: 'shapes', imageSize: 16, channels: 3 });
    sets.release([]);
    send();
    await complete;
    expect(dataset.count).toBeLessThan(2001);
    expect(notices).toEqual([]);
  });

  it('are loaded anew once forgotten, with the choices made of them', async () => {
    await sets.load({ id: 'emoji:0', ...AT });
    sets.forget('emoji');
    expect(() => sets.get({ id: 'emoji:0', ...AT })).toThrow();
    expect(() => sets.get({ id: 'emoji', ...AT })).toThrow();
  });

  it('that do not exist are refused by name', async () => {
    const codeOf = (id: string) =>
      sets.load({ id, ...AT }).then(
        () => 'loaded',
        (error: unknown) => (error as { userMessage: Message }).userMessage.code,
      );
    expect(await codeOf('cats')).toBe('dataUnknown');
    expect(await codeOf('emoji:9')).toBe('classUnknown');
    expect(await codeOf('own:gone')).toBe('ownUnknown');
    expect(() => sets.get({ id: 'mnist', ...AT })).toThrow(expect.objectContaining({ userMessage: { code: 'dataNotLoaded', params: { id: 'mnist' } } }));
  });
});
