import type { Images } from '../core/images';
import type { RunSummary } from '../core/run';
import type { WorkerClient } from '../worker/client';
import type { RenderResult, SampleSheet } from '../worker/protocol';
import { Slot } from './slot';

/** Images of the data set's training split beside the samples. */
const REAL_COUNT = 64;

/** The pictures on the page, each in a slot of its own: drawn when they change, without React. */
export class Pictures {
  /** Without evidence where none is known: of a checkpoint, before its model is opened. */
  readonly samples = new Slot<(RenderResult & Partial<SampleSheet>) | null>(null);
  readonly real = new Slot<Images | null>(null);
  readonly preview = new Slot<RenderResult | null>(null);
  readonly #client: WorkerClient;
  #draws = 0;
  /** The sample grid and the real images that were asked for last: an answer about a model that was left comes too late. */
  #newestSamples = 0;
  #newestReal = 0;

  constructor(client: WorkerClient) {
    this.#client = client;
  }

  /** Draws a model's sample grid with its present weights. */
  async drawSamples(run: RunSummary): Promise<void> {
    const mine = ++this.#newestSamples;
    const result = await this.#client.request('samples', { run: run.id });
    if (result && mine === this.#newestSamples) this.samples.set(result);
  }

  /** Draws real images, others than before; none where a model's data set is not here. */
  async drawReal(run: RunSummary): Promise<void> {
    const mine = ++this.#newestReal;
    const images = await this.#client.request('realBatch', { run: run.id, count: REAL_COUNT, draw: this.#draws++ });
    if (mine === this.#newestReal) this.real.set(images.count > 0 ? images : null);
  }

  /** Draws the image of one z; of several asked at once only the newest is drawn. */
  async drawPreview(run: RunSummary, z: Float32Array): Promise<void> {
    const result = await this.#client.request('render', {
      model: { run: run.id },
      z,
      channel: 'preview',
    });
    if (result) this.preview.set(result);
  }

  /** Takes away what belongs to a run's networks. */
  clear(): void {
    this.samples.set(null);
    this.preview.set(null);
  }
}
