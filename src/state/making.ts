import { isOwnId } from '../core/own-images';
import type { RunSummary } from '../core/run';
import type { Dealings } from './dealings';
import { messageOf } from './notices';
import { draftErrors } from './store';
import type { Draft } from './store';

/** What making runs needs from the page. */
export interface MakingParts {
  dealings: Dealings;
  /** Pauses and keeps the run that is there, before another takes its place. */
  standStill: () => Promise<void>;
  /** Makes a new run the current one. */
  adopt: (run: RunSummary) => Promise<void>;
}

/** Makes runs from the draft, one at a time. */
export class Making {
  readonly #parts: MakingParts;
  #wanted: Draft | null = null;
  #making: Promise<void> | null = null;

  constructor(parts: MakingParts) {
    this.#parts = parts;
  }

  /** Makes a run from the draft in place of the current one; of several calls in a row the last draft counts. */
  async make(): Promise<void> {
    const state = this.#parts.dealings.store.getState();
    if (Object.keys(draftErrors(state)).length > 0) return;
    this.#wanted = state.draft;
    this.#making ??= this.#makeWanted().finally(() => (this.#making = null));
    await this.#making;
  }

  async #makeWanted(): Promise<void> {
    const { dealings } = this.#parts;
    while (this.#wanted) {
      const draft = this.#wanted;
      this.#wanted = null;
      try {
        await this.#make(draft);
      } catch (error) {
        dealings.tell(error);
        if (messageOf(error).code === 'ownUnknown') this.#leaveData(draft);
      }
    }
    dealings.store.setState({ waiting: null });
  }

  /** Goes on with the first built-in data set in place of one that is not here any more. */
  #leaveData(draft: Draft): void {
    const { store } = this.#parts.dealings;
    const dataId = store.getState().dataIds.find((id) => !isOwnId(id));
    if (dataId === undefined) return;
    this.#wanted ??= { ...draft, dataId };
    store.setState({ draft: this.#wanted });
  }

  async #make(draft: Draft): Promise<void> {
    const { dealings, standStill, adopt } = this.#parts;
    const { client, store } = dealings;
    const { config, dataId } = draft;
    // A run that trains on would hold up the new one; should that fail, the old one can go on from here.
    await standStill();
    const { data: before } = store.getState();
    store.setState({ waiting: 'data' });
    const { imageSize, channels } = config;
    const data = await client.request('loadData', { id: dataId, imageSize, channels });
    store.setState({ data, waiting: 'networks' });
    const run = await client.request('createRun', { dataId, config }).catch((error: unknown) => {
      // The run that is still there goes on with its own images.
      if (before) store.setState({ data: before });
      throw error;
    });
    const { run: old, draft: current } = store.getState();
    const made = { ...draft, config: run.config };
    if (run.config.batchSize < config.batchSize) made.batchWanted ??= config.batchSize;
    // The worker may have lowered the batch; a draft that was changed meanwhile stays as it is.
    store.setState({ applied: made, draft: current === draft ? made : current });
    try {
      await adopt(run);
    } finally {
      if (old) await client.request('disposeRun', { run: old.id });
    }
  }
}
