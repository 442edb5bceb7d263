import {
  bindingsOf,
  declareStorage,
  forEachInvocation,
  gridFor,
  SLICE_LANES,
  WORKGROUP_SIZE,
  type Storage,
} from './elementwise';
import type { Program } from './program';

const VALUES_PER_WORKGROUP = WORKGROUP_SIZE / SLICE_LANES;

/** From how many slices on, and up to how many values, it pays to share the adding up of each value's slices. */
const SHARED = { slices: 4 * SLICE_LANES, length: 1024 };

/** A dispatch for `perValueInLanes`. */
export function lanesFor(values: number): [number, number, number] {
  return [Math.ceil(values / VALUES_PER_WORKGROUP), 1, 1];
}

/**
 * A WGSL entry point that runs `body` with SLICE_LANES invocations for every value `i` in [0, values): each knows its
 * `lane`, sums what falls to it and passes that to `sumOverLanes(sum, local)`, which gives all lanes the total, added up
 * in a fixed order. Only where `writes` is true may a result be stored. The body must not return early.
 */
export function perValueInLanes(values: number, body: string): string {
  return `
var<workgroup> laneSums: array<vec2<f32>, ${WORKGROUP_SIZE}>;
fn sumOverLanes(sum: vec2<f32>, local: u32) -> vec2<f32> {
  workgroupBarrier();
  laneSums[local] = sum;
  workgroupBarrier();
  var total = vec2<f32>(0.0);
  for (var l = local % ${VALUES_PER_WORKGROUP}u; l < ${WORKGROUP_SIZE}u; l += ${VALUES_PER_WORKGROUP}u) {
    total += laneSums[l];
  }
  return total;
}
@compute @workgroup_size(${WORKGROUP_SIZE})
fn main(@builtin(workgroup_id) workgroup: vec3<u32>, @builtin(local_invocation_index) local: u32) {
  let lane = local / ${VALUES_PER_WORKGROUP}u;
  let value = workgroup.x * ${VALUES_PER_WORKGROUP}u + local % ${VALUES_PER_WORKGROUP}u;
  let i = min(value, ${values - 1}u);
  let writes = lane == 0u && value < ${values}u;
${body}
}
`;
}

/** Adds `slices` vectors of `length` floats in a fixed order. Bindings: partial [slices, length], total [length]. */
export function sumSlices(shape: { slices: number; length: number; label: string }): Program {
  const { slices, length, label } = shape;
  const storage: Storage[] = [
    { name: 'partial', access: 'read', type: 'array<f32>' },
    { name: 'total', access: 'read_write', type: 'array<f32>' },
  ];
  const shared = slices >= SHARED.slices && length <= SHARED.length;
  const [first, step] = shared ? [`lane * ${length}u + i`, SLICE_LANES * length] : ['i', length];
  const body = `
  var sum = 0.0;
  for (var j = ${first}; j < ${slices * length}u; j += ${step}u) {
    sum += partial[j];
  }`;
  const entry = shared
    ? perValueInLanes(
        length,
        `${body}
  let total2 = sumOverLanes(vec2<f32>(sum, 0.0), local);
  if (writes) {
    total[i] = total2.x;
  }`,
      )
    : forEachInvocation(length, `${body}\n  total[i] = sum;`);
  return {
    label,
    wgsl: declareStorage(storage) + entry,
    bindings: bindingsOf(storage),
    workgroups: shared ? lanesFor(length) : gridFor(length),
    flops: slices * length,
  };
}
