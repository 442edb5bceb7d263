import type { KeptAbout, KeptCheckpoint } from '../core/kept-run';
import type { KeptContent, KeptKey, RunShelf } from './run-shelf';

/** A stand-in, for tests, for the browser's storage: what was kept by a key of run and step, with room for some bytes. */
export function fakeRunShelf({ room = Number.POSITIVE_INFINITY } = {}): RunShelf & { keys: () => string[] } {
  const abouts = new Map<string, KeptAbout>();
  const rows = new Map<string, { key: KeptKey; checkpoint: KeptCheckpoint; content: KeptContent }>();
  const nameOf = ({ run, step }: KeptKey) => `${run}/${step}`;
  return {
    keys: () => [...rows.keys()],
    list: async () =>
      [...abouts.values()].map((about) => ({
        ...about,
        checkpoints: [...rows.values()]
          .filter(({ key }) => key.run === about.id)
          .map(({ checkpoint }) => checkpoint)
          .toSorted((a, b) => a.step - b.step),
      })),
    keep: async (about, checkpoint, content, gone) => {
      const taken = [...rows.values()].reduce((sum, row) => sum + row.checkpoint.bytes, 0);
      if (taken + checkpoint.bytes > room) throw new DOMException('full', 'QuotaExceededError');
      const key = { run: about.id, step: checkpoint.step };
      abouts.set(about.id, about);
      rows.set(nameOf(key), { key, checkpoint, content });
      for (const one of gone) rows.delete(nameOf(one));
    },
    file: async (key) => rows.get(nameOf(key))?.content.file.slice() ?? null,
    samples: async (key) => rows.get(nameOf(key))?.content.samples ?? null,
    amend: async (run, change) => {
      const about = abouts.get(run);
      if (about) abouts.set(run, { ...about, ...change });
    },
    remove: async (run) => {
      abouts.delete(run);
      for (const [name, { key }] of rows) if (key.run === run) rows.delete(name);
    },
  };
}
