import type { Images } from '../core/images';

/** Images of the asked latents and the step whose weights made them. */
export interface RenderResult {
  images: Images;
  step: number;
}

/** The pictures of a run's sample grid, and how varied they are as a share of the real images; null where none are known. */
export interface SampleSheet extends RenderResult {
  diversity: number | null;
}
