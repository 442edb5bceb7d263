import { describe, expect, it } from 'vitest';
import { firstDropped } from './inspect-dropped';

const maps = (...weights: number[]) => weights.map((weight, channel) => ({ channel, weight }));

describe('the maps that are dropped at first', () => {
  it('are the fewest that carry half of the positive weight', () => {
    expect(firstDropped(maps(6, 2, 2, 1, -3))).toBe(1);
    expect(firstDropped(maps(3, 3, 3, 2, 1, -9))).toBe(2);
    expect(firstDropped(maps(1, 1, 1, 1, 1))).toBe(3);
  });

  it('are none where no weight is positive', () => {
    expect(firstDropped(maps(0, -1, -2))).toBe(0);
    expect(firstDropped([])).toBe(0);
  });
});
