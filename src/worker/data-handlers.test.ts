import { expect, it } from 'vitest';
import type { OwnSets } from '../data/import/own-sets';
import { dataHandlers } from './data-handlers';
import { Jobs } from './jobs';

it('a set is taken from the runs that read from it before it is deleted, and loaded anew afterwards', async () => {
  const done: string[] = [];
  const own = { remove: async (id: string) => void done.push(`remove ${id}`), list: async () => [] };
  const context = {
    jobs: new Jobs(() => {}),
    emit: () => {},
    loaded: () => {
      throw new Error('not used');
    },
    leave: async (id: string) => void done.push(`leave ${id}`),
    forget: (id: string) => void done.push(`forget ${id}`),
  };
  const handlers = dataHandlers(context, own as unknown as OwnSets, async () => ({ usage: 1, quota: 2 }));
  expect(await handlers.deleteOwnSet({ id: 'own:1' })).toEqual({ sets: [], usage: 1, quota: 2 });
  expect(done).toEqual(['leave own:1', 'remove own:1', 'forget own:1']);
});
