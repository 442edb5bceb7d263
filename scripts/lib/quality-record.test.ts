import { describe, expect, it } from 'vitest';
import { judgeQuality } from './quality-record';
import type { QualityRun } from './quality-record';

const run = (frechet: number | null, kid = 0.1, oneNearestNeighbour = 0.8): QualityRun => ({
  seed: 1,
  steps: 1000,
  minutes: 20,
  measures: { frechet, frechetBaseline: 0.7, kid, oneNearestNeighbour, classHistogram: null },
});

describe('judgeQuality', () => {
  it('lets a run be worse than the mean by the spread, and no more', () => {
    const record = { runs: [run(4), run(5), run(6)] };
    const [just] = judgeQuality(run(7), record);
    expect(just).toEqual({ measure: 'frechet', value: 7, mean: 5, limit: 7, good: true });
    expect(judgeQuality(run(7.1), record)[0]!.good).toBe(false);
    expect(judgeQuality(run(1), record)[0]!.good).toBe(true);
  });

  it('judges every measure by itself', () => {
    const record = { runs: [run(4, 0.1), run(5, 0.2)] };
    expect(judgeQuality(run(4, 0.9), record).map(({ measure, good }) => [measure, good])).toEqual([
      ['frechet', true],
      ['kid', false],
      ['oneNearestNeighbour', true],
    ]);
  });

  it('does without no record and no number', () => {
    expect(() => judgeQuality(run(4), { runs: [run(4)] })).toThrow(/two/);
    expect(() => judgeQuality(run(null), { runs: [run(4), run(5)] })).toThrow(/frechet/);
  });
});
