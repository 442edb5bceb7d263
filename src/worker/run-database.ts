import type { Images } from '../core/images';
import type { KeptAbout, KeptCheckpoint } from '../core/kept-run';
import type { KeptContent, KeptKey, RunShelf } from './run-shelf';

/** What is known of runs and of checkpoints is apart from what is large, so that listing reads little. */
const STORES = ['runs', 'checkpoints', 'files', 'samples'] as const;
type StoreName = (typeof STORES)[number];
type Row = KeptCheckpoint & { run: string };

/**
 * Keeps runs in IndexedDB, a transaction for each change: it is whole or it never was. Rejects with a DOMException where
 * the browser refuses; `closed` is called when it takes the database away later.
 */
export async function openRunDatabase(name: string, closed: () => void): Promise<RunShelf> {
  if (!('indexedDB' in globalThis)) throw new DOMException('this browser has no IndexedDB', 'NotSupportedError');
  const opening = indexedDB.open(name, 1);
  opening.onupgradeneeded = () => {
    for (const store of STORES) opening.result.createObjectStore(store);
  };
  const database = await settled(opening);
  database.onclose = closed;
  // A later version of the page in another tab may need the database to itself.
  database.onversionchange = () => {
    database.close();
    closed();
  };

  const read = <T>(store: StoreName, ask: (from: IDBObjectStore) => IDBRequest<T>): Promise<T> =>
    settled(ask(database.transaction(store).objectStore(store)));

  const write = async (change: (of: (store: StoreName) => IDBObjectStore) => void): Promise<void> => {
    const transaction = database.transaction(STORES, 'readwrite', { durability: 'strict' });
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new DOMException('the transaction was aborted', 'AbortError'));
    });
    // An error of one request aborts the transaction, which then tells of it; one thrown here has to be told to it.
    try {
      change((store) => transaction.objectStore(store));
    } catch (error) {
      abort(transaction);
      await done.catch(() => undefined);
      // Where the browser had aborted it, its reason is what matters.
      throw transaction.error ?? error;
    }
    await done;
  };

  return {
    list: async () => {
      const [abouts, rows] = await Promise.all([
        read<KeptAbout[]>('runs', (store) => store.getAll()),
        read<Row[]>('checkpoints', (store) => store.getAll()),
      ]);
      return abouts.map((about) => ({
        ...about,
        checkpoints: rows
          .filter(({ run }) => run === about.id)
          .map(({ step, bytes, distance, saved }) => ({ step, bytes, distance, saved }))
          .toSorted((a, b) => a.step - b.step),
      }));
    },

    keep: (about, checkpoint, { file, samples }, gone) =>
      write((of) => {
        const key = keyOf({ run: about.id, step: checkpoint.step });
        const row: Row = { ...checkpoint, run: about.id };
        of('runs').put(about, about.id);
        of('checkpoints').put(row, key);
        of('files').put(file, key);
        of('samples').put(samples, key);
        for (const one of gone) for (const store of ['checkpoints', 'files', 'samples'] as const) of(store).delete(keyOf(one));
      }),

    file: async (key) => (await read<KeptContent['file'] | undefined>('files', (store) => store.get(keyOf(key)))) ?? null,

    samples: async (key) => (await read<Images | undefined>('samples', (store) => store.get(keyOf(key)))) ?? null,

    amend: (run, change) =>
      write((of) => {
        const runs = of('runs');
        const asked: IDBRequest<KeptAbout | undefined> = runs.get(run);
        // Read within the transaction, so that what is kept meanwhile is not overwritten.
        asked.onsuccess = () => {
          if (asked.result) runs.put({ ...asked.result, ...change }, run);
        };
      }),

    remove: (run) =>
      write((of) => {
        of('runs').delete(run);
        const all = IDBKeyRange.bound([run], [run, []]);
        for (const store of ['checkpoints', 'files', 'samples'] as const) of(store).delete(all);
      }),
  };
}

/** Aborts a transaction, unless the browser has done so already. */
function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'InvalidStateError')) throw error;
  }
}

const keyOf = ({ run, step }: KeptKey): [string, number] => [run, step];

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException('the request failed', 'UnknownError'));
  });
}
