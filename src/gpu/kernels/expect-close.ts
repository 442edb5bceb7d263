import { expect } from 'vitest';

/**
 * Expects two tensors to agree in length and, in the Euclidean norm, within `relative` of the wanted one; each element
 * within ten times that of the largest.
 */
export function expectClose(actual: ArrayLike<number>, wanted: ArrayLike<number>, relative: number): void {
  expect(actual.length).toBe(wanted.length);
  let difference = 0;
  let size = 0;
  let worst = 0;
  let largest = 0;
  for (let i = 0; i < wanted.length; i++) {
    const d = Math.abs(actual[i]! - wanted[i]!);
    if (!Number.isFinite(d)) throw new Error(`element ${i}: ${actual[i]} for ${wanted[i]}`);
    difference += d * d;
    size += wanted[i]! ** 2;
    worst = Math.max(worst, d);
    largest = Math.max(largest, Math.abs(wanted[i]!));
  }
  expect(Math.sqrt(difference)).toBeLessThanOrEqual(relative * Math.sqrt(size) + 1e-30);
  expect(worst).toBeLessThanOrEqual(10 * relative * largest + 1e-30);
}

/** `count` numbers from U(-1, 1), the same for the same seed (mulberry32). */
export function randomFloats(count: number, seed: number): Float32Array<ArrayBuffer> {
  let state = Math.imul(seed + 1, 0x9e3779b9);
  return Float32Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  });
}
