import type { OwnSetAbout } from '../../src/data/import/own-set';
import { databaseShelf } from '../../src/data/import/shelf-database';

/** What a set looks like after each thing that is done to it in IndexedDB. */
export interface ShelfCheck {
  names: string[];
  renamed: string[];
  train: number[];
  heldOut: number[];
  notes: number[];
  missing: boolean;
  left: number;
}

declare global {
  var checkDatabaseShelf: (about: OwnSetAbout) => Promise<ShelfCheck>;
}

globalThis.checkDatabaseShelf = async (about) => {
  const bytes = async (blob: Blob | undefined) => Array.from(new Uint8Array((await blob?.arrayBuffer()) ?? []));
  const shelf = await databaseShelf('check');
  const images = { train: [Uint8Array.of(1, 2), new Blob([Uint8Array.of(3)])], heldOut: [Uint8Array.of(4)] };
  await shelf.save({ about, notes: Uint8Array.of(9, 8), images });
  const names = (await shelf.list()).map(({ name }) => name);
  await shelf.update({ ...about, name: 'renamed' });
  // Another visit opens the database anew.
  const again = await databaseShelf('check');
  const kept = await again.find(about.id);
  const check = {
    names,
    renamed: (await again.list()).map(({ name }) => name),
    train: await bytes(await kept?.images('train')),
    heldOut: await bytes(await kept?.images('heldOut')),
    notes: Array.from(kept?.notes ?? []),
    missing: (await again.find('own:other')) === null,
  };
  await again.remove(about.id);
  return { ...check, left: (await again.list()).length };
};
