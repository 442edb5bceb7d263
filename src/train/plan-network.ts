import { BATCH_NORM_EPSILON, elements } from '../core/architecture';
import type { LayerSpec } from '../core/architecture';
import { operations } from '../gpu/executor';
import type { Operation } from '../gpu/executor';
import type { Memory, Slice } from '../gpu/executor-memory';
import { activationForward } from '../gpu/kernels/activation';
import { batchNormForward } from '../gpu/kernels/batch-norm';
import { convForward } from '../gpu/kernels/conv-forward';
import { convInputGradient } from '../gpu/kernels/conv-input-gradient';
import type { Tuning } from '../gpu/kernels/conv-launch';
import { denseForward } from '../gpu/kernels/dense';
import { convGeometry } from '../gpu/kernels/geometry';
import { maxPool, upsample } from '../gpu/kernels/resample';

/** Where a planned pass takes its memory from. */
export interface PlanContext {
  memory: Memory;
  tuning: Tuning;
  /** The values of a network's tensor, by its name (`g1.kernel`). */
  variable: (name: string) => Slice;
  /** Where the gradient of a trainable tensor goes, by its name. */
  gradient: (name: string) => Slice;
  /** Where a batch-normalised layer's statistics go, by the layer's name. */
  statistics: (name: string) => Slice;
}

/** How many images go through a network: `groups` batches of `batch`, each normalised by itself. */
export interface PassSize {
  batch: number;
  groups: number;
}

/** The tensors of one layer's pass that its gradient needs. */
export interface LayerPass {
  layer: LayerSpec;
  /** What the linear operation read: the layer's input, upsampled where the layer does so. */
  linearInput: Slice;
  /** What batch norm read; undefined without batch norm. */
  beforeNorm: Slice | undefined;
  statistics: Slice | undefined;
  /** What the activation gave. */
  activated: Slice;
}

/** A planned forward pass: the programs that make it, its output, and what the backward pass needs. */
export interface ForwardPlan {
  operations: Operation[];
  output: Slice;
  layers: readonly LayerPass[];
  size: PassSize;
}

/** Images in a pass, over all its groups. */
export const images = ({ batch, groups }: PassSize) => batch * groups;

/** The sizes that the linear operation works on: the map before it, upsampled where the layer does so. */
export function geometryOf(layer: LayerSpec, count: number) {
  const { kind, input, output, kernel, stride, upsample: doubled, pool } = layer;
  const scale = doubled ? 2 : 1;
  const shrink = pool ? 2 : 1;
  const before = { height: input[0] * scale, width: input[1] * scale, channels: input[2] };
  const after = { height: output[0] * shrink, width: output[1] * shrink, channels: output[2] };
  // A transposed convolution is the input gradient of the convolution that leads from its output to its input.
  const [from, to] = kind === 'transposedConv' ? [after, before] : [before, after];
  return {
    after,
    conv: () =>
      convGeometry({
        batch: count,
        inHeight: from.height,
        inWidth: from.width,
        inChannels: from.channels,
        outChannels: to.channels,
        kernel,
        stride,
      }),
    dense: { batch: count, inputs: elements(input), outputs: elements(output) },
  };
}

/**
 * Plans a network's pass in training mode from `input`, NHWC; its output goes to `into`, where that is given. Every
 * call has tensors of its own, unless `share` names a set that passes never needed at the same time may share.
 */
export function planForward(
  context: PlanContext,
  layers: readonly LayerSpec[],
  input: Slice,
  size: PassSize,
  { into, share }: { into?: Slice; share?: string } = {},
): ForwardPlan {
  const { memory } = context;
  const tensor = (role: string, count: number) =>
    share === undefined ? memory.floats(count) : memory.scratch(`${share}.${role}`, count);
  const all: Operation[] = [];
  const passes: LayerPass[] = [];
  let x = input;
  for (const [n, layer] of layers.entries()) {
    const target = n === layers.length - 1 ? into : undefined;
    const { pass, output } = planLayer(context, layer, x, size, tensor, target, all);
    passes.push(pass);
    x = output;
  }
  return { operations: all, output: x, layers: passes, size };
}

