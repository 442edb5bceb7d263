import { describe, expect, it } from 'vitest';
import { findJumps, frameDistances, walkLatents } from './walk';
import { INTERPOLATIONS } from './interpolation';

const STOPS = [Float32Array.of(1, 0), Float32Array.of(0, 1), Float32Array.of(-1, 0.5)];

/** One-pixel grey pictures. */
const greys = (...values: number[]) => ({
  count: values.length,
  size: 1,
  rgba: Uint8ClampedArray.from(values.flatMap((value) => [value, value, value, 255])),
});

describe('walkLatents', () => {
  it.each(INTERPOLATIONS)('passes through every stop unchanged (%s)', (kind) => {
    const frames = walkLatents(STOPS, 5, kind);
    expect(frames).toHaveLength(11);
    expect([frames[0], frames[5], frames[10]]).toEqual(STOPS);
  });

  it('has the hand values of a straight walk', () => {
    expect(walkLatents(STOPS.slice(0, 2), 2, 'linear').map((z) => [...z])).toEqual([[1, 0], [0.5, 0.5], [0, 1]]);
  });

  it('of one stop stays there, and of none is empty', () => {
    expect(walkLatents(STOPS.slice(0, 1), 5, 'linear')).toEqual([STOPS[0]]);
    expect(walkLatents([], 5, 'linear')).toEqual([]);
  });
});

describe('frameDistances', () => {
  it('is 0 for the same picture, 1 for black against white, and one shorter than the walk', () => {
    expect([...frameDistances(greys(0, 0, 255, 51))]).toEqual([0, 1, expect.closeTo(0.8, 12)]);
    expect(frameDistances(greys(7))).toHaveLength(0);
    expect(frameDistances(greys())).toHaveLength(0);
  });

  it('counts colours and not opacity', () => {
    const rgba = Uint8ClampedArray.of(0, 0, 0, 255, 255, 0, 0, 0);
    expect(frameDistances({ count: 2, size: 1, rgba })[0]).toBeCloseTo(Math.sqrt(1 / 3), 12);
  });
});

describe('findJumps', () => {
  it('finds the step that changes far more than the others', () => {
    expect(findJumps([0.1, 0.11, 0.5, 0.09])).toEqual([2]);
    expect(findJumps([0.1, 0.2, 0.15])).toEqual([]);
  });

  it('does not call an invisible change a jump', () => {
    expect(findJumps([0, 0, 0.01, 0])).toEqual([]);
    expect(findJumps([])).toEqual([]);
  });
});
