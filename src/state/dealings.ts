import type { RunSummary } from '../core/run';
import type { WorkerClient } from '../worker/client';
import { messageOf, notify } from './notices';
import type { AppStore } from './store';

/** The page's way to its worker, with what goes wrong on it told to the person. */
export class Dealings {
  readonly client: WorkerClient;
  readonly store: AppStore;

  constructor(client: WorkerClient, store: AppStore) {
    this.client = client;
    this.store = store;
  }

  /** Does something with the current run, if there is one, and tells the person what goes wrong. */
  async forRun(action: (run: RunSummary) => Promise<unknown>): Promise<void> {
    const { run } = this.store.getState();
    if (!run) return;
    try {
      await action(run);
    } catch (error) {
      // What fails for a run that has been replaced meanwhile is nobody's concern any more.
      if (this.store.getState().run?.id === run.id) this.tell(error);
    }
  }

  /** Does something and tells the person what goes wrong; whether it went well. */
  async attempt(action: () => Promise<unknown>): Promise<boolean> {
    try {
      await action();
      return true;
    } catch (error) {
      this.tell(error);
      return false;
    }
  }

  tell(error: unknown): void {
    const { connection } = this.store.getState();
    // After a loss, and while a new worker starts, everything fails for that one reason, which is told by itself.
    if (connection === 'lost' || connection === 'connecting') return;
    notify(this.store, [messageOf(error)]);
  }
}
