import { expect, it } from 'vitest';
import { Losses } from './losses';

it('three losses within a minute are too many; as many over a longer time are not', () => {
  const losses = new Losses();
  expect([0, 40_000, 70_000, 110_000].map((now) => losses.note(now))).toEqual([false, false, false, false]);
  expect(losses.note(125_000)).toBe(true);
  losses.forget();
  expect(losses.note(126_000)).toBe(false);
});
