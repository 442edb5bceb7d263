import { MessageError } from '../core/messages';
import type { Message } from '../core/messages';
import type { StoredPin } from '../core/pins';
import type { RunSummary } from '../core/run';
import type { WorkerClient } from '../worker/client';
import type { Answer, DataSummary, LoadedData, Params } from '../worker/protocol';
import { History } from './history';
import { messageOf } from './notices';
import type { AppStore, Viewed } from './store';

/** What a viewing needs from the page. */
export interface ViewingParts {
  client: WorkerClient;
  store: AppStore;
  /** Shows the pictures of a model, or of the run where there is none to show. */
  show(run: RunSummary | null): Promise<void>;
}

/** Looks at a model in place of the run that is trained: opens it in the worker beside the run, and closes it again. */
export class Viewing {
  readonly #parts: ViewingParts;
  /** Counts openings, so that of several in a row only the last is shown. */
  #newest = 0;

  constructor(parts: ViewingParts) {
    this.#parts = parts;
  }

  /**
   * Opens a .dcgan file and looks at it; a model that was looked at before is closed. True when it is in view, false
   * when another was asked for meanwhile. Rejects with the worker's message where the file cannot be opened, and then
   * what was in view stays.
   */
  async open(bytes: Uint8Array<ArrayBuffer>, origin: Viewed['origin']): Promise<boolean> {
    const mine = ++this.#newest;
    const opened = await openToLook(this.#parts.client, bytes);
    if (mine !== this.#newest) {
      await this.#dispose(opened.run);
      return false;
    }
    await this.#look({ ...opened, origin });
    return true;
  }

  /** Back to the run. */
  async close(): Promise<void> {
    this.#newest++;
    if (this.#parts.store.getState().viewed) await this.#look(null);
  }

  /** Gives the model in view away, for it to be trained on: it is not closed, and nothing is shown anew. */
  take(): Viewed | null {
    this.#newest++;
    const { viewed } = this.#parts.store.getState();
    this.#parts.store.setState({ viewed: null });
    return viewed;
  }

  /**
   * Gives the model in view away with its data set; one that was opened without is opened once more, for the set may
   * have come since. Rejects with the message of what it takes where it has not, and then the model stays in view.
   */
  async takeToTrain(): Promise<(TrainableRun & Pick<Viewed, 'origin'>) | null> {
    const { viewed } = this.#parts.store.getState();
    if (!viewed) return null;
    const { data, run, origin } = viewed;
    if (data) {
      this.take();
      return { ...viewed, data };
    }
    const { client } = this.#parts;
    const newest = this.#newest;
    const { bytes } = await client.request('exportRun', { run: run.id, pins: viewed.pins });
    const opened = await openRun(client, bytes);
    if (newest !== this.#newest) {
      // Meanwhile another model, or the run's own, has come into view.
      await this.#dispose(opened.run);
      return null;
    }
    this.take();
    await this.#dispose(run);
    return { ...opened, origin };
  }

  async #look(viewed: Viewed | null): Promise<void> {
    const { store } = this.#parts;
    const before = store.getState().viewed;
    store.setState({ viewed });
    await this.#parts.show(viewed?.run ?? store.getState().run);
    if (before) await this.#dispose(before.run);
  }

  async #dispose({ id }: RunSummary): Promise<void> {
    await this.#parts.client.request('disposeRun', { run: id });
  }
}

/** A .dcgan file as it was opened: a run in the worker, its data set, its pins and its metrics. */
export interface OpenedRun {
  run: RunSummary;
  /** Null where its images are not to be had: then the model can be looked at, and not trained. */
  data: DataSummary | null;
  /** Why they are not, where they are not. */
  missing: Message | null;
  /** What the file calls the set. */
  dataName: string;
  pins: readonly StoredPin[];
  history: History;
}

/** One that can be trained on. */
export type TrainableRun = OpenedRun & { data: DataSummary };

/** Opens a .dcgan file as a run in the worker, with the data set that it names; `batchSize` replaces the file's. */
export async function openRun(
  client: WorkerClient,
  bytes: Uint8Array<ArrayBuffer>,
  batchSize?: number,
): Promise<TrainableRun> {
  const manifest = await client.request('readManifest', { bytes });
  const data = await client.request('loadData', dataOf(manifest)).catch((error: unknown) => {
    if (!isAbsence(messageOf(error))) throw error;
    const { dataId, dataName, config } = manifest;
    throw new MessageError('dataAbsent', { data: dataName || dataId, size: config.imageSize, channels: config.channels });
  });
  return { ...(await importRun(client, manifest, { bytes, batchSize })), data, missing: null };
}

/**
 * The same to look at, also where its images cannot be had or are too few to train on; rejects only for what is wrong
 * with the file itself.
 */
export async function openToLook(client: WorkerClient, bytes: Uint8Array<ArrayBuffer>): Promise<OpenedRun> {
  const manifest = await client.request('readManifest', { bytes });
  try {
    const data = await client.request('loadData', dataOf(manifest));
    return { ...(await importRun(client, manifest, { bytes })), data, missing: null };
  } catch (error) {
    // What is wrong with the file is so without images too.
    return { ...(await importRun(client, manifest, { bytes, withoutData: true })), data: null, missing: messageOf(error) };
  }
}

/** Whether a set is not in this browser, rather than out of reach for now. */
export function isAbsence({ code }: Message): boolean {
  return code === 'ownUnknown' || code === 'dataUnknown';
}

function dataOf({ dataId, config: { imageSize, channels } }: Answer<'readManifest'>): LoadedData {
  return { id: dataId, imageSize, channels };
}

async function importRun(client: WorkerClient, { pins, dataName }: Answer<'readManifest'>, wish: Params<'importRun'>) {
  const run = await client.request('importRun', wish);
  const { rows } = await client.request('history', { run: run.id });
  const history = new History();
  history.append(rows);
  return { run, dataName, pins, history };
}
