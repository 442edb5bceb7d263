import type { MetricsRow, StepPart } from '../core/metrics';
import type { StepKind } from '../core/run';
import type { Config } from '../core/settings';

/** The settings that a step reads anew each time. */
export type StepSettings = Pick<Config, 'labelSmoothing' | 'learningRateD' | 'learningRateG' | 'dSteps'>;

/** A batch for one update: indices of training images, and as many latents, row-major [batch, zSize]. */
export interface Batch {
  indices: Uint32Array;
  z: Float32Array<ArrayBuffer>;
}

/** Where the time of recent steps went, in milliseconds; null where it is not known (yet). */
export interface StepTimes {
  /** The passes of D's and of G's update on the GPU. */
  msD: number | null;
  msG: number | null;
  /** JavaScript of one step: writing its inputs, recording and submitting it. */
  jsMs: number | null;
}

/**
 * Makes training steps on one pair. A step is enqueued and may run on after `enqueue` returns; its metrics come with
 * `collect`, in order. D's updates take a batch each, G's update the latents of the last batch drawn.
 */
export interface Stepper {
  readonly kind: StepKind;
  readonly times: StepTimes;
  /** Bytes on the GPU beside those that tfjs counts. */
  readonly gpuBytes: number;
  /** Makes ready what the first step needs; `onProgress` tells how many of how many programs are compiled. */
  prepare(onProgress: (done: number, total: number) => void): Promise<void>;
  enqueue(step: number, part: StepPart, settings: StepSettings, nextBatch: () => Batch): void;
  /** Waits until at most `inFlight` steps are unfinished and gives the metrics of those that finished since. */
  collect(inFlight: number): Promise<MetricsRow[]>;
  /**
   * To be called after the variables were assigned from outside (a reset, a restored snapshot, an opened file): a
   * stepper that keeps weights in buffers of its own takes the new values over and makes the variables share them.
   */
  adopt(): void;
  dispose(): void;
}
