import type { LayerSpec } from '../core/architecture';
import { operations } from '../gpu/executor';
import type { Operation } from '../gpu/executor';
import type { Memory, Slice } from '../gpu/executor-memory';
import { activationBackward } from '../gpu/kernels/activation';
import { batchNormBackward } from '../gpu/kernels/batch-norm-gradient';
import { convForward } from '../gpu/kernels/conv-forward';
import { convInputGradient } from '../gpu/kernels/conv-input-gradient';
import { denseInputGradient, denseWeightGradient } from '../gpu/kernels/dense';
import { convFilterGradient } from '../gpu/kernels/filter-gradient';
import { maxPoolGradient, upsampleGradient } from '../gpu/kernels/resample';
import { activationShape, geometryOf, images, normShape } from './plan-network';
import type { ForwardPlan, LayerPass, PassSize, PlanContext } from './plan-network';

/** What a backward pass is to find: the gradients of the parameters, that of the input, or both. */
export interface Wanted {
  parameters: boolean;
  input: boolean;
}

/**
 * Plans the gradients of a planned pass, given that by its output in `dOutput`, which is overwritten. Gives the
 * gradient by the pass's input in scratch memory, undefined where it is not wanted.
 */
export function planBackward(
  context: PlanContext,
  forward: ForwardPlan,
  dOutput: Slice,
  wanted: Wanted,
): { operations: Operation[]; dInput: Slice | undefined } {
  const all: Operation[] = [];
  const flow = new GradientFlow(context.memory, dOutput);
  for (const pass of forward.layers.toReversed()) {
    const input = wanted.input || pass !== forward.layers[0];
    planLayerBackward(context, pass, forward.size, flow, { ...wanted, input }, all);
  }
  return { operations: all, dInput: wanted.input ? flow.current : undefined };
}

/** The gradient on its way back: in one of two scratch blocks, each program writing to the one that it does not read. */
class GradientFlow {
  current: Slice;
  readonly #memory: Memory;

  constructor(memory: Memory, start: Slice) {
    this.#memory = memory;
    this.current = start;
  }

  /** Room for the next gradient, apart from the current one; becomes the current one by `advance`. */
  next(count: number): Slice {
    const first = this.#memory.scratch('gradient', count);
    return first.block === this.current.block ? this.#memory.scratch('gradient of the other', count) : first;
  }
}

function planLayerBackward(
  context: PlanContext,
  pass: LayerPass,
  size: PassSize,
  flow: GradientFlow,
  wanted: Wanted,
  all: Operation[],
): void {
  const { layer } = pass;
  const count = images(size);
  if (layer.pool) {
    const [height, width, channels] = layer.output;
    const dx = flow.next(4 * count * height * width * channels);
    const program = maxPoolGradient({ batch: count, height, width, channels });
    all.push(...operations([program], { x: pass.activated, dy: flow.current, dx }));
    flow.current = dx;
  }
  all.push(...planNormBackward(context, pass, size, flow.current, wanted.parameters));
  if (wanted.parameters) all.push(...planKernelGradient(context, pass, count, flow.current));
  if (!wanted.input) return;
  const dx = flow.next(pass.linearInput.size / Float32Array.BYTES_PER_ELEMENT);
  all.push(...planInputGradient(context, layer, count, flow.current, dx));
  flow.current = dx;
  if (!layer.upsample) return;
  const [height, width, channels] = layer.input;
  const small = flow.next(count * height * width * channels);
  all.push(...operations([upsampleGradient({ batch: count, height, width, channels })], { dy: dx, dx: small }));
  flow.current = small;
}

/** The gradient through the norm and the activation, in place in `dy`. */
function planNormBackward(
  context: PlanContext,
  { layer, beforeNorm, statistics, activated }: LayerPass,
  size: PassSize,
  dy: Slice,
  parameters: boolean,
): Operation[] {
  const { memory } = context;
  const role = (name: string) => `${layer.name}.${name}`;
  if (beforeNorm && statistics) {
    const shape = normShape(layer, size);
    const { programs, scratchFloats } = batchNormBackward(shape, parameters);
    return operations(programs, {
      x: beforeNorm,
      y: activated,
      stats: statistics,
      gamma: context.variable(role('gamma')),
      dy,
      partial: memory.scratch('partial', scratchFloats),
      sums: memory.scratch('sums', shape.groups * 2 * shape.channels),
      ...(parameters && { dGamma: context.gradient(role('gamma')), dBeta: context.gradient(role('beta')) }),
    });
  }
  const shape = activationShape(layer, images(size));
  const bias = shape.bias && parameters;
  if (layer.activation === 'linear' && !bias) return [];
  const { programs, scratchFloats } = activationBackward({ ...shape, bias });
  return operations(programs, {
    y: activated,
    dy,
    ...(bias && { partial: memory.scratch('partial', scratchFloats), total: context.gradient(role('bias')) }),
  });
}

function planKernelGradient(
  context: PlanContext,
  { layer, linearInput }: LayerPass,
  count: number,
  dLinear: Slice,
): Operation[] {
  const { conv, dense } = geometryOf(layer, count);
  const { tuning, memory } = context;
  const { programs, scratchFloats } =
    layer.kind === 'dense' ? denseWeightGradient(dense, tuning) : convFilterGradient(conv(), tuning);
  const [x, dy] = layer.kind === 'transposedConv' ? [dLinear, linearInput] : [linearInput, dLinear];
  return operations(programs, {
    x,
    dy,
    dWeights: context.gradient(`${layer.name}.kernel`),
    ...(scratchFloats > 0 && { partial: memory.scratch('partial', scratchFloats) }),
  });
}

function planInputGradient(context: PlanContext, layer: LayerSpec, count: number, dy: Slice, dx: Slice): Operation[] {
  const { tuning } = context;
  const weights = context.variable(`${layer.name}.kernel`);
  const { conv, dense } = geometryOf(layer, count);
  switch (layer.kind) {
    case 'dense':
      return operations(denseInputGradient(dense, tuning), { dy, weights, dx });
    case 'conv':
      return operations(convInputGradient(conv(), tuning), { dy, weights, dx });
    case 'transposedConv':
      return operations(convForward(conv(), tuning), { x: dy, weights, y: dx });
    default:
      return layer.kind satisfies never;
  }
}
