import type { Binding } from './program';

/** Invocations in one workgroup of every element-wise and reducing program. */
export const WORKGROUP_SIZE = 64;

/** WebGPU's default limit of workgroups along one dimension of a dispatch; every device has at least this. */
const MAX_WORKGROUPS_PER_DIMENSION = 65_535;

/** A binding and the WGSL type of what its buffer holds. */
export interface Storage extends Binding {
  type: string;
}

/** WGSL declarations of `bindings`, in order, as group 0. */
export function declareStorage(bindings: readonly Storage[]): string {
  return bindings
    .map(({ name, access, type }, i) => `@group(0) @binding(${i}) var<storage, ${access}> ${name}: ${type};`)
    .join('\n');
}

/** Drops the WGSL types: what a Program says about its bindings. */
export function bindingsOf(storage: readonly Storage[]): Binding[] {
  return storage.map(({ name, access }) => ({ name, access }));
}

/** The width of the widest vector that divides `channels`, and its WGSL type. */
export function vectorOf(channels: number): { width: 1 | 4; type: 'f32' | 'vec4<f32>' } {
  return channels % 4 === 0 ? { width: 4, type: 'vec4<f32>' } : { width: 1, type: 'f32' };
}

/** A dispatch of at least `invocations` invocations, spread over y where x alone would pass the device limit. */
export function gridFor(invocations: number): [number, number, number] {
  const groups = Math.ceil(invocations / WORKGROUP_SIZE);
  const x = Math.min(groups, MAX_WORKGROUPS_PER_DIMENSION);
  return [x, Math.ceil(groups / x), 1];
}

/** A WGSL entry point that runs `body` once for every `i` in [0, invocations). */
export function forEachInvocation(invocations: number, body: string): string {
  const stride = gridFor(invocations)[0] * WORKGROUP_SIZE;
  return `
@compute @workgroup_size(${WORKGROUP_SIZE})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let i = id.y * ${stride}u + id.x;
  if (i >= ${invocations}u) {
    return;
  }
${body}
}
`;
}

/** Invocations that share the adding up of one value's slices. */
export const SLICE_LANES = 8;

/**
 * How a reduction over `rows` is cut: each of `slices` invocations per vector of channels visits every slices-th row, so
 * that neighbouring invocations read neighbouring memory, and a second pass adds the slices in a fixed order, so that
 * the same input gives the same sum. A device waits for the longest chain of both passes, rows / slices and
 * slices / SLICE_LANES: this number of slices makes them about equal.
 */
export function slicesFor(rows: number): number {
  return Math.max(1, Math.min(512, rows, Math.round(Math.sqrt(rows * SLICE_LANES))));
}
