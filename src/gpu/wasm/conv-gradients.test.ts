import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { startTestWasm, wasmError } from './testing';

beforeAll(startTestWasm);

type Shape4D = [number, number, number, number];
interface ConvCase {
  input: Shape4D;
  filter: Shape4D;
  stride: number;
  pad: 'same' | 'valid';
}

const { Conv2DBackpropFilter, Conv2DBackpropInput } = tf;

function outputShape({ input, filter, stride, pad }: ConvCase): Shape4D {
  return tf.backend_util.computeConv2DInfo(input, filter, stride, 1, pad).outShape;
}

function filterGradientError(seed: number, conv: ConvCase): Promise<number> {
  const { input, filter, stride, pad } = conv;
  const attrs = { strides: stride, pad, dataFormat: 'NHWC', filterShape: filter };
  return wasmError(seed, (random) => {
    const inputs = { x: random(input), dy: random(outputShape(conv)) };
    return tf.engine().runKernel(Conv2DBackpropFilter, inputs, attrs);
  });
}

function inputGradientError(seed: number, conv: ConvCase): Promise<number> {
  const { input, filter, stride, pad } = conv;
  const attrs = { strides: stride, pad, dataFormat: 'NHWC', inputShape: input };
  return wasmError(seed, (random) => {
    const inputs = { dy: random(outputShape(conv)), filter: random(filter) };
    return tf.engine().runKernel(Conv2DBackpropInput, inputs, attrs);
  });
}

const integers = (...limits: [number, number][]) =>
  fc.tuple(...limits.map(([min, max]) => fc.integer({ min, max })));

const convCase: fc.Arbitrary<ConvCase> = fc
  .record({
    sizes: integers([1, 3], [1, 13], [1, 13], [1, 9]),
    kernel: integers([1, 5], [1, 5], [1, 9]),
    stride: fc.integer({ min: 1, max: 3 }),
    pad: fc.constantFrom('same' as const, 'valid' as const),
  })
  .map(({ sizes, kernel: [height, width, outputs], stride, pad }) => {
    const [, , , channels] = sizes as Shape4D;
    return { input: sizes as Shape4D, filter: [height, width, channels, outputs] as Shape4D, stride, pad };
  })
  .filter(({ input, filter, pad }) => pad === 'same' || (filter[0] <= input[1] && filter[1] <= input[2]));

describe.each([
  ['filter', filterGradientError],
  ['input', inputGradientError],
])('the gradient with respect to the %s', (_, error) => {
  test('agrees with the cpu backend for random shapes', async () => {
    const property = fc.asyncProperty(fc.nat(), convCase, async (seed, conv) => {
      expect(await error(seed, conv)).toBeLessThan(1e-5);
    });
    await fc.assert(property, { numRuns: 150 });
  });

  test.each<[string, ConvCase]>([
    ['first layer', { input: [4, 32, 32, 1], filter: [4, 4, 1, 16], stride: 2, pad: 'same' }],
    ['inner layer', { input: [2, 16, 16, 16], filter: [4, 4, 16, 16], stride: 2, pad: 'same' }],
    ['5x5', { input: [2, 8, 8, 16], filter: [5, 5, 16, 32], stride: 2, pad: 'same' }],
    ['pooling variant', { input: [2, 8, 8, 16], filter: [4, 4, 16, 8], stride: 1, pad: 'same' }],
    ['RGB', { input: [2, 16, 16, 3], filter: [5, 5, 3, 8], stride: 2, pad: 'same' }],
  ])('agrees with the cpu backend on a %s', async (_name, conv) => {
    expect(await error(7, conv)).toBeLessThan(1e-5);
  });
});

test('a hand-worked filter gradient: each tap is the sum of what it saw, weighted by dy', async () => {
  await tf.setBackend('wasm');
  const x = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
  const dy = tf.tensor4d([1, 10, 100, 1000], [1, 2, 2, 1]);
  const attrs = { strides: 1, pad: 'valid', dataFormat: 'NHWC', filterShape: [2, 2, 1, 1] };
  const gradient: tf.Tensor = tf.engine().runKernel(Conv2DBackpropFilter, { x, dy }, attrs);
  expect(Array.from(await gradient.data())).toEqual([5421, 6532, 8754, 9865]);
  tf.dispose([x, dy, gradient]);
});

test('the gradients of a transposed convolution agree too, through tfjs itself', async () => {
  for (const wrt of [0, 1]) {
    const error = await wasmError(3, (random) => {
      const z = random([2, 4, 4, 8]) as tf.Tensor4D;
      const filter = random([4, 4, 5, 8]) as tf.Tensor4D;
      const up = (a: tf.Tensor4D, b: tf.Tensor4D) =>
        tf.conv2dTranspose(a, b, [2, 8, 8, 5], 2, 'same').square();
      return tf.grads((a, b) => up(a as tf.Tensor4D, b as tf.Tensor4D))([z, filter])[wrt]!;
    });
    expect(error).toBeLessThan(1e-5);
  }
});

test('nothing is left behind on the heap', async () => {
  await tf.setBackend('wasm');
  const backend = tf.backend() as tf.KernelBackend & { numDataIds(): number };
  const before = backend.numDataIds();
  for (const channels of [2, 12]) {
    await inputGradientError(1, {
      input: [1, 6, 5, channels],
      filter: [3, 3, channels, 4],
      stride: 2,
      pad: 'same',
    });
    await filterGradientError(1, {
      input: [1, 6, 5, channels],
      filter: [3, 3, channels, 4],
      stride: 2,
      pad: 'same',
    });
  }
  expect(backend.numDataIds()).toBe(before);
});

test('channels-first data is refused, not misread', async () => {
  await tf.setBackend('wasm');
  const [dy, filter] = [tf.zeros([1, 1, 4, 4]), tf.zeros([1, 1, 1, 1])];
  const attrs = { strides: 1, pad: 'same', dataFormat: 'NCHW', inputShape: [1, 1, 4, 4] };
  expect(() => tf.engine().runKernel(Conv2DBackpropInput, { dy, filter }, attrs)).toThrow('NHWC');
  tf.dispose([dy, filter]);
});
