import { tileSheet } from '../core/images';
import type { Images } from '../core/images';
import type { KeptRun } from '../core/kept-run';
import { MessageError } from '../core/messages';
import type { WorkerClient } from '../worker/client';
import { messageOf, notify } from './notices';
import type { Session } from './session';
import { debounce } from './timing';
import type { Clock } from './timing';

/** Time that the timeline stands still before the model there is opened, in milliseconds; its samples show at once. */
const REST_MS = 250;
/** Samples in a row of the grid, and how long each checkpoint shows in a GIF, in milliseconds. */
const COLUMNS = 8;
const FRAME_MS = 400;

/** What a page can hold of a file at once, in bytes. */
const LARGEST_FILE = 2e9;

/** A kept checkpoint, and what to call its run. */
export interface KeptPoint {
  run: string;
  step: number;
  name: string;
}

/** What the page does with runs that are kept in this browser. */
export class Runs {
  readonly #client: WorkerClient;
  readonly #session: Session;
  readonly #rest: () => void;
  #wanted: KeptPoint | null = null;

  constructor({ client, session, clock }: { client: WorkerClient; session: Session; clock: Clock }) {
    this.#client = client;
    this.#session = session;
    this.#rest = debounce(() => void this.#attempt(() => this.#open()), REST_MS, clock);
  }

  /** Goes to a kept checkpoint: its samples show at once, its model takes the place of the run's once this rests. */
  async look(point: KeptPoint): Promise<void> {
    this.#wanted = point;
    const { run, step } = point;
    this.#session.store.setState({ scrub: { run, step } });
    this.#rest();
    await this.#attempt(async () => {
      const [images] = await this.#client.request('keptSamples', { id: run, steps: [step] });
      if (images && this.#wanted === point) this.#session.pictures.samples.set({ images, step });
    });
  }

  /** Back to the run as it is now. */
  async now(): Promise<void> {
    this.#wanted = null;
    await this.#session.viewRun();
  }

  /** Looks at the model of a .dcgan file; the run stays as it is, also where the file cannot be opened. */
  async open(file: File): Promise<void> {
    this.#wanted = null;
    await this.#attempt(async () => {
      if (file.size > LARGEST_FILE) {
        const params = { file: file.name, megabytes: Math.round(file.size / 1e6), limit: LARGEST_FILE / 1e6 };
        throw new MessageError('fileTooLarge', params);
      }
      await this.#session.view(new Uint8Array(await file.arrayBuffer()), { kind: 'file', name: file.name });
    });
  }

  async rename(id: string, name: string): Promise<void> {
    await this.#attempt(async () => {
      const kept = await this.#client.request('renameKept', { id, name });
      this.#session.store.setState({ kept });
    });
  }

  /** Deletes a run with all its checkpoints. */
  async remove(id: string): Promise<void> {
    await this.#attempt(async () => {
      const kept = await this.#client.request('deleteKept', { id });
      this.#session.store.setState(({ resume }) => ({ kept, resume: resume?.id === id ? null : resume }));
    });
  }

  /** A run's last checkpoint as a .dcgan file; null where it cannot be read, which is told. */
  async file({ id, checkpoints }: KeptRun): Promise<Blob | null> {
    const step = checkpoints.at(-1)?.step;
    if (step === undefined) return null;
    return this.#ask(async () => {
      const { bytes } = await this.#client.request('keptFile', { id, step });
      return new Blob([bytes]);
    });
  }

  /** The sample grid of every kept checkpoint, one after the other, as a GIF. */
  async film({ id, checkpoints }: KeptRun): Promise<Blob | null> {
    return this.#ask(async () => {
      const grids = await this.#client.request('keptSamples', { id, steps: checkpoints.map(({ step }) => step) });
      const frames = asFrames(grids);
      const scale = frames.size <= 256 ? 2 : 1;
      const wish = { frames, format: 'gif', scale, delay: FRAME_MS } as const;
      const { bytes, type } = await this.#client.request('encodeFrames', wish);
      return new Blob([bytes], { type });
    });
  }

  /** All metrics of a kept run; null where they cannot be read, which is told. */
  async history(id: string): Promise<Float64Array<ArrayBuffer> | null> {
    return this.#ask(async () => (await this.#client.request('keptHistory', { id })).rows);
  }

  /** The sample grid of a kept checkpoint as it was saved. */
  async samples({ run, step }: Pick<KeptPoint, 'run' | 'step'>): Promise<Images | null> {
    return this.#ask(async () => (await this.#client.request('keptSamples', { id: run, steps: [step] }))[0] ?? null);
  }

  /** Pictures of latents, row-major [n, zSize], by a kept generator. */
  async render({ run, step }: Pick<KeptPoint, 'run' | 'step'>, z: Float32Array): Promise<Images | null> {
    return this.#ask(() => this.#client.request('renderKept', { id: run, step, z }));
  }

  async #open(): Promise<void> {
    const point = this.#wanted;
    if (!point) return;
    const { run, step, name } = point;
    const { bytes } = await this.#client.request('keptFile', { id: run, step });
    if (this.#wanted !== point) return;
    await this.#session.view(bytes, { kind: 'kept', name, kept: { run, step } });
  }

  async #ask<T>(question: () => Promise<T>): Promise<T | null> {
    try {
      return await question();
    } catch (error) {
      notify(this.#session.store, [messageOf(error)]);
      return null;
    }
  }

  async #attempt(action: () => Promise<void>): Promise<void> {
    await this.#ask(action);
  }
}

/** Sample grids as square pictures, one after the other. */
export function asFrames(grids: readonly Images[]): Images {
  const sheets = grids.map((grid) => tileSheet(grid, COLUMNS));
  const size = sheets[0]?.width ?? 0;
  const rgba = new Uint8ClampedArray(sheets.length * size * size * 4);
  sheets.forEach((sheet, n) => rgba.set(sheet.rgba, n * size * size * 4));
  return { count: sheets.length, size, rgba };
}
