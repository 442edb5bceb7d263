import { bindingsOf, declareStorage, forEachInvocation, gridFor, type Storage } from './elementwise';
import type { Program } from './program';

/** One batch-normalised layer: where its `stats` of `groups` batches start, in floats, in the arena of all layers. */
export interface RunningLayer {
  channels: number;
  groups: number;
  statsAt: number;
}

/** Layers that one program moves: 1 + 2 each of the eight storage buffers that every device has. */
export const RUNNING_LAYERS_PER_PROGRAM = 3;

/**
 * Moves the running statistics of one to three layers by each of their groups in turn:
 * running = momentum running + (1 - momentum) batch, with the biased variance.
 * Bindings: stats (the arena that `batchNormForward` wrote), then running mean and running variance of each layer.
 */
export function moveRunningStatistics(layers: readonly RunningLayer[], momentum: number): Program {
  if (layers.length === 0 || layers.length > RUNNING_LAYERS_PER_PROGRAM) {
    throw new RangeError(`a program moves the running statistics of 1 to ${RUNNING_LAYERS_PER_PROGRAM} layers`);
  }
  const storage: Storage[] = [{ name: 'stats', access: 'read', type: 'array<f32>' }];
  let first = 0;
  let body = '';
  for (const [n, { channels, groups, statsAt }] of layers.entries()) {
    storage.push({ name: `mean${n}`, access: 'read_write', type: 'array<f32>' });
    storage.push({ name: `variance${n}`, access: 'read_write', type: 'array<f32>' });
    body += `
  if (i >= ${first}u && i < ${first + channels}u) {
    let c = i - ${first}u;
    for (var group = 0u; group < ${groups}u; group++) {
      let at = ${statsAt}u + group * ${3 * channels}u + c;
      mean${n}[c] = mean${n}[c] * ${momentum} + stats[at] * (1.0 - ${momentum});
      variance${n}[c] = variance${n}[c] * ${momentum} + stats[at + ${2 * channels}u] * (1.0 - ${momentum});
    }
  }`;
    first += channels;
  }
  return {
    label: 'batch norm running statistics',
    wgsl: declareStorage(storage) + forEachInvocation(first, body),
    bindings: bindingsOf(storage),
    workgroups: gridFor(first),
    flops: layers.reduce((sum, { channels, groups }) => sum + 6 * channels * groups, 0),
  };
}
