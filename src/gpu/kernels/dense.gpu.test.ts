import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, test } from 'vitest';
import { nodeGpuDevice } from '../../../scripts/node-gpu';
import { HARDWARE_TUNING, SOFTWARE_TUNING } from './conv-launch';
import { denseForward, denseInputGradient, denseWeightGradient, type DenseShape } from './dense';
import { expectClose, randomFloats } from './expect-close';
import { matmul } from './matmul';
import { run } from './run';

const TOLERANCE = 1e-4;

let device: GPUDevice;
beforeAll(async () => {
  ({ device } = await nodeGpuDevice());
  await tf.setBackend('cpu');
});

async function product(a: tf.Tensor2D, b: tf.Tensor2D, transposeA = false, transposeB = false) {
  const result = tf.matMul(a, b, transposeA, transposeB);
  const values = await result.data();
  result.dispose();
  return values;
}

async function expectAgreement(shape: DenseShape, tuning = HARDWARE_TUNING): Promise<void> {
  const { batch, inputs, outputs } = shape;
  const x = randomFloats(batch * inputs, 1);
  const weights = randomFloats(inputs * outputs, 2);
  const dy = randomFloats(batch * outputs, 3);
  const tensors = {
    x: tf.tensor2d(x, [batch, inputs]),
    weights: tf.tensor2d(weights, [inputs, outputs]),
    dy: tf.tensor2d(dy, [batch, outputs]),
  };
  const { y } = await run(device, denseForward(shape, tuning), { x, weights }, { y: batch * outputs });
  expectClose(y!, await product(tensors.x, tensors.weights), TOLERANCE);
  const { dx } = await run(
    device,
    denseInputGradient(shape, tuning),
    { dy, weights },
    { dx: batch * inputs },
  );
  expectClose(dx!, await product(tensors.dy, tensors.weights, false, true), TOLERANCE);
  const { programs, scratchFloats } = denseWeightGradient(shape, tuning);
  const sizes = { dWeights: inputs * outputs, partial: Math.max(1, scratchFloats) };
  const { dWeights } = await run(device, programs, { x, dy }, sizes);
  expectClose(dWeights!, await product(tensors.x, tensors.dy, true), TOLERANCE);
  tf.dispose(tensors);
}

test.each([
  { batch: 8, inputs: 16, outputs: 256 },
  { batch: 16, inputs: 100, outputs: 2048 },
  { batch: 16, inputs: 2048, outputs: 1 },
  { batch: 5, inputs: 515, outputs: 1 },
  { batch: 5, inputs: 516, outputs: 64 },
])('batch $batch, $inputs to $outputs', async (shape) => {
  await expectAgreement(shape);
  await expectAgreement(shape, SOFTWARE_TUNING);
});

test('random shapes agree with the cpu backend', async () => {
  const size = fc.integer({ min: 1, max: 40 });
  const shapes = fc.record({ batch: size, inputs: size, outputs: size });
  await fc.assert(
    fc.asyncProperty(shapes, (shape) => expectAgreement(shape)),
    { numRuns: 20 },
  );
});

test('matmul is the product of square matrices', async () => {
  const [x, weights] = [randomFloats(64 * 64, 1), randomFloats(64 * 64, 2)];
  const { y } = await run(device, matmul(64), { x, weights }, { y: 64 * 64 });
  expectClose(y!, await product(tf.tensor2d(x, [64, 64]), tf.tensor2d(weights, [64, 64])), TOLERANCE);
});
