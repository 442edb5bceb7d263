import { describe, expect, it } from 'vitest';
import { nearestPlace, nextPlace, within } from './lasso';

describe('within', () => {
  const square = [{ x: 0, y: 0 }, { x: 2, y: 0 }, { x: 2, y: 2 }, { x: 0, y: 2 }];
  const notched = [{ x: 0, y: 0 }, { x: 4, y: 0 }, { x: 4, y: 4 }, { x: 2, y: 1 }, { x: 0, y: 4 }];

  it('tells inside from outside', () => {
    expect(within({ x: 1, y: 1 }, square)).toBe(true);
    expect(within({ x: 3, y: 1 }, square)).toBe(false);
    expect(within({ x: 1, y: -1 }, square)).toBe(false);
  });

  it('follows a notch', () => {
    expect(within({ x: 2, y: 3 }, notched)).toBe(false);
    expect(within({ x: 0.5, y: 2 }, notched)).toBe(true);
  });

  it('of a line or nothing holds nothing', () => {
    expect(within({ x: 1, y: 0 }, [{ x: 0, y: 0 }, { x: 2, y: 0 }])).toBe(false);
    expect(within({ x: 0, y: 0 }, [])).toBe(false);
  });
});

describe('nearestPlace', () => {
  it('looks at the first places only', () => {
    expect(nearestPlace({ x: 1, y: 1 }, [0, 0, 5, 5, 1, 1], 2)).toBe(0);
    expect(nearestPlace({ x: 1, y: 1 }, [0, 0, 5, 5, 1, 1], 3)).toBe(2);
  });
});

describe('nextPlace', () => {
  // A cross of places round the first, and one further to the right.
  const places = [0, 0, 1, 0.2, -1, 0, 0, 1, 0.1, -1, 3, 0];

  it('goes to the nearest place within 45 degrees of the direction', () => {
    expect(nextPlace(0, places, { x: 1, y: 0 })).toBe(1);
    expect(nextPlace(0, places, { x: -1, y: 0 })).toBe(2);
    expect(nextPlace(0, places, { x: 0, y: 1 })).toBe(3);
    expect(nextPlace(0, places, { x: 0, y: -1 })).toBe(4);
    expect(nextPlace(1, places, { x: 1, y: 0 })).toBe(5);
  });

  it('stays where there is nothing in that direction', () => {
    expect(nextPlace(5, places, { x: 1, y: 0 })).toBe(5);
  });

  it('leaves two pictures at one place to be told apart', () => {
    expect(nextPlace(0, [0, 0, 0, 0, 1, 0], { x: 1, y: 0 })).toBe(2);
  });
});
