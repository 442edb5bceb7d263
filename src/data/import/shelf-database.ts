import { parseAbout } from './about-schema';
import type { OwnSetAbout } from './own-set';
import type { KeptContent, Shelf } from './shelf';

const STORE = 'sets';

/** A set as it is in the database. */
interface Row {
  id: string;
  about: OwnSetAbout;
  notes: Uint8Array<ArrayBuffer>;
  train: Blob;
  heldOut: Blob;
}

/** Keeps sets in IndexedDB, for browsers whose workers have no file system of their own. */
export async function databaseShelf(name: string): Promise<Shelf> {
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: 'id' });
  const database = await settled(opening);
  const run = async <T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    const transaction = database.transaction(STORE, mode);
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new DOMException('the transaction was aborted', 'AbortError'));
    });
    const [answer] = await Promise.all([settled(ask(transaction.objectStore(STORE))), done]);
    return answer;
  };
  const rowOf = (id: string) => run<Row | undefined>('readonly', (store) => store.get(id));
  return {
    list: async () => {
      const rows = await run<Row[]>('readonly', (store) => store.getAll());
      return rows.flatMap(({ about }) => parseAbout(about) ?? []);
    },
    find: async (id) => {
      const row = await rowOf(id);
      const about = row && parseAbout(row.about);
      return row && about ? { about, notes: row.notes, images: async (side) => row[side], open: null } : null;
    },
    save: async (content) => {
      await run('readwrite', (store) => store.put(toRow(content)));
    },
    update: async (about) => {
      const row = await rowOf(about.id);
      if (row) await run('readwrite', (store) => store.put({ ...row, about }));
    },
    remove: async (id) => {
      await run('readwrite', (store) => store.delete(id));
    },
    scratch: null,
  };
}

function toRow({ about, notes, images }: KeptContent): Row {
  return { id: about.id, about, notes, train: new Blob([...images.train]), heldOut: new Blob([...images.heldOut]) };
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException('the request failed', 'UnknownError'));
  });
}
