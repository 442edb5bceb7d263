import { bindingsOf, declareStorage, forEachInvocation, gridFor, WORKGROUP_SIZE, type Storage } from './elementwise';
import type { Program } from './program';

/** Vectors of four floats that one invocation of the first pass squares and adds, at least. */
const VECTORS_PER_INVOCATION = 16;
const MAX_INVOCATIONS = 4096;

/** WGSL that adds `value` of all invocations of the one workgroup in a fixed order, leaving the sum in `total`. */
export function workgroupSum(): string {
  return `
var<workgroup> shared_sums: array<f32, ${WORKGROUP_SIZE}>;
fn sumOverWorkgroup(value: f32, lane: u32) -> f32 {
  workgroupBarrier();
  shared_sums[lane] = value;
  workgroupBarrier();
  var total = 0.0;
  for (var l = 0u; l < ${WORKGROUP_SIZE}u; l++) {
    total += shared_sums[l];
  }
  return total;
}
`;
}

/**
 * The Euclidean norm of `length` floats (a multiple of 4), written to `metrics[slot]`.
 * Bindings: values, partial; then partial, metrics. `partial` is scratch of `scratchFloats`.
 */
export function euclideanNorm(length: number, slot: number): { programs: [Program, Program]; scratchFloats: number } {
  const vectors = length / 4;
  const slices = Math.min(MAX_INVOCATIONS, Math.ceil(vectors / VECTORS_PER_INVOCATION));
  const first: Storage[] = [
    { name: 'values', access: 'read', type: 'array<vec4<f32>>' },
    { name: 'partial', access: 'read_write', type: 'array<f32>' },
  ];
  const second: Storage[] = [
    { name: 'partial', access: 'read', type: 'array<f32>' },
    { name: 'metrics', access: 'read_write', type: 'array<f32>' },
  ];
  const squares = `
  var sum = vec4<f32>(0.0);
  for (var j = i; j < ${vectors}u; j += ${slices}u) {
    sum += values[j] * values[j];
  }
  partial[i] = sum.x + sum.y + (sum.z + sum.w);`;
  const root = `${workgroupSum()}
@compute @workgroup_size(${WORKGROUP_SIZE})
fn main(@builtin(local_invocation_index) lane: u32) {
  var sum = 0.0;
  for (var j = lane; j < ${slices}u; j += ${WORKGROUP_SIZE}u) {
    sum += partial[j];
  }
  let total = sumOverWorkgroup(sum, lane);
  if (lane == 0u) {
    metrics[${slot}] = sqrt(total);
  }
}
`;
  return {
    programs: [
      {
        label: 'norm squares',
        wgsl: declareStorage(first) + forEachInvocation(slices, squares),
        bindings: bindingsOf(first),
        workgroups: gridFor(slices),
        flops: 2 * length,
      },
      {
        label: 'norm root',
        wgsl: declareStorage(second) + root,
        bindings: bindingsOf(second),
        workgroups: [1, 1, 1],
        flops: slices,
      },
    ],
    scratchFloats: slices,
  };
}
