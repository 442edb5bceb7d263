import { drawLatents } from '../core/latent';
import type { Run } from './run';
import type { Batch } from './stepper';

/** Draws the batch of a run's next step; the data that it needs must be there. */
export function drawBatch({ order, latents, config, data, dataset }: Run): Batch {
  const firstEpoch = usesFirst({ order, data, config });
  return {
    indices: order.next(firstEpoch ? data.first : dataset.count),
    z: drawLatents(latents, config.batchSize, config),
  };
}

/** Whether the next step uses only the images that were there when training could begin. */
export function usesFirst({ order, data, config }: Pick<Run, 'order' | 'data' | 'config'>): boolean {
  return order.state.epoch === 0 && data.first >= config.batchSize;
}

/**
 * The batch that a run's next step will draw, without drawing it: order and random numbers stay where they are. To be
 * called when no step is under way and the data that the step needs are there.
 */
export function nextBatch(run: Run): Batch {
  const { order, latents } = run;
  const before = { order: order.state, latents: latents.state };
  try {
    const { indices, z } = drawBatch(run);
    return { indices: indices.slice(), z };
  } finally {
    order.state = before.order;
    latents.state = before.latents;
  }
}
