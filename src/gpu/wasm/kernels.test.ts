import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { startTestWasm, wasmError } from './testing';

beforeAll(startTestWasm);

const size = fc.integer({ min: 1, max: 40 });

describe('matrix product', () => {
  test('agrees with the cpu backend for every size and transposition', async () => {
    const property = fc.asyncProperty(
      fc.nat(),
      fc.tuple(size, size, size),
      fc.boolean(),
      fc.boolean(),
      async (seed, [rows, shared, columns], transposeA, transposeB) => {
        const error = await wasmError(seed, (random) => {
          const a = random(transposeA ? [shared, rows] : [rows, shared]);
          const b = random(transposeB ? [columns, shared] : [shared, columns]);
          return tf.matMul(a, b, transposeA, transposeB);
        });
        expect(error).toBeLessThan(1e-5);
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });

  test('batches of matrices still go through, broadcast or not', async () => {
    for (const transpose of [false, true]) {
      const error = await wasmError(5, (random) =>
        tf.matMul(random([3, 4, 4]), random([1, 4, 4]), transpose, transpose),
      );
      expect(error).toBeLessThan(1e-5);
    }
  });

  test('a right factor may come back in another shape', async () => {
    const error = await wasmError(6, (random) => {
      const b = random([6, 2]);
      const first = tf.matMul(random([3, 6]), b);
      const second = tf.matMul(random([3, 2]), b.reshape([2, 6]));
      const transposed = tf.matMul(random([3, 1]), b.reshape([12, 1]), false, true);
      return tf.concat([first, second, transposed], 1);
    });
    expect(error).toBeLessThan(1e-5);
  });
});

describe('sum and mean', () => {
  const shapes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });

  test.each([
    ['sum', tf.sum],
    ['mean', tf.mean],
  ])('%s agrees with the cpu backend over any axes', async (_, reduce) => {
    const property = fc.asyncProperty(fc.nat(), shapes, fc.nat(15), fc.boolean(), async (seed, shape, mask, keep) => {
      const axes = shape.map((_size, i) => i).filter((i) => mask & (1 << i));
      const over = axes.length === 0 ? undefined : axes;
      expect(await wasmError(seed, (random) => reduce(random(shape), over, keep))).toBeLessThan(1e-5);
    });
    await fc.assert(property, { numRuns: 80 });
  });

  test.each([
    [[8, 16, 16, 16], [0, 1, 2]],
    [[7, 31, 3], [0, 1]],
    [[64, 1], [0]],
    [[5000], [0]],
    [[1009, 5], [0]],
    // More columns, and more rows times columns, than XNNPACK's stack has room for.
    [[8, 25600], [0]],
    [[9 * 1021, 20], [0]],
  ])('agree with the cpu backend on %j over %j', async (shape, axes) => {
    expect(await wasmError(1, (random) => tf.sum(random(shape), axes))).toBeLessThan(1e-5);
    expect(await wasmError(2, (random) => tf.mean(random(shape), axes))).toBeLessThan(1e-5);
  });

  test('a long sum keeps its small terms', async () => {
    await tf.setBackend('wasm');
    const count = 2 ** 20;
    const mean = tf.tidy(() => tf.fill([count], 0.1).mean());
    expect((await mean.data())[0]).toBeCloseTo(0.1, 6);
    mean.dispose();
  });

  test('integers are summed as integers', async () => {
    await tf.setBackend('wasm');
    const sum = tf.tidy(() => tf.tensor([1, 2, 3, 2 ** 24 + 1], [4], 'int32').sum());
    expect([sum.dtype, (await sum.data())[0]]).toEqual(['int32', 2 ** 24 + 7]);
    sum.dispose();
  });

  test.each([
    ['sum', tf.sum, [[3, 5, 7], [3, 5, 7]]],
    ['mean', tf.mean, [[1.5, 2.5, 3.5], [1.5, 2.5, 3.5]]],
  ])('the gradient of %s is spread over what went into it', async (_, reduce, expected) => {
    await tf.setBackend('wasm');
    const gradient = tf.tidy(() => {
      const weights = tf.tensor([3, 5, 7]);
      return tf.grad((x) => reduce(x, [0]).mul(weights).sum())(tf.zeros([2, 3]));
    });
    expect(await gradient.array()).toEqual(expected);
    gradient.dispose();
  });
});

describe('LeakyReLU', () => {
  test('scales what is not positive', async () => {
    await tf.setBackend('wasm');
    const x = tf.tensor([-2, -0.5, 0, 0.5, 2, Infinity, -Infinity, NaN]);
    const y = tf.leakyRelu(x, 0.5);
    expect(Array.from(await y.data())).toEqual([-1, -0.25, 0, 0.5, 2, Infinity, -Infinity, NaN]);
    tf.dispose([x, y]);
  });

  test('has the gradient alpha up to zero and 1 beyond, and can be differentiated again', async () => {
    await tf.setBackend('wasm');
    const x = tf.tensor([-2, 0, 3]);
    const cubed = (value: tf.Tensor) => tf.leakyRelu(value, 0.5).pow(3).sum();
    const first = tf.tidy(() => tf.grad(cubed)(x));
    const second = tf.tidy(() => tf.grad((value) => tf.grad(cubed)(value).sum())(x));
    expect(Array.from(await first.data())).toEqual([1.5, 0, 27]);
    expect(Array.from(await second.data())).toEqual([-1.5, 0, 18]);
    tf.dispose([x, first, second]);
  });
});

describe('copies that need not be made', () => {
  test('a clone shares its data and outlives the original', async () => {
    await tf.setBackend('wasm');
    const backend = tf.backend() as tf.KernelBackend & { numDataIds(): number };
    const before = backend.numDataIds();
    const original = tf.tensor([1, 2, 3]);
    const copy = original.clone();
    const cast = copy.cast('float32');
    expect(backend.numDataIds()).toBe(before + 1);
    tf.dispose([original, cast]);
    expect(Array.from(await copy.data())).toEqual([1, 2, 3]);
    copy.dispose();
    expect(backend.numDataIds()).toBe(before);
  });

  test('a cast to another type still converts', async () => {
    await tf.setBackend('wasm');
    const cast = tf.tidy(() => tf.tensor([1.9, -1.9, 0]).cast('int32'));
    expect(Array.from(await cast.data())).toEqual([1, -1, 0]);
    cast.dispose();
  });
});
