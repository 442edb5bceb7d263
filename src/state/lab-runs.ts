import type { Images } from '../core/images';
import type { Message } from '../core/messages';
import type { RunSummary } from '../core/run';
import type { Config } from '../core/settings';
import type { WorkerClient } from '../worker/client';
import type { WorkerEvent } from '../worker/protocol';
import { History } from './history';
import { Slot } from './slot';

/** A run beside the page's own: what it is and what it has told so far. */
export interface LabRun {
  readonly summary: RunSummary;
  readonly history: History;
  /** What it makes of its fixed latents. */
  readonly samples: Slot<{ images: Images; step: number }>;
  step: number;
  /** Why it stopped by itself, and the step at which a value was not finite. */
  problem: Message | null;
  failedAt: number | null;
}

/** How a turn ended: at its last step, by a pause, by an error of the run, or with the worker. */
export type TurnEnd = 'finished' | 'paused' | 'failed' | 'lost';

/** Runs that take turns on the one device: at any time at most one of them trains. */
export class LabRuns {
  /** Counts up whenever a run has told something. */
  readonly changes = new Slot(0);
  readonly #client: WorkerClient;
  readonly #runs = new Map<string, LabRun>();
  #turn: { run: LabRun; end: (how: TurnEnd) => void } | null = null;

  constructor(client: WorkerClient) {
    this.#client = client;
    client.subscribe((event) => this.#hear(event));
  }

  /** Makes a run for each config on a data set, or on its first `images`; where one cannot be made, leaves none behind. */
  async open(dataId: string, configs: readonly Config[], images?: number): Promise<LabRun[]> {
    const runs: LabRun[] = [];
    try {
      for (const config of configs) {
        const { imageSize, channels } = config;
        await this.#client.request('loadData', { id: dataId, imageSize, channels });
        const summary = await this.#client.request('createRun', { dataId, config, images });
        const samples = new Slot({ images: { count: 0, size: imageSize, rgba: new Uint8ClampedArray() }, step: 0 });
        const run: LabRun = { summary, history: new History(), samples, step: 0, problem: null, failedAt: null };
        this.#runs.set(summary.id, run);
        runs.push(run);
        await this.#drawFirst(run);
      }
    } catch (error) {
      await this.close(runs);
      throw error;
    }
    return runs;
  }

  /** Trains a run until it has made `step` steps in all, or is paused, or fails. */
  async advance(run: LabRun, step: number): Promise<TurnEnd> {
    const { id } = run.summary;
    await this.#client.request('configure', { run: id, settings: { steps: step } });
    const ended = new Promise<TurnEnd>((end) => (this.#turn = { run, end }));
    await this.#client.request('train', { run: id, slow: 0 });
    return ended;
  }

  /** Ends the turn under way, if there is one; what it has made is kept. */
  async pause(): Promise<void> {
    if (this.#turn) await this.#client.request('pause', { run: this.#turn.run.summary.id });
  }

  /** Frees runs in the worker; what they have told can still be looked at. */
  async close(runs: readonly LabRun[]): Promise<void> {
    for (const { summary } of runs) {
      if (!this.#runs.delete(summary.id)) continue;
      await this.#client.request('disposeRun', { run: summary.id });
    }
  }

  /** Shows what the networks make before any training. */
  async #drawFirst({ summary, samples }: LabRun): Promise<void> {
    const { id, gridLatents } = summary;
    const drawn = await this.#client.request('render', { model: { run: id }, z: gridLatents, channel: `lab/${id}` });
    if (drawn) samples.set(drawn);
  }

  #hear(event: WorkerEvent): void {
    if (event.type === 'lost') {
      this.#runs.clear();
      return this.#end('lost');
    }
    if (!('run' in event) || event.run === undefined) return;
    const run = this.#runs.get(event.run);
    if (!run) return;
    switch (event.type) {
      case 'metrics':
        run.history.append(event.rows);
        run.step = run.history.steps.at(-1) ?? run.step;
        break;
      case 'samples':
        run.samples.set({ images: event.images, step: event.step });
        break;
      case 'notice':
        run.problem = event.message;
        if (event.message.code === 'notFinite') run.failedAt = Number(event.message.params?.['step']);
        break;
      case 'phase':
        run.step = event.step;
        if (event.phase === 'finished' || event.phase === 'paused' || event.phase === 'failed') this.#end(event.phase, run);
        break;
      default:
        event satisfies never;
    }
    this.changes.set(this.changes.value + 1);
  }

  #end(how: TurnEnd, run?: LabRun): void {
    if (!this.#turn || (run && this.#turn.run !== run)) return;
    const { end } = this.#turn;
    this.#turn = null;
    end(how);
  }
}