function planLayer(
  context: PlanContext,
  layer: LayerSpec,
  input: Slice,
  size: PassSize,
  tensor: (role: string, count: number) => Slice,
  target: Slice | undefined,
  all: Operation[],
): { pass: LayerPass; output: Slice } {
  const { name, norm, pool } = layer;
  const count = images(size);
  const { after } = geometryOf(layer, count);
  const floats = count * after.height * after.width * after.channels;
  let linearInput = input;
  if (layer.upsample) {
    const [height, width, channels] = layer.input;
    linearInput = tensor(`${name}.upsampled`, 4 * count * height * width * channels);
    const program = upsample({ batch: count, height, width, channels });
    all.push(...operations([program], { x: input, y: linearInput }));
  }
  const activated = pool || target === undefined ? tensor(`${name}.activated`, floats) : target;
  const beforeNorm = norm === 'batch' ? tensor(`${name}.linear`, floats) : undefined;
  all.push(...planLinear(context, layer, linearInput, beforeNorm ?? activated, count));
  let statistics: Slice | undefined;
  if (beforeNorm) {
    statistics = context.statistics(name);
    all.push(...planBatchNorm(context, layer, size, { x: beforeNorm, y: activated, stats: statistics }));
  } else if (norm === 'bias' || layer.activation !== 'linear') {
    all.push(...planActivation(context, layer, activated, count));
  }
  const pass = { layer, linearInput, beforeNorm, statistics, activated };
  if (!pool) return { pass, output: activated };
  const pooled = target ?? tensor(`${name}.pooled`, floats / 4);
  const [height, width, channels] = layer.output;
  all.push(...operations([maxPool({ batch: count, height, width, channels })], { x: activated, y: pooled }));
  return { pass, output: pooled };
}

function planLinear(context: PlanContext, layer: LayerSpec, x: Slice, y: Slice, count: number): Operation[] {
  const { tuning } = context;
  const weights = context.variable(`${layer.name}.kernel`);
  const { conv, dense } = geometryOf(layer, count);
  switch (layer.kind) {
    case 'dense':
      return operations(denseForward(dense, tuning), { x, weights, y });
    case 'conv':
      return operations(convForward(conv(), tuning), { x, weights, y });
    case 'transposedConv':
      return operations(convInputGradient(conv(), tuning), { dy: x, weights, dx: y });
    default:
      return layer.kind satisfies never;
  }
}

/** The layer's map before pooling as the matrix that batch norm sees. */
export function normShape(layer: LayerSpec, size: PassSize) {
  const { height, width, channels } = geometryOf(layer, size.batch).after;
  return { groups: size.groups, rows: size.batch * height * width, channels, activation: layer.activation };
}

function planBatchNorm(
  context: PlanContext,
  layer: LayerSpec,
  size: PassSize,
  slices: { x: Slice; y: Slice; stats: Slice },
): Operation[] {
  const { programs, scratchFloats } = batchNormForward(normShape(layer, size), BATCH_NORM_EPSILON);
  return operations(programs, {
    ...slices,
    partial: context.memory.scratch('partial', scratchFloats),
    gamma: context.variable(`${layer.name}.gamma`),
    beta: context.variable(`${layer.name}.beta`),
  });
}

/** The layer's map before pooling as the matrix that its bias and activation see. */
export function activationShape(layer: LayerSpec, count: number) {
  const { height, width, channels } = geometryOf(layer, count).after;
  return { rows: count * height * width, channels, activation: layer.activation, bias: layer.norm === 'bias' };
}

function planActivation(context: PlanContext, layer: LayerSpec, x: Slice, count: number): Operation[] {
  const program = activationForward(activationShape(layer, count));
  const bias = layer.norm === 'bias' ? { bias: context.variable(`${layer.name}.bias`) } : undefined;
  return operations([program], { x, ...bias });
}
