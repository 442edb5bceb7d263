import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkerboard, diversity, energyDistance, likeness, resemblance } from './image-statistics';
import { bytesToImages } from './images';
import type { Images } from './images';
import { RandomStream } from './random';

const flat = (...levels: number[]): Images =>
  bytesToImages(Uint8Array.from(levels.flatMap((level) => Array.from({ length: 16 }, () => level))), 4, 1);
const noise = (seed: number, count = 5): Images => {
  const stream = new RandomStream(seed, 'noise');
  return bytesToImages(Uint8Array.from({ length: count * 48 }, () => stream.integer(256)), 4, 3);
};

describe('diversity', () => {
  it('is the mean distance of pairs', () => {
    expect(diversity(flat(0, 255))).toBe(1);
    expect(diversity(flat(0, 51, 255))).toBeCloseTo((0.2 + 0.8 + 1) / 3, 12);
    expect(diversity(flat(7, 7, 7, 7))).toBe(0);
    expect(diversity(flat(9))).toBe(0);
  });

  it('counts every colour', () => {
    const red = bytesToImages(Uint8Array.from({ length: 48 }, (_, i) => (i % 3 === 0 ? 255 : 0)), 4, 3);
    const both = { count: 2, size: 4, rgba: Uint8ClampedArray.of(...red.rgba, ...flat(0).rgba) };
    expect(diversity(both)).toBeCloseTo(Math.sqrt(1 / 3), 12);
  });
});

describe('energyDistance', () => {
  it('is twice the distance of two constant sets', () => {
    expect(energyDistance(flat(0, 0), flat(255, 255, 255))).toBe(2);
    expect(energyDistance(flat(10), flat(61))).toBeCloseTo(0.4, 12);
  });

  it('is 0 for a set with itself in any order, symmetric, and never below 0', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), (one, other) => {
        const [a, b] = [noise(one), noise(other, 3)];
        expect(energyDistance(a, a)).toBeCloseTo(0, 12);
        expect(energyDistance(a, b)).toBeCloseTo(energyDistance(b, a), 12);
        expect(energyDistance(a, b)).toBeGreaterThanOrEqual(-1e-12);
      }),
      { numRuns: 30 },
    );
  });

  it('sees too little variety as well as another look', () => {
    const reals = flat(0, 85, 170, 255);
    expect(energyDistance(flat(0, 90, 160, 255), reals)).toBeLessThan(energyDistance(flat(128, 128, 127, 127), reals));
    expect(energyDistance(flat(0, 90, 160, 255), reals)).toBeLessThan(energyDistance(flat(0, 0, 20, 30), reals));
  });
});

describe('likeness', () => {
  const grey = (...pictures: number[][]) => bytesToImages(Uint8Array.from(pictures.flat()), 2, 1);

  it('sees one picture through brightness and contrast, and its opposite', () => {
    const picture = [0, 10, 20, 50];
    const brighter = picture.map((level) => 2 * level + 30);
    const inverse = picture.map((level) => 200 - level);
    expect(likeness(grey(picture, brighter))).toBeCloseTo(1, 12);
    expect(likeness(grey(picture, brighter, picture))).toBeCloseTo(1, 12);
    expect(likeness(grey(picture, inverse))).toBeCloseTo(-1, 12);
    expect(likeness(grey([0, 0, 100, 100], [0, 100, 0, 100]))).toBeCloseTo(0, 12);
    expect(likeness(grey(picture))).toBe(0);
    expect(likeness(grey([7, 7, 7, 7], [9, 9, 9, 9]))).toBe(0);
  });

  it('is the mean correlation of all pairs', () => {
    const set = noise(3);
    const rows = Array.from({ length: set.count }, (_, n) =>
      Array.from(set.rgba.subarray(n * 64, (n + 1) * 64)).filter((_level, at) => at % 4 !== 3));
    const correlation = (a: number[], b: number[]) => {
      const about = (row: number[]) => row.map((level) => level - row.reduce((sum, value) => sum + value, 0) / row.length);
      const [x, y] = [about(a), about(b)];
      return x.reduce((sum, value, i) => sum + value * y[i]!, 0) / Math.hypot(...x) / Math.hypot(...y);
    };
    const pairs = rows.flatMap((a, n) => rows.slice(0, n).map((b) => correlation(a, b)));
    expect(likeness(set)).toBeCloseTo(pairs.reduce((sum, value) => sum + value, 0) / pairs.length, 10);
  });
});

describe('resemblance', () => {
  it('is the mean correlation of a picture here with one there', () => {
    const [a, b] = [noise(1), noise(2, 3)];
    const both = { count: a.count + b.count, size: 4, rgba: Uint8ClampedArray.of(...a.rgba, ...b.rgba) };
    // All pairs of both are those of the one, of the other, and across.
    const pairs = (count: number) => (count * (count - 1)) / 2;
    const across = likeness(both) * pairs(8) - likeness(a) * pairs(5) - likeness(b) * pairs(3);
    expect(resemblance(a, b)).toBeCloseTo(across / 15, 10);
    expect(resemblance(b, a)).toBeCloseTo(resemblance(a, b), 12);
    expect(resemblance(flat(3), flat(9))).toBe(0);
  });
});

describe('checkerboard', () => {
  it('is half the contrast of a full checkerboard and 0 where neighbours are alike', () => {
    const board = bytesToImages(Uint8Array.from({ length: 16 }, (_, i) => ((i + (i >> 2)) % 2 === 0 ? 255 : 0)), 4, 1);
    expect(checkerboard(board)).toBe(0.5);
    expect(checkerboard(flat(3, 200))).toBe(0);
    const stripes = bytesToImages(Uint8Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? 102 : 0)), 4, 1);
    expect(checkerboard(stripes)).toBeCloseTo(0.2, 12);
    const blocks = bytesToImages(Uint8Array.from({ length: 16 }, (_, i) => (i % 4 < 2 ? 255 : 0)), 4, 1);
    expect(checkerboard(blocks)).toBe(0);
  });
});
