import { LEAKY_SLOPE, type Activation } from '../../core/architecture';
import { bindingsOf, declareStorage, forEachInvocation, gridFor, slicesFor, vectorOf, type Storage } from './elementwise';
import type { Program } from './program';
import { sumSlices } from './reduce';

/** A tensor NHWC seen as a matrix: `rows` = batch x height x width, and what is applied to it. */
export interface ActivationShape {
  rows: number;
  channels: number;
  activation: Activation;
  bias: boolean;
}

/**
 * tanh and sigmoid for a scalar. The built-in tanh may overflow for large arguments and promises only an absolute error
 * of 1e-5, so: a Taylor polynomial near zero (relative error below 1e-9), else (1 - e) / (1 + e) with e = exp(-2|x|).
 */
const scalarFunctions = `
fn tanhOf(x: f32) -> f32 {
  let s = x * x;
  let e = exp(-2.0 * abs(x));
  let near = x * (1.0 + s * (-1.0 / 3.0 + s * (2.0 / 15.0 + s * (-17.0 / 315.0))));
  return select(sign(x) * (1.0 - e) / (1.0 + e), near, abs(x) < 0.1);
}
fn sigmoidOf(x: f32) -> f32 {
  let e = exp(-abs(x));
  return select(e, 1.0, x >= 0.0) / (1.0 + e);
}
`;

/** A scalar function applied to each component of x. */
function lift(name: string, type: string): string {
  if (type === 'f32') return `${name}(x)`;
  return `vec4<f32>(${name}(x.x), ${name}(x.y), ${name}(x.z), ${name}(x.w))`;
}

/**
 * WGSL functions `activate(x)` and `activateGradient(y)` on `type`; the gradient is taken at the output y = activate(x),
 * which for all of these functions determines it: tanh' = 1 - y^2, sigmoid' = y (1 - y).
 */
export function activationFunctions(activation: Activation, type: string): string {
  const forms = {
    linear: ['x', `${type}(1.0)`],
    relu: [`max(x, ${type}(0.0))`, `select(${type}(0.0), ${type}(1.0), y > ${type}(0.0))`],
    leakyRelu: [`max(x, ${LEAKY_SLOPE} * x)`, `select(${type}(${LEAKY_SLOPE}), ${type}(1.0), y > ${type}(0.0))`],
    tanh: [lift('tanhOf', type), '1.0 - y * y'],
    sigmoid: [lift('sigmoidOf', type), 'y * (1.0 - y)'],
  } satisfies Record<Activation, [string, string]>;
  const [value, gradient] = forms[activation];
  return `${activation === 'tanh' || activation === 'sigmoid' ? scalarFunctions : ''}
fn activate(x: ${type}) -> ${type} {
  return ${value};
}
fn activateGradient(y: ${type}) -> ${type} {
  return ${gradient};
}
`;
}

/** x becomes activate(x + bias), in place. Bindings: x [rows, channels], [bias [channels]]. */
export function activationForward(shape: ActivationShape): Program {
  const { width, type } = vectorOf(shape.channels);
  const vectors = shape.channels / width;
  const total = shape.rows * vectors;
  const storage: Storage[] = [
    { name: 'x', access: 'read_write', type: `array<${type}>` },
    ...(shape.bias ? [{ name: 'bias', access: 'read', type: `array<${type}>` } as const] : []),
  ];
  return {
    label: `${shape.bias ? 'bias ' : ''}${shape.activation}`,
    wgsl:
      declareStorage(storage) +
      activationFunctions(shape.activation, type) +
      forEachInvocation(total, `  x[i] = activate(x[i]${shape.bias ? ` + bias[i % ${vectors}u]` : ''});`),
    bindings: bindingsOf(storage),
    workgroups: gridFor(total),
    flops: 2 * shape.rows * shape.channels,
  };
}

/**
 * The gradient through `activationForward`: dy becomes activateGradient(y) dy, in place, and total, the gradient of the
 * bias, its sum over the rows. Bindings: y, dy; with a bias y, dy, partial, then partial, total.
 */
export function activationBackward(shape: ActivationShape): { programs: Program[]; scratchFloats: number } {
  const { width, type } = vectorOf(shape.channels);
  const vectors = shape.channels / width;
  const storage: Storage[] = [
    { name: 'y', access: 'read', type: `array<${type}>` },
    { name: 'dy', access: 'read_write', type: `array<${type}>` },
  ];
  const header = activationFunctions(shape.activation, type);
  const label = `${shape.bias ? 'bias ' : ''}${shape.activation} gradient`;
  const flops = 3 * shape.rows * shape.channels;
  if (!shape.bias) {
    const total = shape.rows * vectors;
    const wgsl =
      declareStorage(storage) + header + forEachInvocation(total, '  dy[i] *= activateGradient(y[i]);');
    const program = { label, wgsl, bindings: bindingsOf(storage), workgroups: gridFor(total), flops };
    return { programs: [program], scratchFloats: 0 };
  }
  const slices = slicesFor(shape.rows);
  const total = slices * vectors;
  const all: Storage[] = [...storage, { name: 'partial', access: 'read_write', type: `array<${type}>` }];
  const body = `
  var sum = ${type}(0.0);
  for (var j = i; j < ${shape.rows * vectors}u; j += ${total}u) {
    let d = activateGradient(y[j]) * dy[j];
    dy[j] = d;
    sum += d;
  }
  partial[i] = sum;`;
  const first: Program = {
    label,
    wgsl: declareStorage(all) + header + forEachInvocation(total, body),
    bindings: bindingsOf(all),
    workgroups: gridFor(total),
    flops,
  };
  return {
    programs: [first, sumSlices({ slices, length: shape.channels, label: 'bias gradient' })],
    scratchFloats: slices * shape.channels,
  };
}
