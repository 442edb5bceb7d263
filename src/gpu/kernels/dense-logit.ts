import { WORKGROUP_SIZE, bindingsOf, declareStorage, vectorOf, type Storage } from './elementwise';
import type { Program } from './program';

/** Fewest inputs for which adding up in parallel pays for the meeting of a whole workgroup. */
export const MIN_LOGIT_INPUTS = 512;

/**
 * A dense layer with a single output: y[n] = sum over i of x[n, i] * weights[i], the dot product of a long
 * row and one column. A tile of outputs would leave one invocation per example walking the whole row; here
 * a workgroup shares it. Each invocation adds every 64th vector, then halves of the workgroup add the other
 * half's sums: a fixed order, so the same input gives the same output. Bindings: x [batch, inputs], weights
 * [inputs, 1], y [batch, 1].
 */
export function denseLogit({ batch, inputs }: { batch: number; inputs: number }): Program {
  const { type, width } = vectorOf(inputs);
  const vectors = inputs / width;
  const storage: Storage[] = [
    { name: 'x', access: 'read', type: `array<${type}>` },
    { name: 'weights', access: 'read', type: `array<${type}>` },
    { name: 'y', access: 'read_write', type: 'array<f32>' },
  ];
  const product = (at: string) =>
    width === 4 ? `dot(x[row + ${at}], weights[${at}])` : `x[row + ${at}] * weights[${at}]`;
  return {
    label: `dense logit ${inputs} -> 1 n${batch}`,
    wgsl: `${declareStorage(storage)}
var<workgroup> sums: array<f32, ${WORKGROUP_SIZE}>;
@compute @workgroup_size(${WORKGROUP_SIZE})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = group.x * ${vectors}u;
  var sum = 0.0;
  for (var i = lane; i < ${vectors}u; i += ${WORKGROUP_SIZE}u) {
    sum += ${product('i')};
  }
  sums[lane] = sum;
  workgroupBarrier();
  for (var half = ${WORKGROUP_SIZE / 2}u; half > 0u; half /= 2u) {
    if (lane < half) {
      sums[lane] += sums[lane + half];
    }
    workgroupBarrier();
  }
  if (lane == 0u) {
    y[group.x] = sums[0];
  }
}
`,
    bindings: bindingsOf(storage),
    workgroups: [batch, 1, 1],
    flops: 2 * batch * inputs,
  };
}
