import type { Direction } from '../core/direction';
import type { KeptAbout, KeptMade } from '../core/kept-run';
import type { Message } from '../core/messages';
import type { RunSummary } from '../core/run';
import type { Dealings } from './dealings';
import type { LatentState, LatentStore } from './latents';
import { messageOf, notify } from './notices';
import type { RunLocks } from './run-locks';
import { debounce } from './timing';
import type { Clock } from './timing';

/** Shortest time between two checkpoints while training, in milliseconds: the work that a lost GPU may cost. */
const KEEP_MS = 30_000;
/** Training gets at least this many times the time that keeping takes: only a model kept in more than 6 s costs more work. */
const SHARE = 5;

/** Time after which what the person made is kept, once nothing more is made, in milliseconds. */
const MADE_MS = 2000;

/** What keeping needs from the page. */
export interface KeepingParts {
  dealings: Dealings;
  clock: Clock;
  locks: RunLocks;
  latents: LatentStore;
  /** Milliseconds since 1970. */
  today: () => number;
  newId: () => string;
}

/** Keeps the current run: now and then while it trains, and whenever it stops. */
export class Keeping {
  readonly #parts: KeepingParts;
  #about: KeptAbout | null = null;
  /** The id that the worker has for it: of a run that is about to take its place nothing is kept in its name. */
  #run: string | null = null;
  /** The last step of the run that is kept, by itself or as the run that it went on from. */
  #step = 0;
  #last: { id: string; step: number } | null = null;
  /** The last checkpoint, where the browser's storage had no place for it. */
  #file: Uint8Array<ArrayBuffer> | null = null;
  #problem: Message | null = null;
  /** The directions of the run that the person made or named, also while another model is in view. */
  #directions: readonly Direction[] = [];
  /** What the list entry of the run has of what the person made. */
  #noted: KeptMade | null = null;
  #begun = -Infinity;
  #took = 0;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(parts: KeepingParts) {
    this.#parts = parts;
    const keepMade = debounce(() => void this.#enqueue(() => this.#keepMade()), MADE_MS, parts.clock);
    parts.latents.subscribe((now, before) => {
      if (this.#hear(now, before)) keepMade();
    });
  }

  /** The run is one of its own from here on, nothing of which is kept yet. */
  begin({ id: run, dataId, config }: Pick<RunSummary, 'id' | 'dataId' | 'config'>, from: KeptAbout['from'] = null): void {
    const { newId, today, locks, latents } = this.#parts;
    const { prior } = latents.getState();
    // Those of another prior mean nothing to the new run.
    if (config.zSize !== prior.zSize || config.zDistribution !== prior.zDistribution) this.#directions = [];
    const about: KeptAbout = { id: newId(), name: '', created: today(), dataId, config, from };
    this.#take(about, run, from && { id: from.run, step: from.step });
    void locks.take(about.id);
  }

  /**
   * A run goes on as the kept run that it was, with the directions that were made in it; as one of its own where that
   * is open in another tab, and says so. `takeOver` makes it the current one: whatever happens meanwhile, nothing is kept
   * of another run in its name, and it is the one to be gone back to. `unstored` is what it was opened from, where storage
   * does not have that: then it is also what the next loss goes back to.
   */
  async resume(
    about: KeptAbout,
    run: RunSummary,
    takeOver: () => Promise<void>,
    unstored: Uint8Array<ArrayBuffer> | null = null,
  ): Promise<void> {
    const { dealings, latents, locks } = this.#parts;
    if (await locks.take(about.id)) {
      const { id, name, created, dataId, config, from } = about;
      const stored = this.#last?.id === id ? this.#last : null;
      this.#take({ id, name, created, dataId, config, from }, run.id, unstored ? stored : { id, step: run.step });
    } else {
      notify(dealings.store, [{ code: 'runElsewhere' }]);
      this.begin(run, { run: about.id, step: run.step });
    }
    this.#file = unstored;
    if (about.made) this.#directions = about.made.directions;
    try {
      await takeOver();
    } finally {
      if (about.made) latents.amend({ directions: about.made.directions });
      void this.#enqueue(() => this.#note());
    }
  }

  /** A run was taken back to a step; from there it may go another way, so what was kept after it stays another run's. */
  takenBack(run: string, step: number): void {
    const about = this.#about;
    if (!about || run !== this.#run || step >= this.#step) return;
    this.begin({ ...about, id: run }, { run: about.id, step });
  }

  /** To be called as training goes on: keeps the run when it is time. */
  inTime(): void {
    if (this.#parts.clock.now() - this.#begun >= Math.max(KEEP_MS, SHARE * this.#took)) void this.keep();
  }

  /** Keeps the run as it is, unless it is kept already; what goes wrong is told, and the run goes on. */
  keep(): Promise<void> {
    this.#begun = this.#parts.clock.now();
    return this.#enqueue(() => this.#parts.dealings.forRun((run) => this.#keep(run)));
  }

  /** The last checkpoint of the current run as a file, from the worker of the moment; null where there is none. */
  async last(): Promise<{ bytes: Uint8Array<ArrayBuffer>; about: KeptAbout; stored: boolean } | null> {
    const about = this.#about;
    if (!about) return null;
    if (this.#file) return { bytes: this.#file, about, stored: false };
    const last = this.#newest(about);
    if (!last) return null;
    const { bytes } = await this.#parts.dealings.client.request('keptFile', last);
    return { bytes, about, stored: true };
  }

  /**
   * The newest checkpoint that is known of. A worker that goes between writing one and telling of it leaves one that only
   * the list shows.
   */
  #newest({ id }: KeptAbout): { id: string; step: number } | null {
    const { kept } = this.#parts.dealings.store.getState();
    const listed = kept?.runs.find((run) => run.id === id)?.checkpoints.at(-1)?.step ?? 0;
    return this.#last?.id === id && listed > this.#last.step ? { id, step: listed } : this.#last;
  }

  async #keep(run: RunSummary): Promise<void> {
    const { dealings, clock, today } = this.#parts;
    const { store, client } = dealings;
    const about = this.#about;
    const { step } = store.getState();
    if (!about || run.id !== this.#run || step === 0) return;
    if (step === this.#step) return this.#note();
    const begun = clock.now();
    const made = this.#made();
    const report = await client.request('keepRun', { run: run.id, about: { ...about, made, used: today() }, pins: made.pins });
    this.#took = clock.now() - begun;
    if (this.#about !== about) return;
    this.#step = report.step;
    this.#file = report.file;
    if (report.list) {
      this.#last = { id: about.id, step: report.step };
      this.#noted = made;
      store.setState({ kept: report.list, resume: null });
    }
    this.#tellOnce(report.problem);
  }

  /** What the person makes in the latent space of the run; whether it is to be kept. */
  #hear(now: LatentState, before: LatentState): boolean {
    if (now.pins !== before.pins) return true;
    if (now.directions === before.directions || this.#parts.dealings.store.getState().viewed) return false;
    if (now.prior === before.prior) {
      this.#directions = now.directions.filter(({ name, source }) => name !== '' || source.kind !== 'principal');
      return true;
    }
    // Back from a model of another prior, whose directions took the place of the run's.
    if (this.#directions[0]?.vector.length === now.prior.zSize) this.#parts.latents.amend({ directions: this.#directions });
    return false;
  }

  #made(): KeptMade {
    const pins = this.#parts.latents.getState().pins.map(({ name, z }) => ({ name, z }));
    return { pins, directions: this.#directions };
  }

  /** Keeps what the person made, where it is not kept already. */
  async #keepMade(): Promise<void> {
    if (!sameMade(this.#made(), this.#noted)) await this.#note();
  }

  /** Writes what the person made, and that the run is open, into its entry in the list; one that has none gets none. */
  async #note(): Promise<void> {
    const { dealings, today } = this.#parts;
    const about = this.#about;
    if (!about || dealings.store.getState().run?.id !== this.#run || this.#last?.id !== about.id) return;
    const made = this.#made();
    try {
      const kept = await dealings.client.request('noteKept', { id: about.id, made, used: today() });
      dealings.store.setState({ kept });
      if (this.#about === about) this.#noted = made;
    } catch (error) {
      // After a loss everything fails for that one reason, which is told by itself.
      if (dealings.store.getState().connection === 'ready') this.#tellOnce(messageOf(error));
    }
  }

  /** The same trouble is told once, not every half a minute. */
  #tellOnce(problem: Message | null): void {
    if (problem && problem.code !== this.#problem?.code) notify(this.#parts.dealings.store, [problem]);
    this.#problem = problem;
  }

  #enqueue(task: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(task);
    this.#queue = done;
    return done;
  }

  #take(about: KeptAbout, run: string, last: { id: string; step: number } | null): void {
    this.#about = about;
    this.#run = run;
    this.#last = last;
    this.#step = last?.step ?? 0;
    this.#file = null;
    this.#noted = null;
    this.#begun = -Infinity;
    this.#parts.dealings.store.setState({ keptId: about.id });
  }
}

/** Whether nothing has been made since. */
function sameMade(made: KeptMade, noted: KeptMade | null): boolean {
  return (
    noted !== null &&
    noted.directions === made.directions &&
    noted.pins.length === made.pins.length &&
    noted.pins.every(({ name, z }, i) => name === made.pins[i]!.name && z === made.pins[i]!.z)
  );
}
