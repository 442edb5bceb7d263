import { METRICS, type MetricName } from '../../src/core/metrics';
import { formatDuration, messageText } from '../../src/i18n/text';
import type { WorkerEvent } from '../../src/worker/protocol';

/** Training ended without reaching its last step. */
export class TrainingError extends Error {
  override readonly name = 'TrainingError';
}

/** The last step that was reported. */
export interface LastStep {
  step: number;
  lossD: number;
  lossG: number;
}

const TELL_EVERY_MS = 2_000;

/** Follows one run by the worker's events: tells its progress on stderr and knows when and how it ended. */
export class TrainingWatch {
  last: LastStep = { step: 0, lossD: Number.NaN, lossG: Number.NaN };
  #steps = 0;
  #told = 0;
  #end: { resolve: () => void; reject: (error: TrainingError) => void } | undefined;

  /**
   * Starts training up to `steps` and waits until those are made or a person paused it; throws a TrainingError when it
   * broke off.
   */
  async follow(steps: number, start: () => Promise<unknown>): Promise<void> {
    this.#steps = steps;
    const ended = new Promise<void>((resolve, reject) => {
      this.#end = { resolve, reject };
    });
    await Promise.all([start(), ended]);
  }

  /** Takes one event of the worker. */
  take(event: WorkerEvent): void {
    if (event.type === 'notice') console.error(messageText('en', event.message));
    else if (event.type === 'lost') this.#end?.reject(new TrainingError(messageText('en', event.message)));
    else if (event.type === 'progress' && event.job === 'import') this.#takeImport(event.done, event.total);
    else if (event.type === 'data') console.error(`Loaded ${event.loaded} of ${event.total} images.`);
    else if (event.type === 'metrics') this.#takeMetrics(event);
    else if (event.type === 'phase') this.#takePhase(event);
  }

  #takeImport(done: number, total: number): void {
    if (done < total && performance.now() - this.#told < TELL_EVERY_MS) return;
    this.#told = performance.now();
    console.error(`Read ${done} of ${total} pictures.`);
  }

  #takePhase({ phase, step }: Extract<WorkerEvent, { type: 'phase' }>): void {
    if (phase === 'compiling') console.error('Compiling ...');
    if (phase === 'finished' || phase === 'paused') this.#end?.resolve();
    if (phase === 'failed') this.#end?.reject(new TrainingError(`Training stopped at step ${step}.`));
  }

  #takeMetrics({ rows, imagesPerSecond, msPerStep }: Extract<WorkerEvent, { type: 'metrics' }>): void {
    const row = rows.subarray(rows.length - METRICS.length - 1);
    const value = (name: MetricName): number => row[1 + METRICS.indexOf(name)]!;
    this.last = { step: row[0]!, lossD: value('lossD'), lossG: value('lossG') };
    const { step, lossD, lossG } = this.last;
    const steps = this.#steps;
    const early = step < steps && performance.now() - this.#told < TELL_EVERY_MS;
    // Rows that come before training starts are the history of a run read from a file.
    if (early || !this.#end) return;
    this.#told = performance.now();
    const left = step < steps && msPerStep > 0 ? `, ${formatDuration('en', (steps - step) * msPerStep)} left` : '';
    const pace = imagesPerSecond > 0 ? `, ${Math.round(imagesPerSecond)} images/s` : '';
    console.error(`Step ${step} of ${steps}: D ${lossD.toFixed(3)}, G ${lossG.toFixed(3)}${pace}${left}`);
  }
}
