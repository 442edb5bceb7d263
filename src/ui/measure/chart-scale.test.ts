import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chartScale } from './chart-scale';

it('marks round numbers around all values and zero', () => {
  expect(chartScale([3, 17, 42])).toEqual({ low: 0, high: 60, ticks: [0, 20, 40, 60] });
  expect(chartScale([-0.02, 0.11])).toEqual({ low: -0.05, high: 0.15, ticks: [-0.05, 0, 0.05, 0.1, 0.15] });
  expect(chartScale([]).ticks.length).toBeGreaterThan(1);
  expect(chartScale([0, 0]).high).toBeGreaterThan(0);
});

it('holds every value between few ticks', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }).filter((x) => x === 0 || Math.abs(x) > 1e-9)), (values) => {
      const { low, high, ticks } = chartScale(values);
      expect(values.every((value) => value >= low - 1e-9 * Math.abs(low) && value <= high + 1e-9 * Math.abs(high))).toBe(true);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(6);
    }),
    { seed: 1 },
  );
});
