import type { KeptAbout } from '../core/kept-run';
import type { Message } from '../core/messages';
import type { StoredPin } from '../core/pins';
import type { RunSummary } from '../core/run';
import type { Dealings } from './dealings';
import { notify } from './notices';
import type { RunLocks } from './run-locks';
import type { Clock } from './timing';

/** Shortest time between two checkpoints while training, in milliseconds: the work that a lost GPU may cost. */
const KEEP_MS = 30_000;
/** Training gets at least this many times the time that keeping takes. */
const SHARE = 20;

/** What keeping needs from the page. */
export interface KeepingParts {
  dealings: Dealings;
  clock: Clock;
  locks: RunLocks;
  pins: () => readonly StoredPin[];
  /** Milliseconds since 1970. */
  today: () => number;
  newId: () => string;
}

/** Keeps the current run: now and then while it trains, and whenever it stops. */
export class Keeping {
  readonly #parts: KeepingParts;
  #about: KeptAbout | null = null;
  /** The last step of the run that is kept, by itself or as the run that it went on from. */
  #step = 0;
  #last: { id: string; step: number } | null = null;
  /** The last checkpoint, where the browser's storage had no place for it. */
  #file: Uint8Array<ArrayBuffer> | null = null;
  #problem: Message | null = null;
  #begun = -Infinity;
  #took = 0;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(parts: KeepingParts) {
    this.#parts = parts;
  }

  /** The run is one of its own from here on, nothing of which is kept yet. */
  begin({ dataId, config }: Pick<RunSummary, 'dataId' | 'config'>, from: KeptAbout['from'] = null): void {
    const { newId, today, locks } = this.#parts;
    const about: KeptAbout = { id: newId(), name: '', created: today(), dataId, config, from };
    this.#take(about, from && { id: from.run, step: from.step });
    void locks.take(about.id);
  }

  /** The run goes on as the kept run that it was; as one of its own where that is open in another tab, and says so. */
  async resume(about: KeptAbout, run: RunSummary): Promise<void> {
    if (await this.#parts.locks.take(about.id)) {
      const { id, name, created, dataId, config, from } = about;
      return this.#take({ id, name, created, dataId, config, from }, { id, step: run.step });
    }
    notify(this.#parts.dealings.store, [{ code: 'runElsewhere' }]);
    this.begin(run, { run: about.id, step: run.step });
  }

  /** The run was taken back to a step; from there it may go another way, so what was kept after it stays another run's. */
  takenBack(step: number): void {
    const about = this.#about;
    if (about && step < this.#step) this.begin(about, { run: about.id, step });
  }

  /** To be called as training goes on: keeps the run when it is time. */
  inTime(): void {
    if (this.#parts.clock.now() - this.#begun >= Math.max(KEEP_MS, SHARE * this.#took)) void this.keep();
  }

  /** Keeps the run as it is, unless it is kept already; what goes wrong is told, and the run goes on. */
  keep(): Promise<void> {
    this.#begun = this.#parts.clock.now();
    const kept = this.#queue.then(() => this.#parts.dealings.forRun((run) => this.#keep(run)));
    this.#queue = kept;
    return kept;
  }

  /** The last checkpoint of the current run as a file, from the worker of the moment; null where there is none. */
  async last(): Promise<{ bytes: Uint8Array<ArrayBuffer>; about: KeptAbout } | null> {
    const about = this.#about;
    if (!about) return null;
    if (this.#file) return { bytes: this.#file, about };
    if (!this.#last) return null;
    const { bytes } = await this.#parts.dealings.client.request('keptFile', this.#last);
    return { bytes, about };
  }

  async #keep(run: RunSummary): Promise<void> {
    const { dealings, clock, pins } = this.#parts;
    const { store, client } = dealings;
    const about = this.#about;
    const { step } = store.getState();
    if (!about || step === 0 || step === this.#step) return;
    const begun = clock.now();
    const report = await client.request('keepRun', { run: run.id, about, pins: pins() });
    this.#took = clock.now() - begun;
    if (this.#about !== about) return;
    this.#step = report.step;
    this.#file = report.file;
    if (report.list) {
      this.#last = { id: about.id, step: report.step };
      store.setState({ kept: report.list, resume: null });
    }
    // The same trouble is told once, not every half a minute.
    if (report.problem && report.problem.code !== this.#problem?.code) notify(store, [report.problem]);
    this.#problem = report.problem;
  }

  #take(about: KeptAbout, last: { id: string; step: number } | null): void {
    this.#about = about;
    this.#last = last;
    this.#step = last?.step ?? 0;
    this.#file = null;
    this.#begun = -Infinity;
    this.#parts.dealings.store.setState({ keptId: about.id });
  }
}
