import { expect, it } from 'vitest';
import { histogramPath } from './histogram-path';

it('puts the most frequent value at the top and what never occurs at the bottom', () => {
  expect(histogramPath(Float64Array.of(0, 4, 1), 4, 100)).toBe('M0 100.0L1 0.0L2 50.0');
});
