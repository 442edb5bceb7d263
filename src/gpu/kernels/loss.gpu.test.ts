import { beforeAll, describe, expect, test } from 'vitest';
import { nodeGpuDevice } from '../../../scripts/node-gpu';
import { expectClose, randomFloats } from './expect-close';
import { discriminatorLoss, generatorLoss, type Loss } from './loss';
import { run } from './run';

let device: GPUDevice;
beforeAll(async () => {
  device = (await nodeGpuDevice()).device;
});

const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** Cross-entropy against a target, and the other losses, as their papers write them. */
const losses: Record<Loss, { real: (x: number, t: number) => number; fake: (x: number) => number; g: (x: number) => number }> = {
  nonSaturating: {
    real: (x, t) => t * softplus(-x) + (1 - t) * softplus(x),
    fake: softplus,
    g: (x) => -Math.log(sigmoid(x)),
  },
  leastSquares: {
    real: (x, t) => (x - t) ** 2 / 2,
    fake: (x) => x ** 2 / 2,
    g: (x) => (x - 1) ** 2 / 2,
  },
  hinge: { real: (x) => Math.max(0, 1 - x), fake: (x) => Math.max(0, 1 + x), g: (x) => -x },
};

const score = (loss: Loss, x: number) => (loss === 'leastSquares' ? x : sigmoid(x));
const slope = (f: (x: number) => number, x: number) => (f(x + 1e-5) - f(x - 1e-5)) / 2e-5;
const slotsD = { loss: 1, real: 3, fake: 2 };
const slotsG = { loss: 0, fake: 4 };

describe.each(Object.keys(losses) as Loss[])('%s', (loss) => {
  test.each([
    [1, 0],
    [5, 0.1],
    [64, 0.3],
    [150, 0],
  ])('of D, batch %i, label smoothing %f', async (batch, smoothing) => {
    const logits = randomFloats(2 * batch, batch).map((v) => 4 * v);
    const t = 1 - smoothing;
    const program = discriminatorLoss(loss, batch, slotsD);
    const inputs = { target_of_real: Float32Array.of(t), logits };
    const { dLogits, metrics } = await run(device, [program], inputs, { dLogits: 2 * batch, metrics: 5 });
    const real = Array.from(logits.slice(0, batch));
    const fake = Array.from(logits.slice(batch));
    const { real: lossOfReal, fake: lossOfFake } = losses[loss];
    const wanted = [
      0,
      mean(real.map((x) => lossOfReal(x, t))) + mean(fake.map(lossOfFake)),
      mean(fake.map((x) => score(loss, x))),
      mean(real.map((x) => score(loss, x))),
      0,
    ];
    expectClose(metrics!, wanted, 1e-6);
    const gradient = [
      ...real.map((x) => slope((v) => lossOfReal(v, t), x) / batch),
      ...fake.map((x) => slope(lossOfFake, x) / batch),
    ];
    expectClose(dLogits!, gradient, 1e-5);
  });

  test.each([1, 64, 100])('of G, batch %i', async (batch) => {
    const logits = randomFloats(batch, batch).map((v) => 4 * v);
    const program = generatorLoss(loss, batch, slotsG);
    const { dLogits, metrics } = await run(device, [program], { logits }, { dLogits: batch, metrics: 5 });
    const values = Array.from(logits);
    const wanted = [mean(values.map(losses[loss].g)), 0, 0, 0, mean(values.map((x) => score(loss, x)))];
    expectClose(metrics!, wanted, 1e-6);
    expectClose(dLogits!, values.map((x) => slope(losses[loss].g, x) / batch), 1e-5);
  });
});

test('a logit of +-17 or +-90 still has its gradient, and its loss is finite', async () => {
  const logits = Float32Array.of(17, -17, 90, -90, 17, -17, 90, -90);
  const inputs = { target_of_real: Float32Array.of(1), logits };
  const program = discriminatorLoss('nonSaturating', 4, slotsD);
  const { dLogits, metrics } = await run(device, [program], inputs, { dLogits: 8, metrics: 5 });
  expect(metrics![1]).toBeCloseTo((2 * (17 + 90)) / 4, 4);
  const tiny = sigmoid(-17) / 4;
  expect(dLogits![0]! / -tiny).toBeCloseTo(1, 4);
  expect(dLogits![1]).toBeCloseTo(-0.25, 6);
  expect(dLogits![4]).toBeCloseTo(0.25, 6);
  expect(dLogits![5]! / tiny).toBeCloseTo(1, 4);
  expect(dLogits![3]).toBeCloseTo(-0.25, 6);
});

test('chance level: 2 ln 2, ln 2 and a score of one half at logits of zero', async () => {
  const inputs = { target_of_real: Float32Array.of(1), logits: new Float32Array(16) };
  const d = await run(device, [discriminatorLoss('nonSaturating', 8, slotsD)], inputs, { dLogits: 16, metrics: 5 });
  expectClose(d.metrics!, [0, 2 * Math.LN2, 0.5, 0.5, 0], 1e-6);
  const logits = new Float32Array(8);
  const g = await run(device, [generatorLoss('nonSaturating', 8, slotsG)], { logits }, { dLogits: 8, metrics: 5 });
  expectClose(g.metrics!, [Math.LN2, 0, 0, 0, 0.5], 1e-6);
});
