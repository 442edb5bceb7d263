import { expect, it } from 'vitest';
import { nearestStop, timelineStops } from './timeline';

it('stops at what is kept and at now, and nowhere else', () => {
  expect(timelineStops([10, 40, 90], 60)).toEqual([10, 40, null]);
  expect(timelineStops([], 0)).toEqual([null]);
});

it('goes to the nearest stop, and to now rather than to a checkpoint of the same step', () => {
  const stops = timelineStops([10, 40, 60], 60);
  expect(nearestStop(stops, 0, 60, 100)).toBe(10);
  expect(nearestStop(stops, 0.24, 60, 100)).toBe(10);
  expect(nearestStop(stops, 0.26, 60, 100)).toBe(40);
  expect(nearestStop(stops, 0.9, 60, 100)).toBeNull();
  expect(nearestStop([null], 0.5, 0, 100)).toBeNull();
});
