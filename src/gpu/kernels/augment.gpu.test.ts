import * as tf from '@tensorflow/tfjs';
import { beforeAll, test } from 'vitest';
import { nodeGpuDevice } from '../../../scripts/node-gpu';
import { drawChanges } from '../../core/augmentation';
import { RandomStream } from '../../core/random';
import { diffAugment } from '../../model/augment';
import { augment, augmentGradient } from './augment';
import { expectClose, randomFloats } from './expect-close';
import { run } from './run';

let device: GPUDevice;
beforeAll(async () => {
  device = (await nodeGpuDevice()).device;
  await tf.setBackend('cpu');
});

const RANGE = { low: -1, high: 1 };
const stream = () => new RandomStream(3, 'augment');

test.each([
  ['translation', 16, 1],
  ['colourTranslation', 16, 3],
  ['all', 16, 3],
  ['all', 8, 1],
] as const)('%s of %i pixels and %i channels, and its gradient, are those of the reference', async (policy, size, channels) => {
  const count = 9;
  const shape: [number, number, number, number] = [count, size, size, channels];
  const values = count * size * size * channels;
  const [x, dy] = [randomFloats(values, 1), randomFloats(values, 2)];
  const images = tf.tensor4d(x, shape);
  const change = (given: tf.Tensor) => diffAugment(policy, stream(), RANGE)(given as tf.Tensor4D);
  const wanted = await change(images).data();
  const wantedGradient = await tf.grad(change)(images, tf.tensor4d(dy, shape)).data();

  const changes = drawChanges(policy, count, size, RANGE, stream());
  const forward = augment({ count, size, channels });
  const { y } = await run(device, forward, { changes, x }, { sums: count, y: values });
  expectClose(y!, wanted, 1e-5);
  const backward = augmentGradient({ count, size, channels });
  const { dx } = await run(device, backward, { changes, dy }, { sums: count, dx: values });
  expectClose(dx!, wantedGradient, 1e-5);
});

test('what is drawn for no change changes nothing', async () => {
  const shape = { count: 2, size: 8, channels: 3 };
  const values = 2 * 64 * 3;
  const x = randomFloats(values, 4);
  const changes = drawChanges('off', 2, 8, RANGE, stream());
  const { y } = await run(device, augment(shape), { changes, x }, { sums: 2, y: values });
  expectClose(y!, x, 1e-6);
});
