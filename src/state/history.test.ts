import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { METRICS } from '../core/metrics';
import { History } from './history';

const row = (step: number, value = step): number[] => [step, ...METRICS.map((_, m) => value + m / 8)];
const rows = (...steps: number[]) => new Float64Array(steps.flatMap((step) => row(step)));

describe('History', () => {
  it('keeps every row of every metric while there is room', () => {
    const history = new History();
    for (let step = 1; step <= 10_000; step += 2) history.append(rows(step, step + 1));
    expect(history.length).toBe(10_000);
    expect(history.steps[9_999]).toBe(10_000);
    METRICS.forEach((name, m) => {
      expect(history.column(name)[5_000]).toBe(5_001 + m / 8);
      expect(history.latest(name)).toBe(10_000 + m / 8);
    });
  });

  it('passes over values that a step did not report', () => {
    const history = new History();
    const discriminatorOnly = row(2);
    discriminatorOnly[1 + METRICS.indexOf('lossG')] = NaN;
    history.append(new Float64Array([...row(1), ...discriminatorOnly]));
    expect(history.latest('lossG')).toBe(1 + METRICS.indexOf('lossG') / 8);
    expect(history.latest('lossD')).toBe(2 + METRICS.indexOf('lossD') / 8);
    expect(new History().latest('lossD')).toBeNull();
  });

  it('goes on from an earlier step when the run was taken back', () => {
    const history = new History();
    history.append(rows(1, 2, 3, 4));
    history.append(rows(3));
    expect([...history.steps]).toEqual([1, 2, 3]);
    history.truncate(2);
    expect([...history.steps]).toEqual([1, 2]);
    history.truncate(0);
    expect(history.length).toBe(0);
  });

  it('thins only the older part when it is full, and never drops the newest', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 64 }), fc.integer({ min: 1, max: 500 }), (capacity, count) => {
        const history = new History(capacity);
        for (let step = 1; step <= count; step++) {
          history.append(rows(step));
          expect(history.length).toBeLessThanOrEqual(capacity);
          expect(history.steps[history.length - 1]).toBe(step);
        }
        const steps = [...history.steps];
        expect(steps[0]).toBe(1);
        expect(steps).toEqual(steps.toSorted((a, b) => a - b));
        steps.forEach((step, i) => expect(history.column('lossD')[i]).toBe(step));
      }),
    );
  });
});
