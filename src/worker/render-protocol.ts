import type { Evidence } from '../core/health';
import type { Images } from '../core/images';

/** Images of the asked latents and the step whose weights made them. */
export interface RenderResult {
  images: Images;
  step: number;
}

/** The pictures of a run's sample grid, and what they say for the verdict on it. */
export interface SampleSheet extends RenderResult {
  evidence: Evidence;
}
