import { expect, it } from 'vitest';
import { grownBetween } from './soak';

const EARLY = { step: 100, tensors: 94, gpuBytes: 0, heapBytes: 40e6 };

it('names what has grown, and lets the heap breathe', () => {
  expect(grownBetween(EARLY, { ...EARLY, step: 9000, heapBytes: 51e6 })).toEqual([]);
  expect(grownBetween(EARLY, { ...EARLY, tensors: 90, heapBytes: 30e6 })).toEqual([]);
  expect(grownBetween(EARLY, { step: 9000, tensors: 95, gpuBytes: 4, heapBytes: 53e6 })).toEqual(['tensors', 'gpuBytes', 'heapBytes']);
});
