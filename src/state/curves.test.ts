import { describe, expect, it } from 'vitest';
import { METRICS } from '../core/metrics';
import { curvesInView } from './curves';
import { History } from './history';
import type { AppState, Viewed } from './store';

const historyOf = (...steps: number[]) => {
  const history = new History();
  for (const step of steps) history.append(new Float64Array([step, ...METRICS.map(() => step / 10)]));
  return history;
};

const own = historyOf(1, 2, 4, 8);
const seen = (kept?: { run: string; step: number }) =>
  ({ run: { step: 2 }, history: historyOf(1, 2), origin: { kind: kept ? 'kept' : 'file', name: 'a', kept } }) as unknown as Viewed;
const state = (change: Partial<AppState>) => ({ viewed: null, scrub: null, keptId: 'mine', ...change });

describe('the curves of the model in view', () => {
  it('are the run’s where nothing else is looked at', () => {
    expect(curvesInView(own, state({}))).toEqual({ history: own, until: Infinity, mark: null });
  });

  it('are those of a file, or of another kept run, and not the run’s', () => {
    for (const viewed of [seen(), seen({ run: 'other', step: 2 })]) {
      const curves = curvesInView(own, state({ viewed }));
      expect(curves.history).toBe(viewed.history);
      expect(curves).toMatchObject({ until: 2, mark: null });
      expect(curves.history.latest('lossD', curves.until)).toBeCloseTo(0.2);
    }
  });

  it('are the run’s up to a checkpoint of it, which is marked', () => {
    for (const change of [{ scrub: { run: 'mine', step: 4 } }, { viewed: seen({ run: 'mine', step: 4 }) }]) {
      const curves = curvesInView(own, state(change));
      expect(curves).toMatchObject({ history: own, until: 4, mark: 4 });
      expect(own.latest('lossD', curves.until)).toBeCloseTo(0.4);
    }
  });
});

describe('lengthUntil', () => {
  it('counts the rows up to a step and with it', () => {
    expect([0, 1, 3, 4, 7, 8, Infinity].map((step) => own.lengthUntil(step))).toEqual([0, 1, 2, 3, 3, 4, 4]);
    expect(new History().lengthUntil(5)).toBe(0);
  });
});
