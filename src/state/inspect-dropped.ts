import type { MapWeight } from '../core/inspection';

/**
 * How many maps are dropped at first, of those that boxes name, strongest first: the fewest that carry half of all
 * positive weight together. One alone is rarely seen to be missing, and all of them often leave no picture.
 */
export function firstDropped(maps: readonly MapWeight[]): number {
  const positive = maps.filter(({ weight }) => weight > 0);
  const half = positive.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let carried = 0;
  return positive.findIndex(({ weight }) => (carried += weight) >= half) + 1;
}
