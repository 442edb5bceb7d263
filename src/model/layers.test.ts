import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { architecture } from '../core/architecture';
import type { LayerSpec } from '../core/architecture';
import { DEFAULT_CONFIG } from '../core/presets';
import { RandomStream } from '../core/random';
import { activate, linear, maxPool, upsample } from './layers';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const BATCH = 2;
const random = (count: number, name: string) =>
  new RandomStream(1, name).fillUniform(new Float32Array(count), -1, 1);

/** A layer of the real architecture, cut to any size. */
function layer(
  kind: LayerSpec['kind'],
  size: number,
  inputs: number,
  outputs: number,
  kernel = 4,
  stride = 2,
): LayerSpec {
  const { generator } = architecture(DEFAULT_CONFIG);
  const after = { dense: 1, conv: size / stride, transposedConv: size * stride }[kind];
  return {
    ...generator[0]!,
    kind,
    input: [size, size, inputs],
    output: [after, after, outputs],
    kernel,
    stride,
  };
}

async function apply(spec: LayerSpec, x: Float32Array, kernel: Float32Array, kernelShape: number[]) {
  const result = linear(tf.tensor4d(x, [BATCH, ...spec.input]), tf.tensor(kernel, kernelShape), spec);
  expect(result.shape).toEqual([BATCH, ...spec.output]);
  return result.data();
}

/**
 * Calls back for every tap of a strided convolution from [size, size] to [size / stride, size / stride],
 * padded as PyTorch pads kernel 4 with 1: all that is needed around, and an odd one behind.
 */
function eachTap(
  size: number,
  k: number,
  stride: number,
  tap: (large: number, small: number, at: number) => void,
): void {
  const before = Math.floor((k - stride) / 2);
  const small = size / stride;
  for (let y = 0; y < small; y++)
    for (let x = 0; x < small; x++)
      for (let ky = 0; ky < k; ky++)
        for (let kx = 0; kx < k; kx++) {
          const [iy, ix] = [y * stride + ky - before, x * stride + kx - before];
          if (iy >= 0 && iy < size && ix >= 0 && ix < size) tap(iy * size + ix, y * small + x, ky * k + kx);
        }
}

function expectNear(actual: ArrayLike<number>, wanted: ArrayLike<number>): void {
  expect(actual).toHaveLength(wanted.length);
  for (let i = 0; i < wanted.length; i++) expect(Math.abs(actual[i]! - wanted[i]!)).toBeLessThan(1e-4);
}

const convCase = fc.record({
  half: fc.integer({ min: 1, max: 4 }),
  inputs: fc.integer({ min: 1, max: 3 }),
  outputs: fc.integer({ min: 1, max: 3 }),
  kernel: fc.constantFrom(4, 5),
  stride: fc.constantFrom(1, 2),
});

describe('linear', () => {
  it('convolves as the sum over taps says, for all kernels and strides that we use', async () => {
    await fc.assert(
      fc.asyncProperty(convCase, async ({ half, inputs, outputs, kernel, stride }) => {
        const size = 2 * half;
        const spec = layer('conv', size, inputs, outputs, kernel, stride);
        const [, small] = spec.output;
        const x = random(BATCH * size * size * inputs, 'x');
        const w = random(kernel * kernel * inputs * outputs, 'w');
        const wanted = new Float32Array(BATCH * small * small * outputs);
        for (let b = 0; b < BATCH; b++)
          eachTap(size, kernel, stride, (from, to, at) => {
            for (let i = 0; i < inputs; i++)
              for (let o = 0; o < outputs; o++)
                wanted[(b * small * small + to) * outputs + o]! +=
                  x[(b * size * size + from) * inputs + i]! * w[(at * inputs + i) * outputs + o]!;
          });
        expectNear(await apply(spec, x, w, [kernel, kernel, inputs, outputs]), wanted);
      }),
      { numRuns: 30 },
    );
  });

  it('is the transpose of that, tap by tap, for a fractionally-strided convolution', async () => {
    await fc.assert(
      fc.asyncProperty(convCase, async ({ half, inputs, outputs, kernel }) => {
        const spec = layer('transposedConv', half, inputs, outputs, kernel);
        const [, large] = spec.output;
        const x = random(BATCH * half * half * inputs, 'x');
        const w = random(kernel * kernel * inputs * outputs, 'w');
        const wanted = new Float32Array(BATCH * large * large * outputs);
        for (let b = 0; b < BATCH; b++)
          eachTap(large, kernel, 2, (to, from, at) => {
            for (let i = 0; i < inputs; i++)
              for (let o = 0; o < outputs; o++)
                wanted[(b * large * large + to) * outputs + o]! +=
                  x[(b * half * half + from) * inputs + i]! * w[(at * outputs + o) * inputs + i]!;
          });
        expectNear(await apply(spec, x, w, [kernel, kernel, outputs, inputs]), wanted);
      }),
      { numRuns: 30 },
    );
  });

  it('covers each output pixel evenly with a kernel of 4, and as a checkerboard with 5', async () => {
    const cover = async (kernel: number) => {
      const spec = layer('transposedConv', 4, 1, 1, kernel);
      const ones = (count: number) => new Float32Array(count).fill(1);
      const out = await apply(spec, ones(BATCH * 16), ones(kernel * kernel), [kernel, kernel, 1, 1]);
      return [3 * 8 + 3, 3 * 8 + 4, 4 * 8 + 4].map((at) => out[at]).toSorted((a, b) => a! - b!);
    };
    expect(await cover(4)).toEqual([4, 4, 4]);
    expect(await cover(5)).toEqual([4, 6, 9]);
  });

  it('projects by a matrix, row-major from and to maps', async () => {
    const spec: LayerSpec = { ...layer('dense', 2, 1, 1), output: [2, 1, 3] };
    const x = random(BATCH * 4, 'x');
    const w = random(4 * 6, 'w');
    const wanted = Array.from({ length: BATCH * 6 }, (_, n) =>
      [0, 1, 2, 3].reduce((sum, i) => sum + x[Math.floor(n / 6) * 4 + i]! * w[i * 6 + (n % 6)]!, 0),
    );
    expectNear(await apply(spec, x, w, [4, 6]), wanted);
  });
});

