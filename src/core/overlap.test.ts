import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { overlapCounts } from './overlap';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('overlapCounts', () => {
  it('are even inside for a kernel of 4 at stride 2, and 2 and 3 by turns for one of 5', () => {
    expect(overlapCounts(4, 4, 2)).toEqual([1, 2, 2, 2, 2, 2, 2, 1]);
    expect(overlapCounts(6, 5, 2).slice(2, -3)).toEqual([2, 3, 2, 3, 2, 3, 2]);
    expect(overlapCounts(5, 1, 2)).toEqual([1, 0, 1, 0, 1, 0, 1, 0, 1, 0]);
  });

  it.each([
    [4, 4, 2],
    [4, 5, 2],
    [6, 5, 1],
    [6, 4, 1],
    [5, 3, 2],
  ])('of %d places, kernel %d, stride %d are what a fractionally-strided convolution of ones gives', async (small, kernel, stride) => {
    const large = small * stride;
    const ones = tf.conv2dTranspose(
      tf.ones<tf.Rank.R4>([1, small, small, 1]),
      tf.ones<tf.Rank.R4>([kernel, kernel, 1, 1]),
      [1, large, large, 1],
      stride,
      'same',
    );
    const axis = overlapCounts(small, kernel, stride);
    expect(Array.from(await ones.data())).toEqual(axis.flatMap((row) => axis.map((column) => row * column)));
  });
});
