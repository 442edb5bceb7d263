import type { BackendName } from '../core/backend-name';
import type { Message } from '../core/messages';
import type { Dealings } from './dealings';
import type { Keeping } from './keeping';
import { Losses, MOST_LOSSES } from './losses';
import { notify } from './notices';
import { isTraining } from './store';
import type { Clock } from './timing';
import { openRun } from './viewing';
import type { TrainableRun } from './viewing';

/** What may be changed when what computes is started anew. */
export interface RestartChange {
  backend?: BackendName;
  batchSize?: number;
}

/** What recovering needs from the page. */
export interface RecoveryParts {
  dealings: Dealings;
  keeping: Keeping;
  clock: Clock;
  /** Connects the new worker, with another backend than before where one is named; whether that went well. */
  connect: (backend: BackendName | undefined) => Promise<boolean>;
  takeOver: (opened: TrainableRun) => Promise<void>;
  newRun: () => Promise<void>;
  train: () => Promise<void>;
  /** Whether training was about to begin. */
  aboutToTrain: () => boolean;
}

/** Starts what computes anew when it is lost, and goes on from the last checkpoint. */
export class Recovery {
  readonly #parts: RecoveryParts;
  readonly #losses = new Losses();
  #backend: BackendName | undefined;
  /** Whether the run trained when the worker was lost. */
  #trained = false;
  /** The restart that is under way, in which the run stands still whatever is wanted of it; a newer one replaces it. */
  #restarting: object | null = null;

  constructor(parts: RecoveryParts) {
    this.#parts = parts;
  }

  /** The worker or its device is gone: begins anew, but for too many losses in a row, after which the person decides. */
  hearLoss(message: Message): void {
    const { dealings, clock } = this.#parts;
    const state = dealings.store.getState();
    if (state.connection === 'lost') return;
    this.#trained = isTraining(state) || this.#parts.aboutToTrain() || (this.#trained && this.#restarting !== null);
    dealings.store.setState({ connection: 'lost', phase: 'lost', starting: false });
    if (!this.#losses.note(clock.now())) return void this.restart(message);
    notify(dealings.store, [message, { code: 'lossesRepeated', params: { count: MOST_LOSSES } }], 'afterLosses');
  }

  /** A new worker, which goes on from the last checkpoint if there is one, and trains on if it did. */
  async restart(reason: Message, { backend, batchSize }: RestartChange = {}): Promise<void> {
    const { connect, dealings } = this.#parts;
    const { client, store } = dealings;
    const mine = {};
    this.#restarting = mine;
    if (backend ?? batchSize) this.#losses.forget();
    this.#backend = backend ?? this.#backend;
    client.restart(reason);
    store.setState(({ draft }) => ({
      connection: 'connecting',
      run: null,
      viewed: null,
      phase: 'idle',
      step: 0,
      starting: false,
      draft: batchSize ? { ...draft, config: { ...draft.config, batchSize } } : draft,
    }));
    const still = () => this.#restarting === mine;
    if (await connect(this.#backend)) await this.#goOn(reason, still, batchSize);
    if (still()) this.#restarting = null;
  }

  /** Goes on as long as `still` says so: what computes may be lost again meanwhile, and be started anew from there. */
  async #goOn(reason: Message, still: () => boolean, batchSize?: number): Promise<void> {
    const { dealings, newRun, train } = this.#parts;
    const restored = await this.#restore(batchSize);
    if (restored === null && still()) await newRun();
    if (!still() || dealings.store.getState().connection !== 'ready') return;
    notify(dealings.store, [reason, { code: 'runRestored', params: { step: restored ?? 0 } }]);
    if (this.#trained) await train();
  }

  /** Goes on from the last checkpoint and gives its step; null where there is none that opens. */
  async #restore(batchSize?: number): Promise<number | null> {
    const { dealings, keeping, takeOver } = this.#parts;
    try {
      const last = await keeping.last();
      if (!last) return null;
      const opened = await openRun(dealings.client, last.bytes, batchSize);
      await keeping.resume(last.about, opened.run, () => takeOver(opened), last.stored ? null : last.bytes);
      return opened.run.step;
    } catch (error) {
      dealings.tell(error);
      return null;
    }
  }
}