describe('activations', () => {
  const INPUT = [-20, -2, -0.001, 0, 0.001, 3, 20];
  it.each([
    ['relu', (x: number) => Math.max(0, x)],
    ['leakyRelu', (x: number) => (x < 0 ? 0.2 * x : x)],
    ['tanh', Math.tanh],
    ['sigmoid', (x: number) => 1 / (1 + Math.exp(-x))],
    ['linear', (x: number) => x],
  ] as const)('%s', async (name, formula) => {
    const out = await activate(tf.tensor4d(INPUT, [1, 1, 1, 7]), name).data();
    INPUT.forEach((x, i) => expect(Math.abs(out[i]! - formula(x))).toBeLessThan(2e-6));
  });

  it('LeakyReLU passes a gradient of 0.2 below zero, and tanh one of 1 - tanh^2', async () => {
    const slopes = (name: 'leakyRelu' | 'tanh', values: number[]) =>
      tf
        .grad((x) => activate(x as tf.Tensor4D, name))(tf.tensor4d(values, [1, 1, 1, values.length]))
        .data();
    expectNear(await slopes('leakyRelu', [-5, -0.1, 0.1, 5]), [0.2, 0.2, 1, 1]);
    const at = [-2, 0, 0.5];
    expectNear(
      await slopes('tanh', at),
      at.map((x) => 1 - Math.tanh(x) ** 2),
    );
  });
});

describe('upsample', () => {
  it('makes each pixel four of itself, and its gradient the sum of theirs', async () => {
    const x = tf.tensor4d([1, 10, 2, 20, 3, 30, 4, 40], [1, 2, 2, 2]);
    const out = upsample(x);
    expect(out.shape).toEqual([1, 4, 4, 2]);
    const rows = (await out.array())[0]!.map((row) => row.map((pixel) => pixel.join('/')).join(' '));
    expect(rows).toEqual([
      '1/10 1/10 2/20 2/20',
      '1/10 1/10 2/20 2/20',
      '3/30 3/30 4/40 4/40',
      '3/30 3/30 4/40 4/40',
    ]);
    const weights = tf.tensor4d(
      Array.from({ length: 32 }, (_, i) => i),
      [1, 4, 4, 2],
    );
    const slopes = await tf
      .grad((value) =>
        upsample(value as tf.Tensor4D)
          .mul(weights)
          .sum(),
      )(x)
      .data();
    expect(Array.from(slopes)).toEqual([20, 24, 36, 40, 84, 88, 100, 104]);
  });

  it('keeps the images of a batch apart', async () => {
    const x = tf.tensor4d(random(3 * 2 * 2 * 2, 'x'), [3, 2, 2, 2]);
    const alone = await upsample(x.slice([1], [1])).data();
    expect(Array.from((await upsample(x).data()).slice(32, 64))).toEqual(Array.from(alone));
  });
});

describe('maxPool', () => {
  it('is the maximum of each 2x2, as tfjs pools', async () => {
    const x = tf.tensor4d(random(2 * 6 * 4 * 3, 'x'), [2, 6, 4, 3]);
    const wanted = tf.maxPool(x, 2, 2, 'valid');
    expect(maxPool(x).shape).toEqual(wanted.shape);
    expect(Array.from(await maxPool(x).data())).toEqual(Array.from(await wanted.data()));
  });

  it('passes the gradient to the maximum, once', async () => {
    const x = tf.tensor4d([1, 5, 2, 3, 7, 7, 7, 7], [2, 2, 2, 1]);
    const slopes = await tf
      .grad((value) => maxPool(value as tf.Tensor4D).sum())(x)
      .data();
    // Of four equal values one gets it all.
    expect(Array.from(slopes)).toEqual([0, 1, 0, 0, 1, 0, 0, 0]);
  });
});
