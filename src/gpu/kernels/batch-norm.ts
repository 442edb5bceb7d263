import type { Activation } from '../../core/architecture';
import { activationFunctions } from './activation';
import {
  bindingsOf,
  declareStorage,
  forEachInvocation,
  gridFor,
  SLICE_LANES,
  slicesFor,
  vectorOf,
  type Storage,
} from './elementwise';
import type { Program } from './program';
import { lanesFor, perValueInLanes } from './reduce';

/**
 * A tensor NHWC seen as `groups` matrices [rows, channels] that follow each other; each group is normalised by its own
 * statistics, so that real and fake images can go through a convolution as one batch and never mix here.
 */
export interface BatchNormShape {
  groups: number;
  rows: number;
  channels: number;
  activation: Activation;
}

/** Floats that `stats` holds: mean, 1 / sqrt(variance + epsilon) and variance, each [channels], for every group. */
export const batchNormStatsFloats = ({ groups, channels }: Pick<BatchNormShape, 'groups' | 'channels'>): number =>
  groups * 3 * channels;

/** WGSL constants and the split of `i` into slice, vector of channels and group, shared by the slice programs. */
export function sliceIndex(shape: BatchNormShape): { slices: number; vectors: number; total: number; wgsl: string } {
  const vectors = shape.channels / vectorOf(shape.channels).width;
  const slices = slicesFor(shape.rows);
  const wgsl = `
  let lane = i % ${vectors}u;
  let slice = i / ${vectors}u % ${slices}u;
  let group = i / ${vectors * slices}u;
  let start = (group * ${shape.rows}u + slice) * ${vectors}u + lane;
  let end = (group + 1u) * ${shape.rows * vectors}u;
  let statsAt = group * ${3 * vectors}u + lane;
  let partialAt = (group * ${slices}u + slice) * ${2 * vectors}u + lane;`;
  return { slices, vectors, total: shape.groups * slices * vectors, wgsl };
}

/**
 * Mean and sum of squared deviations of each slice of rows. Sums are taken of differences from the slice's first row:
 * as that is one of its samples, (mean - shift)^2 <= n variance, so little is lost where they cancel.
 */
function moments(shape: BatchNormShape): Program {
  const { type } = vectorOf(shape.channels);
  const { slices, vectors, total, wgsl } = sliceIndex(shape);
  const storage: Storage[] = [
    { name: 'x', access: 'read', type: `array<${type}>` },
    { name: 'partial', access: 'read_write', type: `array<${type}>` },
  ];
  const body = `${wgsl}
  let shift = x[start];
  var sum = ${type}(0.0);
  var squares = ${type}(0.0);
  for (var j = start; j < end; j += ${slices * vectors}u) {
    let d = x[j] - shift;
    sum += d;
    squares += d * d;
  }
  let mean = sum / f32((${shape.rows + slices - 1}u - slice) / ${slices}u);
  partial[partialAt] = shift + mean;
  partial[partialAt + ${vectors}u] = max(squares - sum * mean, ${type}(0.0));`;
  return {
    label: 'batch norm moments',
    wgsl: declareStorage(storage) + forEachInvocation(total, body),
    bindings: bindingsOf(storage),
    workgroups: gridFor(total),
    flops: 4 * shape.groups * shape.rows * shape.channels,
  };
}

/**
 * Joins the slices (Chan, Golub, LeVeque 1983: M2 = sum of M2_s + n_s (mean_s - mean)^2) into the mean and the biased
 * variance M2 / rows of each group.
 */
function finalise({ groups, rows, channels }: BatchNormShape, epsilon: number): Program {
  const slices = slicesFor(rows);
  const total = groups * channels;
  const storage: Storage[] = [
    { name: 'partial', access: 'read', type: 'array<f32>' },
    { name: 'stats', access: 'read_write', type: 'array<f32>' },
  ];
  const body = `
  let group = i / ${channels}u;
  let channel = i % ${channels}u;
  let first = group * ${slices * 2 * channels}u + channel;
  var sum = 0.0;
  for (var s = lane; s < ${slices}u; s += ${SLICE_LANES}u) {
    sum += partial[first + s * ${2 * channels}u] * f32((${rows + slices - 1}u - s) / ${slices}u);
  }
  let mean = sumOverLanes(vec2<f32>(sum, 0.0), local).x / ${rows}.0;
  var squares = 0.0;
  for (var s = lane; s < ${slices}u; s += ${SLICE_LANES}u) {
    let at = first + s * ${2 * channels}u;
    let d = partial[at] - mean;
    squares += partial[at + ${channels}u] + d * d * f32((${rows + slices - 1}u - s) / ${slices}u);
  }
  let variance = sumOverLanes(vec2<f32>(squares, 0.0), local).x / ${rows}.0;
  if (writes) {
    let statsAt = group * ${3 * channels}u + channel;
    stats[statsAt] = mean;
    stats[statsAt + ${channels}u] = 1.0 / sqrt(variance + ${epsilon});
    stats[statsAt + ${2 * channels}u] = variance;
  }`;
  return {
    label: 'batch norm statistics',
    wgsl: declareStorage(storage) + perValueInLanes(total, body),
    bindings: bindingsOf(storage),
    workgroups: lanesFor(total),
    flops: 6 * slices * total,
  };
}

/** y = activate(gamma (x - mean) / sqrt(variance + epsilon) + beta), four channels at a time where they allow. */
function apply(shape: BatchNormShape): Program {
  const { groups, rows, channels } = shape;
  const { width, type } = vectorOf(channels);
  const vectors = channels / width;
  const total = groups * rows * vectors;
  const storage: Storage[] = [
    { name: 'x', access: 'read', type: `array<${type}>` },
    { name: 'stats', access: 'read', type: `array<${type}>` },
    { name: 'gamma', access: 'read', type: `array<${type}>` },
    { name: 'beta', access: 'read', type: `array<${type}>` },
    { name: 'y', access: 'read_write', type: `array<${type}>` },
  ];
  const body = `
  let lane = i % ${vectors}u;
  let at = i / ${rows * vectors}u * ${3 * vectors}u + lane;
  y[i] = activate((x[i] - stats[at]) * (stats[at + ${vectors}u] * gamma[lane]) + beta[lane]);`;
  return {
    label: `batch norm ${shape.activation}`,
    wgsl: declareStorage(storage) + activationFunctions(shape.activation, type) + forEachInvocation(total, body),
    bindings: bindingsOf(storage),
    workgroups: gridFor(total),
    flops: 4 * groups * rows * channels,
  };
}

/**
 * Batch norm in training mode followed by its activation.
 * Bindings: x, partial; then partial, stats; then x, stats, gamma, beta, y.
 * `x` and `y` are [groups, rows, channels]; `partial` is scratch of `scratchFloats`; the backward pass needs x, y, stats.
 */
export function batchNormForward(
  shape: BatchNormShape,
  epsilon: number,
): { programs: [Program, Program, Program]; scratchFloats: number } {
  return {
    programs: [moments(shape), finalise(shape, epsilon), apply(shape)],
    scratchFloats: shape.groups * sliceIndex(shape).slices * 2 * shape.channels,
  };
}
