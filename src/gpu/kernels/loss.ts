import type { Config } from '../../core/settings';
import { bindingsOf, declareStorage, WORKGROUP_SIZE, type Storage } from './elementwise';
import { workgroupSum } from './norm';
import type { Program } from './program';

/** The adversarial losses, all taken from logits. */
export type Loss = Config['loss'];

/** Where in `metrics` the discriminator's loss and its mean scores of real and fake images go. */
export interface DiscriminatorSlots {
  loss: number;
  real: number;
  fake: number;
}

/** Where in `metrics` the generator's loss and the discriminator's mean score of its images go. */
export interface GeneratorSlots {
  loss: number;
  fake: number;
}

interface LossForm {
  real: readonly [value: string, gradient: string];
  fake: readonly [value: string, gradient: string];
  generator: readonly [value: string, gradient: string];
  score: string;
}

/**
 * Value and derivative per logit x, with t the target of real images (1, or less with one-sided label smoothing).
 * nonSaturating (Goodfellow et al. 2014): softplus(x) - t x on real, softplus(x) on fake, softplus(-x) for G.
 * leastSquares (Mao et al. 2017): (x - t)^2 / 2, x^2 / 2, (x - 1)^2 / 2. hinge (Lim and Ye 2017): max(0, 1 - x),
 * max(0, 1 + x), -x; it has no target to smooth. The score is the probability that an image is real.
 */
const FORMS: Record<Loss, LossForm> = {
  nonSaturating: {
    real: ['softplus(-x) + (1.0 - t) * x', '(1.0 - t) - sigmoid(-x)'],
    fake: ['softplus(x)', 'sigmoid(x)'],
    generator: ['softplus(-x)', '-sigmoid(-x)'],
    score: 'sigmoid(x)',
  },
  leastSquares: {
    real: ['0.5 * (x - t) * (x - t)', 'x - t'],
    fake: ['0.5 * x * x', 'x'],
    generator: ['0.5 * (x - 1.0) * (x - 1.0)', 'x - 1.0'],
    score: 'x',
  },
  hinge: {
    real: ['max(0.0, 1.0 - x)', 'select(0.0, -1.0, x < 1.0)'],
    fake: ['max(0.0, 1.0 + x)', 'select(0.0, 1.0, x > -1.0)'],
    generator: ['-x', '-1.0'],
    score: 'sigmoid(x)',
  },
};

/** softplus(x) = log(1 + e^x) and the sigmoid, its derivative, without overflow at either end. */
const logistic = `
fn softplus(x: f32) -> f32 {
  return max(x, 0.0) + log(1.0 + exp(-abs(x)));
}
fn sigmoid(x: f32) -> f32 {
  let e = exp(-abs(x));
  return select(e, 1.0, x >= 0.0) / (1.0 + e);
}
`;

function strided(from: number, to: number, body: string): string {
  return `
  for (var i = ${from}u + lane; i < ${to}u; i += ${WORKGROUP_SIZE}u) {
    let x = logits[i];${body}
  }`;
}

function entryPoint(body: string): string {
  return `
@compute @workgroup_size(${WORKGROUP_SIZE})
fn main(@builtin(local_invocation_index) lane: u32) {${body}
}
`;
}

/**
 * D's loss, the sum of its mean over real and its mean over fake images, with the gradient of that sum by each logit.
 * Bindings: target (one float, of real images), logits [2 batch] (real, then fake), dLogits [2 batch], metrics.
 */
export function discriminatorLoss(loss: Loss, batch: number, slots: DiscriminatorSlots): Program {
  const { real, fake, score } = FORMS[loss];
  const storage: Storage[] = [
    { name: 'target_of_real', access: 'read', type: 'f32' },
    { name: 'logits', access: 'read', type: 'array<f32>' },
    { name: 'dLogits', access: 'read_write', type: 'array<f32>' },
    { name: 'metrics', access: 'read_write', type: 'array<f32>' },
  ];
  const half = ([value, gradient]: readonly [string, string], name: string) => `
    loss += ${value};
    ${name} += ${score};
    dLogits[i] = (${gradient}) / ${batch}.0;`;
  const body = `
  let t = target_of_real;
  var loss = 0.0;
  var realScore = 0.0;
  var fakeScore = 0.0;${strided(0, batch, half(real, 'realScore'))}${strided(batch, 2 * batch, half(fake, 'fakeScore'))}
  let losses = sumOverWorkgroup(loss, lane);
  let realScores = sumOverWorkgroup(realScore, lane);
  let fakeScores = sumOverWorkgroup(fakeScore, lane);
  if (lane == 0u) {
    metrics[${slots.loss}] = losses / ${batch}.0;
    metrics[${slots.real}] = realScores / ${batch}.0;
    metrics[${slots.fake}] = fakeScores / ${batch}.0;
  }`;
  return {
    label: `${loss} discriminator loss`,
    wgsl: declareStorage(storage) + logistic + workgroupSum() + entryPoint(body),
    bindings: bindingsOf(storage),
    workgroups: [1, 1, 1],
    flops: 20 * batch,
  };
}

/** G's mean loss over its images and its gradient by each logit. Bindings: logits [batch], dLogits [batch], metrics. */
export function generatorLoss(loss: Loss, batch: number, slots: GeneratorSlots): Program {
  const { generator, score } = FORMS[loss];
  const storage: Storage[] = [
    { name: 'logits', access: 'read', type: 'array<f32>' },
    { name: 'dLogits', access: 'read_write', type: 'array<f32>' },
    { name: 'metrics', access: 'read_write', type: 'array<f32>' },
  ];
  const each = `
    loss += ${generator[0]};
    score += ${score};
    dLogits[i] = (${generator[1]}) / ${batch}.0;`;
  const body = `
  var loss = 0.0;
  var score = 0.0;${strided(0, batch, each)}
  let losses = sumOverWorkgroup(loss, lane);
  let scores = sumOverWorkgroup(score, lane);
  if (lane == 0u) {
    metrics[${slots.loss}] = losses / ${batch}.0;
    metrics[${slots.fake}] = scores / ${batch}.0;
  }`;
  return {
    label: `${loss} generator loss`,
    wgsl: declareStorage(storage) + logistic + workgroupSum() + entryPoint(body),
    bindings: bindingsOf(storage),
    workgroups: [1, 1, 1],
    flops: 10 * batch,
  };
}
