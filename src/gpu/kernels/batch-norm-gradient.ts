import { activationFunctions } from './activation';
import { sliceIndex, type BatchNormShape } from './batch-norm';
import {
  bindingsOf,
  declareStorage,
  forEachInvocation,
  gridFor,
  SLICE_LANES,
  vectorOf,
  type Storage,
} from './elementwise';
import type { Program } from './program';
import { lanesFor, perValueInLanes } from './reduce';

/** Per slice of rows: sum of dz and sum of dz xhat, with dz = activateGradient(y) dy and xhat = (x - mean) invStd. */
function partialSums(shape: BatchNormShape): Program {
  const { type } = vectorOf(shape.channels);
  const { slices, vectors, total, wgsl } = sliceIndex(shape);
  const storage: Storage[] = [
    { name: 'x', access: 'read', type: `array<${type}>` },
    { name: 'y', access: 'read', type: `array<${type}>` },
    { name: 'stats', access: 'read', type: `array<${type}>` },
    { name: 'dy', access: 'read', type: `array<${type}>` },
    { name: 'partial', access: 'read_write', type: `array<${type}>` },
  ];
  const body = `${wgsl}
  let mean = stats[statsAt];
  var sum = ${type}(0.0);
  var product = ${type}(0.0);
  for (var j = start; j < end; j += ${slices * vectors}u) {
    let dz = activateGradient(y[j]) * dy[j];
    sum += dz;
    product += dz * (x[j] - mean);
  }
  partial[partialAt] = sum;
  partial[partialAt + ${vectors}u] = product * stats[statsAt + ${vectors}u];`;
  return {
    label: `batch norm ${shape.activation} gradient sums`,
    wgsl: declareStorage(storage) + activationFunctions(shape.activation, type) + forEachInvocation(total, body),
    bindings: bindingsOf(storage),
    workgroups: gridFor(total),
    flops: 6 * shape.groups * shape.rows * shape.channels,
  };
}

/** Adds the slices of each group, and the groups for dBeta and dGamma where those are asked for. */
function finalise(shape: BatchNormShape, parameters: boolean): Program {
  const { groups, channels } = shape;
  const { slices } = sliceIndex(shape);
  const storage: Storage[] = [
    { name: 'partial', access: 'read', type: 'array<f32>' },
    { name: 'sums', access: 'read_write', type: 'array<f32>' },
    ...(parameters
      ? ([
          { name: 'dGamma', access: 'read_write', type: 'array<f32>' },
          { name: 'dBeta', access: 'read_write', type: 'array<f32>' },
        ] as const)
      : []),
  ];
  const body = `
  var all = vec2<f32>(0.0);
  for (var group = 0u; group < ${groups}u; group++) {
    var sum = vec2<f32>(0.0);
    for (var s = lane; s < ${slices}u; s += ${SLICE_LANES}u) {
      let at = (group * ${slices}u + s) * ${2 * channels}u + i;
      sum += vec2<f32>(partial[at], partial[at + ${channels}u]);
    }
    let total = sumOverLanes(sum, local);
    if (writes) {
      sums[group * ${2 * channels}u + i] = total.x;
      sums[group * ${2 * channels}u + ${channels}u + i] = total.y;
    }
    all += total;
  }
  ${parameters ? 'if (writes) {\n    dBeta[i] = all.x;\n    dGamma[i] = all.y;\n  }' : ''}`;
  return {
    label: 'batch norm gradient statistics',
    wgsl: declareStorage(storage) + perValueInLanes(channels, body),
    bindings: bindingsOf(storage),
    workgroups: lanesFor(channels),
    flops: 2 * groups * slices * channels,
  };
}

/** dx = gamma invStd (dz - (sum dz + xhat sum dz xhat) / rows), written over dy. */
function apply(shape: BatchNormShape): Program {
  const { groups, rows, channels } = shape;
  const { width, type } = vectorOf(channels);
  const vectors = channels / width;
  const total = groups * rows * vectors;
  const storage: Storage[] = [
    { name: 'x', access: 'read', type: `array<${type}>` },
    { name: 'y', access: 'read', type: `array<${type}>` },
    { name: 'stats', access: 'read', type: `array<${type}>` },
    { name: 'gamma', access: 'read', type: `array<${type}>` },
    { name: 'sums', access: 'read', type: `array<${type}>` },
    { name: 'dy', access: 'read_write', type: `array<${type}>` },
  ];
  const body = `
  let lane = i % ${vectors}u;
  let group = i / ${rows * vectors}u;
  let at = group * ${2 * vectors}u + lane;
  let statsAt = group * ${3 * vectors}u + lane;
  let invStd = stats[statsAt + ${vectors}u];
  let dz = activateGradient(y[i]) * dy[i];
  let xhat = (x[i] - stats[statsAt]) * invStd;
  dy[i] = gamma[lane] * invStd * (dz - (sums[at] + xhat * sums[at + ${vectors}u]) / ${rows}.0);`;
  return {
    label: `batch norm ${shape.activation} gradient`,
    wgsl: declareStorage(storage) + activationFunctions(shape.activation, type) + forEachInvocation(total, body),
    bindings: bindingsOf(storage),
    workgroups: gridFor(total),
    flops: 9 * groups * rows * channels,
  };
}

/**
 * The gradient through `batchNormForward`, the batch statistics' own dependence on x included.
 * Bindings: x, y, stats, dy, partial; then partial, sums, [dGamma, dBeta]; then x, y, stats, gamma, sums, dy, which
 * becomes the gradient by x. `sums` is [groups, 2, channels]. dGamma and dBeta are written only with `parameters`.
 */
export function batchNormBackward(
  shape: BatchNormShape,
  parameters: boolean,
): { programs: [Program, Program, Program]; scratchFloats: number } {
  return {
    programs: [partialSums(shape), finalise(shape, parameters), apply(shape)],
    scratchFloats: shape.groups * sliceIndex(shape).slices * 2 * shape.channels,
  };
}
