import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestOf, bytesOf, RECENT, thinRuns } from './keeping';
import type { KeptStep, KeptSteps } from './keeping';

const at = (step: number, bytes = 1, distance: number | null = null): KeptStep => ({ step, bytes, distance });

function thinned(runs: readonly KeptSteps[], budget: number): KeptSteps[] {
  const gone = new Set(thinRuns(runs, budget).map(({ run, step }) => `${run}/${step}`));
  return runs.map(({ run, checkpoints }) => ({
    run,
    checkpoints: checkpoints.filter(({ step }) => !gone.has(`${run}/${step}`)),
  }));
}

const steps = ({ checkpoints }: KeptSteps) => checkpoints.map(({ step }) => step);

/** A run that was kept at each of these steps, one after the other, thinned every time. */
function keptOneByOne(all: readonly KeptStep[], budget = Infinity): KeptSteps {
  return all.reduce<KeptSteps>(
    (run, one) => thinned([{ run: 'a', checkpoints: [...run.checkpoints, one] }], budget)[0]!,
    { run: 'a', checkpoints: [] },
  );
}

const history = fc
  .array(fc.record({ by: fc.integer({ min: 1, max: 50 }), bytes: fc.integer({ min: 1, max: 9 }), distance: fc.option(fc.double({ min: 0, max: 1, noNaN: true })) }), {
    minLength: 1,
    maxLength: 120,
  })
  .map((list) => {
    let step = 0;
    return list.map(({ by, bytes, distance }) => at((step += by), bytes, distance));
  });

describe('what a run keeps', () => {
  it('is everything while it is little', () => {
    const few = [10, 20, 30, 40].map((step) => at(step));
    expect(thinRuns([{ run: 'a', checkpoints: few }], 100)).toEqual([]);
  });

  it('is all of late, less of long ago, and always the first, the best and the last', () => {
    fc.assert(
      fc.property(history, (all) => {
        const kept = keptOneByOne(all);
        const best = bestOf(all);
        expect(steps(kept)).toContain(all[0]!.step);
        if (best) expect(kept.checkpoints).toContain(best);
        expect(kept.checkpoints.slice(-RECENT)).toEqual(all.slice(-RECENT));
        expect(kept.checkpoints.length).toBe(Math.min(all.length, 24));
      }),
    );
  });

  it('is the newest also where they are close together and the last is far behind them', () => {
    const all = [...Array.from({ length: 24 }, (_, i) => 1000 * (i + 1)), 24_001, 24_002, 24_003, 24_004, 25_004].map((step) => at(step));
    expect(steps(keptOneByOne(all)).slice(-RECENT)).toEqual([24_000, 24_001, 24_002, 24_003, 24_004, 25_004]);
  });

  it('thins with age: the gaps of a long run grow with how long ago they are', () => {
    const kept = steps(keptOneByOne(Array.from({ length: 1000 }, (_, i) => at(10 * (i + 1)))));
    expect(kept).toHaveLength(24);
    const last = 10_000;
    // Every age but the very first is within a factor of two of a kept one.
    for (let age = 50; age <= last / 2; age *= 1.3)
      expect(kept.some((step) => last - step >= age / 2 && last - step <= age * 2), `age ${age}`).toBe(true);
    const gaps = kept.slice(1).map((step, i) => step - kept[i]!);
    const [old, late] = [gaps.slice(0, 6), gaps.slice(-6)];
    expect(Math.min(...old)).toBeGreaterThan(Math.max(...late) * 4);
  });

  it('fits the budget wherever the first, the best and the last do', () => {
    fc.assert(
      fc.property(fc.array(history, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 800 }), (lists, budget) => {
        const runs = lists.map((checkpoints, n) => ({ run: String(n), checkpoints }));
        const kept = thinned(runs, budget);
        const held = lists.map((all) => [...new Set([all[0]!, bestOf(all) ?? all[0]!, all.at(-1)!])]);
        const least = held.reduce((sum, list) => sum + bytesOf(list), 0);
        const taken = kept.reduce((sum, { checkpoints }) => sum + bytesOf(checkpoints), 0);
        expect(taken).toBeLessThanOrEqual(Math.max(budget, least));
        kept.forEach(({ checkpoints }, n) => expect(checkpoints).toEqual(expect.arrayContaining(held[n]!)));
      }),
    );
  });

  it('gives way in the order of the runs', () => {
    const ten = Array.from({ length: 10 }, (_, i) => at(i + 1));
    const kept = thinned(
      [
        { run: 'old', checkpoints: ten },
        { run: 'new', checkpoints: ten },
      ],
      14,
    );
    expect(steps(kept[0]!)).toHaveLength(4);
    expect(steps(kept[1]!)).toHaveLength(10);
  });
});

describe('the best', () => {
  it('is the one of the least distance, the earliest of equals, and none where nothing was measured', () => {
    expect(bestOf([at(1, 1, 0.5), at(2), at(3, 1, 0.2), at(4, 1, 0.2)])).toEqual(at(3, 1, 0.2));
    expect(bestOf([at(1), at(2)])).toBeNull();
    expect(bestOf([])).toBeNull();
  });
});
