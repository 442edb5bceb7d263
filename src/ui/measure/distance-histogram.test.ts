import { expect, it } from 'vitest';
import { distanceHistogram } from './distance-histogram';

it('counts each list by bins up to the greatest of both', () => {
  const { most, counts } = distanceHistogram(Float32Array.of(0, 0.25, 1), Float32Array.of(0.5, 2), 4);
  expect(most).toBe(2);
  expect(counts).toEqual([[2, 0], [0, 1], [1, 0], [0, 1]]);
});

it('has an answer where all distances are 0', () => {
  expect(distanceHistogram(Float32Array.of(0, 0), Float32Array.of(0), 2).counts).toEqual([[2, 1], [0, 0]]);
});
