import { BATCH_NORM_MOMENTUM, elements } from '../core/architecture';
import type { LayerSpec, ParameterSpec } from '../core/architecture';
import { operations } from '../gpu/executor';
import type { Operation } from '../gpu/executor';
import { whole } from '../gpu/executor-memory';
import type { Block, Memory, Slice } from '../gpu/executor-memory';
import { adam, ADAM_PARAMETERS_PER_PROGRAM } from '../gpu/kernels/adam';
import { AVERAGED_TENSORS_PER_PROGRAM, moveAverages } from '../gpu/kernels/average';
import { batchNormStatsFloats } from '../gpu/kernels/batch-norm';
import { moveRunningStatistics, RUNNING_LAYERS_PER_PROGRAM } from '../gpu/kernels/batch-norm-running';
import { euclideanNorm } from '../gpu/kernels/norm';
import { ADAM_EPSILON, BETA2 } from './adam';

/** The stored tensors of one network and Adam's two moments, each a buffer that a tfjs variable has, and its gradients. */
export interface ParameterPlan {
  /** All tensors, by name. */
  values: ReadonlyMap<string, Block>;
  /** The moments of the trainable ones, by the tensor's name. */
  first: ReadonlyMap<string, Block>;
  second: ReadonlyMap<string, Block>;
  gradients: { all: Slice; parts: ReadonlyMap<string, Slice> };
}

/** The statistics that batch norm found in one pass, by the layer's name, for `groups` batches. */
export interface StatisticsPlan {
  groups: number;
  all: Slice;
  parts: ReadonlyMap<string, Slice>;
}

const FLOAT = Float32Array.BYTES_PER_ELEMENT;

const trainableOf = (layers: readonly LayerSpec[]): ParameterSpec[] =>
  layers.flatMap(({ parameters }) => parameters).filter(({ trainable }) => trainable);

const blocks = (specs: readonly ParameterSpec[]) =>
  new Map(specs.map(({ name, shape }) => [name, { size: elements(shape) * FLOAT, buffer: null } as Block]));

/** Plans where a network's tensors are, trainable or not, by name. */
export function planTensors(layers: readonly LayerSpec[]): ReadonlyMap<string, Block> {
  return blocks(layers.flatMap(({ parameters }) => parameters));
}

/** Plans where a network's parameters, moments and gradients are. */
export function planParameters(memory: Memory, layers: readonly LayerSpec[]): ParameterPlan {
  const trainable = trainableOf(layers);
  return {
    values: planTensors(layers),
    first: blocks(trainable),
    second: blocks(trainable),
    gradients: memory.arena(new Map(trainable.map(({ name, shape }) => [name, elements(shape)]))),
  };
}

/** Plans where a network's batch norm leaves what it found in `groups` batches. */
export function planStatistics(memory: Memory, layers: readonly LayerSpec[], groups: number): StatisticsPlan {
  const floats = normalised(layers).map(
    ({ name, output }): [string, number] => [name, batchNormStatsFloats({ groups, channels: output[2] })],
  );
  return { groups, ...memory.arena(new Map(floats)) };
}

/** Moves a network's running statistics by what a pass found. */
export function planRunningStatistics(
  layers: readonly LayerSpec[],
  { values }: ParameterPlan,
  { groups, all, parts }: StatisticsPlan,
): Operation[] {
  return chunks(normalised(layers), RUNNING_LAYERS_PER_PROGRAM).flatMap((chunk) => {
    const moved = chunk.map(({ name, output }) => ({
      channels: output[2],
      groups,
      statsAt: parts.get(name)!.offset / FLOAT,
    }));
    const slices: Record<string, Slice> = { stats: all };
    for (const [n, { name }] of chunk.entries()) {
      slices[`mean${n}`] = whole(values.get(`${name}.mean`)!);
      slices[`variance${n}`] = whole(values.get(`${name}.variance`)!);
    }
    return operations([moveRunningStatistics(moved, BATCH_NORM_MOMENTUM)], slices);
  });
}

/**
 * One update of all of a network's parameters from its gradients, whose norm goes to `metrics[slot]`. `step` holds the
 * two numbers of `adamStep`.
 */
export function planUpdate(
  memory: Memory,
  layers: readonly LayerSpec[],
  { values, first, second, gradients }: ParameterPlan,
  { beta1, step, metrics, slot }: { beta1: number; step: Slice; metrics: Slice; slot: number },
): Operation[] {
  const { all, parts } = gradients;
  const norm = euclideanNorm(all.size / FLOAT, slot);
  const partial = memory.scratch('partial', norm.scratchFloats);
  // A program works in vectors only where all its tensors come in fours: so those that do are put together.
  const [wide, narrow] = [trainableOf(layers).filter(inFours), trainableOf(layers).filter((spec) => !inFours(spec))];
  const groups = [...chunks(wide, ADAM_PARAMETERS_PER_PROGRAM), ...chunks(narrow, ADAM_PARAMETERS_PER_PROGRAM)];
  const updates = groups.flatMap((group) => {
    const slices: Record<string, Slice> = { step, gradients: all };
    for (const [n, { name }] of group.entries()) {
      slices[`w${n}`] = whole(values.get(name)!);
      slices[`m${n}`] = whole(first.get(name)!);
      slices[`v${n}`] = whole(second.get(name)!);
    }
    const parameters = group.map(({ name, shape }) => ({
      size: elements(shape),
      gradientAt: parts.get(name)!.offset / FLOAT,
    }));
    return operations([adam(parameters, { beta1, beta2: BETA2, epsilon: ADAM_EPSILON })], slices);
  });
  return [...operations(norm.programs, { values: all, partial, metrics }), ...updates];
}

/** Moves the average of a network's tensors toward them; `keeps` holds what stays of the old average. */
export function planAverage(
  { values }: ParameterPlan,
  average: ReadonlyMap<string, Block>,
  keeps: Slice,
): Operation[] {
  return chunks([...average], AVERAGED_TENSORS_PER_PROGRAM).flatMap((chunk) => {
    const slices: Record<string, Slice> = { keeps };
    for (const [n, [name, mean]] of chunk.entries()) {
      slices[`w${n}`] = whole(values.get(name)!);
      slices[`mean${n}`] = whole(mean);
    }
    return operations([moveAverages(chunk.map(([, { size }]) => size / FLOAT))], slices);
  });
}

function inFours({ shape }: ParameterSpec): boolean {
  return elements(shape) % 4 === 0;
}

function normalised(layers: readonly LayerSpec[]): LayerSpec[] {
  return layers.filter(({ norm }) => norm === 'batch');
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, n) => list.slice(n * size, (n + 1) * size));
}
