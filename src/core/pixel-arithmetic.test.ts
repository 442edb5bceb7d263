import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { outputSize, tapsOf, unitSums } from './pixel-arithmetic';
import { RandomStream } from './random';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('tapsOf', () => {
  it('reads a window in a strided convolution', () => {
    const geometry = { kind: 'conv', kernel: 4, stride: 2, inputSize: 8 } as const;
    expect(outputSize(geometry)).toBe(4);
    expect(tapsOf(geometry, 1)).toEqual([1, 2, 3, 4].map((input, kernel) => ({ input, kernel })));
    // Over the edge there is nothing to multiply.
    expect(tapsOf(geometry, 0)).toEqual([0, 1, 2].map((input) => ({ input, kernel: input + 1 })));
  });

  it('is written to by every second row of the kernel in a fractionally-strided one', () => {
    const geometry = { kind: 'transposedConv', kernel: 4, stride: 2, inputSize: 4 } as const;
    expect(outputSize(geometry)).toBe(8);
    expect(tapsOf(geometry, 3)).toEqual([{ input: 1, kernel: 2 }, { input: 2, kernel: 0 }]);
    expect(tapsOf(geometry, 0)).toEqual([{ input: 0, kernel: 1 }]);
  });
});

describe('unitSums', () => {
  it('add up to the value that tfjs gives, at every place of the output', async () => {
    const geometries = fc.record({
      kind: fc.constantFrom('conv', 'transposedConv'),
      kernel: fc.integer({ min: 1, max: 5 }),
      stride: fc.integer({ min: 1, max: 2 }),
      inputSize: fc.integer({ min: 2, max: 7 }),
      channels: fc.integer({ min: 1, max: 4 }),
      seed: fc.integer({ min: 0, max: 1000 }),
    });
    await fc.assert(
      fc.asyncProperty(geometries, async ({ channels, seed, ...geometry }) => {
        fc.pre(geometry.kernel >= geometry.stride);
        const { kernel: k, stride, inputSize: side } = geometry;
        const stream = new RandomStream(seed, 'unit');
        const input = stream.fillUniform(new Float32Array(side * side * channels), -1, 1);
        const kernel = stream.fillUniform(new Float32Array(k * k * channels), -1, 1);
        const size = outputSize(geometry);
        const maps = tf.tensor4d(input, [1, side, side, channels]);
        const values =
          geometry.kind === 'conv'
            ? tf.conv2d(maps, tf.tensor4d(kernel, [k, k, channels, 1]), stride, 'same')
            : tf.conv2dTranspose(maps, tf.tensor4d(kernel, [k, k, 1, channels]), [1, size, size, 1], stride, 'same');
        const expected = await values.data();
        const sums = Array.from({ length: size * size }, (_, i) =>
          unitSums(geometry, { input, kernel, channels }, Math.floor(i / size), i % size).reduce((sum, part) => sum + part),
        );
        expect(sums).toEqual(Array.from(expected, (value) => expect.closeTo(value, 4)));
      }),
      { numRuns: 60 },
    );
  });
});
