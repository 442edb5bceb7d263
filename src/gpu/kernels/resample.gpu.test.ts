import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import { nodeGpuDevice } from '../../../scripts/node-gpu';
import { expectClose, randomFloats } from './expect-close';
import { maxPool, maxPoolGradient, upsample, upsampleGradient } from './resample';
import { run } from './run';

let device: GPUDevice;
beforeAll(async () => {
  device = (await nodeGpuDevice()).device;
  await tf.setBackend('cpu');
});

describe.each([
  { batch: 1, height: 1, width: 1, channels: 1 },
  { batch: 2, height: 3, width: 5, channels: 3 },
  { batch: 3, height: 4, width: 4, channels: 8 },
])('%o', (shape) => {
  const { batch, height, width, channels } = shape;
  const smallShape: [number, number, number, number] = [batch, height, width, channels];
  const largeShape: [number, number, number, number] = [batch, 2 * height, 2 * width, channels];
  const small = batch * height * width * channels;
  const smallValues = randomFloats(small, 1);
  const largeValues = randomFloats(4 * small, 2);

  test('upsampling and its gradient', async () => {
    const x = tf.tensor4d(smallValues, smallShape);
    const dy = tf.tensor4d(largeValues, largeShape);
    const f = (t: tf.Tensor) => tf.image.resizeNearestNeighbor(t as tf.Tensor4D, [2 * height, 2 * width]);
    const { y } = await run(device, [upsample(shape)], { x: smallValues }, { y: 4 * small });
    expectClose(y!, await f(x).data(), 0);
    const { dx } = await run(device, [upsampleGradient(shape)], { dy: largeValues }, { dx: small });
    // The sum over each window; tfjs's own gradient of its resizing is wrong on the cpu backend for batches above 1.
    expectClose(dx!, await tf.mul(tf.avgPool(dy, 2, 2, 'valid'), 4).data(), 1e-6);
  });

  test('max pooling and its gradient', async () => {
    const x = tf.tensor4d(largeValues, largeShape);
    const dy = tf.tensor4d(smallValues, smallShape);
    const f = (t: tf.Tensor) => tf.maxPool(t as tf.Tensor4D, 2, 2, 'valid');
    const { y } = await run(device, [maxPool(shape)], { x: largeValues }, { y: small });
    expectClose(y!, await f(x).data(), 0);
    const inputs = { x: largeValues, dy: smallValues };
    const { dx } = await run(device, [maxPoolGradient(shape)], inputs, { dx: 4 * small });
    expectClose(dx!, await tf.grad(f)(x, dy).data(), 1e-6);
  });
});

test('of equal values the first of the window takes the whole gradient', async () => {
  const shape = { batch: 1, height: 1, width: 2, channels: 1 };
  const inputs = { x: Float32Array.of(5, 5, 1, 2, 5, 5, 2, 2), dy: Float32Array.of(3, 7) };
  const { dx } = await run(device, [maxPoolGradient(shape)], inputs, { dx: 8 });
  expect(Array.from(dx!)).toEqual([3, 0, 0, 0, 0, 0, 7, 0]);
});
