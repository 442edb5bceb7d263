import type { Architecture } from './architecture';
import type { Config } from './settings';

/** What a run is doing, in one word; `compiling` is the first step, in which the GPU's programs are made. */
export type Phase = 'idle' | 'loading' | 'compiling' | 'training' | 'paused' | 'finished' | 'failed' | 'lost';

/** Which of the two training steps is in use: the planned one of our own kernels, or the tfjs reference. */
export type StepKind = 'plan' | 'tfjs';

/** How many samples from fixed latents the grid shows. */
export const GRID_COUNT = 64;

/** A run as the page knows it: what it is, and the latents of its sample grid, row-major [GRID_COUNT, zSize]. */
export interface RunSummary {
  id: string;
  dataId: string;
  config: Config;
  architecture: Architecture;
  step: number;
  stepKind: StepKind;
  gridLatents: Float32Array<ArrayBuffer>;
}

/**
 * Which generator and discriminator a view looks at: those of a run in the worker by its id. A kept checkpoint, a
 * shipped model and an opened file are opened as runs that nobody trains.
 */
export interface ModelReference {
  run: string;
}
