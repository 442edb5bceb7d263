import { describe, expect, it } from 'vitest';
import type { KeptAbout } from '../core/kept-run';
import { PRESETS } from '../core/presets';
import { fakeRunShelf } from './fake-run-shelf';
import { KeptRuns } from './kept-runs';
import type { RunShelf } from './run-shelf';

const about = (id: string): KeptAbout => ({
  id,
  name: '',
  created: 1,
  dataId: 'mnist',
  config: PRESETS.tiny,
  from: null,
});
const content = (bytes: number) => ({
  file: new Uint8Array(bytes - 4).fill(7),
  samples: { count: 1, size: 1, rgba: new Uint8ClampedArray(4) },
});

function keptIn(shelf: RunShelf, quota = 1e9) {
  let now = 1000;
  return new KeptRuns({
    openShelf: async () => shelf,
    estimate: async () => ({ usage: 5e6, quota }),
    now: () => (now += 1000),
  });
}

describe('kept runs', () => {
  it('are listed with the one saved last first, and give back what was kept', async () => {
    const kept = keptIn(fakeRunShelf());
    await kept.keep(about('a'), { step: 1, distance: null }, content(10));
    await kept.keep(about('b'), { step: 5, distance: 0.5 }, content(20));
    await kept.keep(about('b'), { step: 9, distance: 0.4 }, content(30));
    const { runs, bytes, budget } = await kept.list();
    expect(runs.map(({ id }) => id)).toEqual(['b', 'a']);
    expect(runs[0]!.checkpoints).toEqual([
      { step: 5, distance: 0.5, bytes: 20, saved: 3000 },
      { step: 9, distance: 0.4, bytes: 30, saved: 4000 },
    ]);
    expect([bytes, budget]).toEqual([60, 5e8]);
    expect(await kept.file({ run: 'b', step: 9 })).toHaveLength(26);
    await expect(kept.file({ run: 'b', step: 8 })).rejects.toMatchObject({
      userMessage: { code: 'keptUnknown', params: { step: 8 } },
    });
  });

  it('take no more than the budget, the oldest runs giving way first, and never lose a first, best or last', async () => {
    const shelf = fakeRunShelf();
    const kept = keptIn(shelf, 20 * 100);
    for (let step = 1; step <= 8; step++) await kept.keep(about('old'), { step, distance: Math.abs(step - 3) }, content(100));
    for (let step = 1; step <= 6; step++) await kept.keep(about('new'), { step, distance: step }, content(100));
    expect((await kept.list()).bytes).toBeLessThanOrEqual(1000);
    expect(shelf.keys()).toEqual(expect.arrayContaining(['old/1', 'old/3', 'old/8', 'new/1', 'new/6']));
    expect(shelf.keys().filter((key) => key.startsWith('new'))).toHaveLength(6);
  });

  it('keep the name that the person gave, whatever the page remembers', async () => {
    const kept = keptIn(fakeRunShelf());
    await kept.keep(about('a'), { step: 1, distance: null }, content(10));
    await kept.amend('a', { name: 'digits' });
    await kept.keep(about('a'), { step: 2, distance: null }, content(10));
    expect((await kept.list()).runs[0]).toMatchObject({ name: 'digits', created: 1 });
    await kept.remove('a');
    expect((await kept.list()).runs).toEqual([]);
  });

  it('say when storage is full, and still give what was there before', async () => {
    const kept = keptIn(fakeRunShelf({ room: 15 }));
    await kept.keep(about('a'), { step: 1, distance: null }, content(10));
    await expect(kept.keep(about('a'), { step: 2, distance: null }, content(10))).rejects.toMatchObject({
      userMessage: { code: 'keepQuota', params: { used: 5, quota: 1000 } },
    });
    expect(await kept.file({ run: 'a', step: 1 })).toHaveLength(6);
  });

  it('say when there is no storage, and try anew the next time', async () => {
    let opened = 0;
    const kept = new KeptRuns({
      openShelf: async () => {
        if (++opened === 1) throw new DOMException('denied', 'SecurityError');
        return fakeRunShelf();
      },
      estimate: async () => ({ usage: 0, quota: 0 }),
      now: () => 1,
    });
    await expect(kept.list()).rejects.toMatchObject({ userMessage: { code: 'keepStorage' } });
    expect((await kept.list()).runs).toEqual([]);
    expect(opened).toBe(2);
  });
});
