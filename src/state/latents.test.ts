import { describe, expect, it } from 'vitest';
import {
  createLatents, findDimensions, pickLatent, randomizeLatent, resetLatent, setDimension, toggleLock, unlockAll,
} from './latents';

const prior = { zSize: 4, zDistribution: 'uniform' } as const;
const grid = Float32Array.from([0, 0, 0, 0, 0.1, 0.2, 0.3, 0.4]);

function picked() {
  const store = createLatents();
  pickLatent(store, grid, 1, prior);
  return store;
}
const z = (store: ReturnType<typeof picked>) => [...store.getState().z];

describe('latents', () => {
  it('take a sample of the grid without sharing its memory', () => {
    const store = picked();
    setDimension(store, 0, 1);
    expect(grid[4]).toBeCloseTo(0.1);
    expect(store.getState().origin).toBe(1);
    expect(z(store)[0]).toBe(1);
    resetLatent(store);
    expect(z(store)).toEqual([...grid.subarray(4)]);
  });

  it('keep what is locked when drawn anew or reset', () => {
    const store = picked();
    setDimension(store, 2, -0.75);
    toggleLock(store, 2);
    randomizeLatent(store, 5);
    expect(z(store)[2]).toBe(-0.75);
    expect(z(store)[0]).not.toBeCloseTo(0.1);
    expect(store.getState().origin).toBeNull();
    setDimension(store, 2, 0.5);
    resetLatent(store);
    expect(z(store)[2]).toBe(0.5);
    unlockAll(store);
    resetLatent(store);
    expect(z(store)[2]).toBe(-0.75);
  });

  it('are drawn from the prior, differently for each seed', () => {
    const store = picked();
    randomizeLatent(store, 1);
    const first = z(store);
    expect(first.every((value) => value >= -1 && value <= 1)).toBe(true);
    randomizeLatent(store, 2);
    expect(z(store)).not.toEqual(first);
    randomizeLatent(store, 1);
    expect(z(store)).toEqual(first);
  });
});

describe('findDimensions', () => {
  it('understands a number, a range and nothing', () => {
    expect(findDimensions('', 3)).toEqual([0, 1, 2]);
    expect(findDimensions(' z 2 ', 3)).toEqual([1]);
    expect(findDimensions('2-3', 9)).toEqual([1, 2]);
    expect(findDimensions('99', 9)).toEqual([]);
    expect(findDimensions('x', 9)).toEqual([]);
  });
});
