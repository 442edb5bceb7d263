import { thinRuns } from '../core/keeping';
import { bytesOfRun, lastSaved } from '../core/kept-run';
import type { KeptAbout, KeptChange, KeptCheckpoint, KeptList } from '../core/kept-run';
import type { Images } from '../core/images';
import { MessageError } from '../core/messages';
import type { KeptContent, KeptKey, RunShelf } from './run-shelf';

/** What kept runs need from the place they live in; tests give stand-ins. */
export interface KeptRunsAround {
  openShelf: (closed: () => void) => Promise<RunShelf>;
  /** Bytes that the browser gives this page to keep, and how many are taken; both 0 where it does not tell. */
  estimate: () => Promise<{ usage: number; quota: number }>;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** The most that kept runs take, and the share of the browser's quota that they may fill. */
const MOST_BYTES = 2e9;
const QUOTA_SHARE = 0.5;

/** The runs that are kept in this browser, within a budget. What storage refuses is thrown as a message. */
export class KeptRuns {
  readonly #around: KeptRunsAround;
  #shelf: Promise<RunShelf> | null = null;

  constructor(around: KeptRunsAround) {
    this.#around = around;
  }

  /** All kept runs, the one saved last first. */
  async list(): Promise<KeptList> {
    return this.#with(async (shelf) => {
      const runs = (await shelf.list()).toSorted((a, b) => lastSaved(b) - lastSaved(a));
      return { runs, bytes: runs.reduce((sum, run) => sum + bytesOfRun(run), 0), budget: await this.#budget() };
    });
  }

  /** Keeps a checkpoint, whole or not at all, and thins out older ones where they are too many. */
  async keep(
    about: KeptAbout,
    { step, distance }: Pick<KeptCheckpoint, 'step' | 'distance'>,
    content: KeptContent,
  ): Promise<void> {
    const bytes = content.file.length + content.samples.rgba.length;
    const checkpoint: KeptCheckpoint = { step, distance, bytes, saved: this.#around.now() };
    await this.#with(async (shelf) => {
      const runs = await shelf.list();
      const there = runs.find(({ id }) => id === about.id);
      // What the person calls it is theirs to say, whatever the page that trains it remembers.
      const named = { ...about, name: there?.name ?? about.name, created: there?.created ?? about.created };
      const before = there?.checkpoints.filter((one) => one.step !== step) ?? [];
      const mine = [...before, checkpoint].toSorted((a, b) => a.step - b.step);
      const others = runs.filter(({ id }) => id !== about.id).toSorted((a, b) => lastSaved(a) - lastSaved(b));
      const all = [
        ...others.map(({ id, checkpoints }) => ({ run: id, checkpoints })),
        { run: about.id, checkpoints: mine },
      ];
      const gone = thinRuns(all, await this.#budget());
      const stays = mine.filter((one) => !gone.some(({ run, step: at }) => run === about.id && at === one.step));
      if (!stays.includes(checkpoint)) throw new Error(`step ${step} was to be kept and to go at once`);
      await shelf.keep(named, checkpoint, content, gone);
    });
  }

  /** The .dcgan file of a checkpoint. */
  file(key: KeptKey): Promise<KeptContent['file']> {
    return this.#with(async (shelf) => present(await shelf.file(key), key));
  }

  /** The sample grid of a checkpoint as it was saved. */
  samples(key: KeptKey): Promise<Images> {
    return this.#with(async (shelf) => present(await shelf.samples(key), key));
  }

  /** Changes what is known of a run; one that is not kept stays so. */
  async amend(run: string, change: KeptChange): Promise<void> {
    await this.#with((shelf) => shelf.amend(run, change));
  }

  async remove(run: string): Promise<void> {
    await this.#with((shelf) => shelf.remove(run));
  }

  async #budget(): Promise<number> {
    const { quota } = await this.#around.estimate();
    return quota > 0 ? Math.min(MOST_BYTES, quota * QUOTA_SHARE) : MOST_BYTES;
  }

  async #with<T>(task: (shelf: RunShelf) => Promise<T>): Promise<T> {
    const forget = () => (this.#shelf = null);
    this.#shelf ??= this.#around.openShelf(forget);
    try {
      return await task(await this.#shelf);
    } catch (error) {
      // The next attempt opens it anew: permission may be given, another tab closed.
      if (!(error instanceof MessageError)) forget();
      throw await this.#inWords(error);
    }
  }

  /** What storage refused, as the message that says why; anything else is passed on. */
  async #inWords(error: unknown): Promise<unknown> {
    if (!(error instanceof DOMException)) return error;
    if (error.name !== 'QuotaExceededError') return new MessageError('keepStorage', {}, String(error));
    const { usage, quota } = await this.#around.estimate();
    return new MessageError('keepQuota', { used: Math.round(usage / 1e6), quota: Math.round(quota / 1e6) }, String(error));
  }
}

function present<T>(value: T | null, { step }: KeptKey): T {
  if (value === null) throw new MessageError('keptUnknown', { step });
  return value;
}
