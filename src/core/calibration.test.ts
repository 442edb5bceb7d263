import { describe, expect, it } from 'vitest';
import { accuracyOf, calibration } from './calibration';
import { RandomStream } from './random';

describe('accuracyOf', () => {
  it('counts what is on the right side of one half', () => {
    expect(accuracyOf([0.9, 0.6, 0.2, 0.5], true)).toBe(2.5 / 4);
    expect(accuracyOf([0.9, 0.6, 0.2, 0.5], false)).toBe(1.5 / 4);
  });
});

describe('calibration', () => {
  it('agrees with a case by hand', () => {
    const { bins, error } = calibration([0.95, 0.95, 0.45], [0.95, 0.05, 0.05]);
    expect(bins[9]).toEqual({ count: 3, score: expect.closeTo(0.95, 12), real: 2 / 3 });
    expect(bins[4]).toEqual({ count: 1, score: 0.45, real: 1 });
    expect(bins[0]).toEqual({ count: 2, score: expect.closeTo(0.05, 12), real: 0 });
    expect(bins[5]!.count).toBe(0);
    expect(error).toBeCloseTo((3 * (0.95 - 2 / 3) + 0.55 + 2 * 0.05) / 6, 12);
  });

  it('puts a score of 1 into the last bin and compares as many of each', () => {
    const { bins } = calibration([1, 1, 1], [0]);
    expect([bins[9]!.count, bins[0]!.count]).toEqual([1, 1]);
  });

  it('is small where scores keep their word, large where they boast', () => {
    const random = new RandomStream(1, 'calibration');
    const scores = Array.from({ length: 20_000 }, () => random.uniform());
    const honest: [number[], number[]] = [[], []];
    for (const score of scores) honest[random.uniform() < score ? 0 : 1].push(score);
    expect(calibration(...honest).error).toBeLessThan(0.02);
    const boasting = honest.map((part) => part.map((score) => (score > 0.5 ? 0.999 : 0.001)));
    expect(calibration(boasting[0]!, boasting[1]!).error).toBeGreaterThan(0.2);
  });
});
