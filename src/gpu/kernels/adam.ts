import { bindingsOf, declareStorage, forEachInvocation, gridFor, vectorOf, type Storage } from './elementwise';
import type { Program } from './program';

/** One parameter tensor: its number of floats and where its gradient starts, in floats, in the gradient arena. */
export interface AdamParameter {
  size: number;
  gradientAt: number;
}

/** The decay rates of the two moments and the term outside the square root. */
export interface AdamSettings {
  beta1: number;
  beta2: number;
  epsilon: number;
}

/** Parameters that one program updates: 2 + 3 each of the eight storage buffers that every device has. */
export const ADAM_PARAMETERS_PER_PROGRAM = 2;

/** The two floats of the `step` buffer for step `t` (1 for the first): rate / (1 - beta1^t), 1 / sqrt(1 - beta2^t). */
export function adamStep(rate: number, t: number, settings: AdamSettings): [number, number] {
  return [rate / (1 - settings.beta1 ** t), 1 / Math.sqrt(1 - settings.beta2 ** t)];
}

/**
 * Adam (Kingma and Ba 2015) for one or two parameters: m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g^2,
 * w -= rate / (1 - beta1^t) m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon).
 * Bindings: step (two floats, from `adamStep`), gradients (the arena), then w, m, v of each parameter. Each tensor has a
 * buffer of its own because tfjs wraps whole buffers only, and the weights are those that tfjs reads.
 */
export function adam(parameters: readonly AdamParameter[], settings: AdamSettings): Program {
  if (parameters.length === 0 || parameters.length > ADAM_PARAMETERS_PER_PROGRAM) {
    throw new RangeError(`Adam updates 1 to ${ADAM_PARAMETERS_PER_PROGRAM} parameters per program`);
  }
  const wide = parameters.every(({ size, gradientAt }) => size % 4 === 0 && gradientAt % 4 === 0);
  const { width, type } = vectorOf(wide ? 4 : 1);
  const total = parameters.reduce((sum, { size }) => sum + size / width, 0);
  const storage: Storage[] = [
    { name: 'step', access: 'read', type: 'vec2<f32>' },
    { name: 'gradients', access: 'read', type: `array<${type}>` },
  ];
  let first = 0;
  let body = '';
  for (const [p, { size, gradientAt }] of parameters.entries()) {
    for (const name of ['w', 'm', 'v']) {
      storage.push({ name: `${name}${p}`, access: 'read_write', type: `array<${type}>` });
    }
    const length = size / width;
    body += `
  if (i >= ${first}u && i < ${first + length}u) {
    let j = i - ${first}u;
    let g = gradients[j + ${gradientAt / width}u];
    let m = ${settings.beta1} * m${p}[j] + (1.0 - ${settings.beta1}) * g;
    let v = ${settings.beta2} * v${p}[j] + (1.0 - ${settings.beta2}) * g * g;
    m${p}[j] = m;
    v${p}[j] = v;
    w${p}[j] -= step.x * m / (sqrt(v) * step.y + ${settings.epsilon});
  }`;
    first += length;
  }
  return {
    label: 'Adam',
    wgsl: declareStorage(storage) + forEachInvocation(total, body),
    bindings: bindingsOf(storage),
    workgroups: gridFor(total),
    flops: 12 * total * width,
  };
}
