import { drawLatents } from '../core/latent';
import type { Run } from './run';
import type { Batch } from './stepper';

/**
 * The batch that a run's next step will draw, without drawing it: order and random numbers stay where they are. To be
 * called when no step is under way and the data that the step needs are there.
 */
export function nextBatch({ order, latents, config, data, dataset }: Run): Batch {
  const before = { order: order.state, latents: latents.state };
  const firstEpoch = order.state.epoch === 0 && data.first >= config.batchSize;
  try {
    const indices = order.next(firstEpoch ? data.first : dataset.count).slice();
    return { indices, z: drawLatents(latents, config.batchSize, config) };
  } finally {
    order.state = before.order;
    latents.state = before.latents;
  }
}
