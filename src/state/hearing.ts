import type { MessageCode } from '../core/messages';
import type { WorkerEvent } from '../worker/protocol';
import type { Keeping } from './keeping';
import { notify } from './notices';
import type { Pictures } from './pictures';
import type { Recovery } from './recovery';
import type { AppStore, Notice } from './store';

/** What can be done about what the worker tells of a run. */
const NOTICE_OFFERS: Partial<Record<MessageCode, Notice['offer']>> = { notFinite: 'lowerRate' };

/** What hearing needs from the page. */
export interface HearingParts {
  store: AppStore;
  pictures: Pictures;
  keeping: Keeping;
  recovery: Recovery;
  /** Takes up the metrics of the run. */
  metrics: (event: Extract<WorkerEvent, { type: 'metrics' }>) => void;
  /** Forgets the metrics of the steps after one that the run was taken back to. */
  takenBack: (step: number) => void;
  /** Draws what follows training beside the samples. */
  follow: () => void;
}

/** Passes on what the worker tells unasked to the parts of the page that it concerns. */
export class Hearing {
  readonly #parts: HearingParts;

  constructor(parts: HearingParts) {
    this.#parts = parts;
  }

  hear(event: WorkerEvent): void {
    const { store, pictures, keeping, recovery, metrics, follow } = this.#parts;
    const { run, viewed, scrub, connection } = store.getState();
    // What a dead device leaves behind says nothing any more.
    if (connection === 'lost' && event.type !== 'lost') return;
    switch (event.type) {
      case 'phase':
        if (event.run !== run?.id) return;
        store.setState({ phase: event.phase, step: event.step, progress: event.progress ?? null });
        if (event.phase === 'failed') {
          keeping.takenBack(event.run, event.step);
          this.#parts.takenBack(event.step);
        }
        if (event.phase === 'paused' || event.phase === 'finished') void keeping.keep();
        return;
      case 'metrics':
        if (event.run === run?.id) metrics(event);
        return;
      case 'samples':
        if (event.run !== run?.id || viewed || scrub) return;
        pictures.samples.set(event);
        return follow();
      case 'data':
        return this.#hearData(event);
      case 'notice':
        // What other runs have to say goes to whoever trains them.
        if (event.run !== undefined && event.run !== run?.id) return;
        return notify(store, [event.message, ...(event.reasons ?? [])], NOTICE_OFFERS[event.message.code]);
      case 'lost':
        return recovery.hearLoss(event.message);
      default:
        // What a job tells of itself goes to whoever began it.
        return;
    }
  }

  /** How much of a data set is there by now, of the run's and of that of the model in view. */
  #hearData({ id, loaded, total }: Extract<WorkerEvent, { type: 'data' }>): void {
    this.#parts.store.setState(({ data, viewed }) => ({
      data: data?.id === id ? { ...data, loaded, total } : data,
      viewed: viewed?.data?.id === id ? { ...viewed, data: { ...viewed.data, loaded, total } } : viewed,
    }));
  }
}
