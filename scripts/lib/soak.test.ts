import { expect, it } from 'vitest';
import { grownBetween } from './soak';

const EARLY = { step: 100, tensors: 94, gpuBytes: 0, heapBytes: 40e6 };

it('names what has grown, and lets the heap breathe, steps be under way and the history have its rows', () => {
  expect(grownBetween(EARLY, { ...EARLY, step: 101, tensors: 98 })).toEqual([]);
  expect(grownBetween(EARLY, { ...EARLY, step: 9000, heapBytes: 53e6 })).toEqual([]);
  expect(grownBetween(EARLY, { ...EARLY, step: 200_000, heapBytes: 77e6 })).toEqual([]);
  expect(grownBetween(EARLY, { ...EARLY, tensors: 90, heapBytes: 30e6 })).toEqual([]);
  expect(grownBetween(EARLY, { step: 9000, tensors: 100, gpuBytes: 4, heapBytes: 54e6 })).toEqual(['tensors', 'gpuBytes', 'heapBytes']);
});
