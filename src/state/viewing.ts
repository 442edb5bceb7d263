import type { StoredPin } from '../core/pins';
import type { RunSummary } from '../core/run';
import type { WorkerClient } from '../worker/client';
import type { DataSummary } from '../worker/protocol';
import { History } from './history';
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
    const opened = await openRun(this.#parts.client, bytes);
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
  data: DataSummary;
  pins: readonly StoredPin[];
  history: History;
}

/** Opens a .dcgan file as a run in the worker, with the data set that it names; `batchSize` replaces the file's. */
export async function openRun(
  client: WorkerClient,
  bytes: Uint8Array<ArrayBuffer>,
  batchSize?: number,
): Promise<OpenedRun> {
  const { dataId, config, pins } = await client.request('readManifest', { bytes });
  const { imageSize, channels } = config;
  const data = await client.request('loadData', { id: dataId, imageSize, channels });
  const run = await client.request('importRun', { bytes, batchSize });
  const { rows } = await client.request('history', { run: run.id });
  const history = new History();
  history.append(rows);
  return { run, data, pins, history };
}
