import fc from 'fast-check';
import { expect, it } from 'vitest';
import { METRICS } from '../core/metrics';
import { HistoryTable } from './history-table';

const rowOf = (step: number) => ({ step, values: Float64Array.from(METRICS, (_, n) => step + n / 10) });
const flat = (steps: readonly number[]) => Float64Array.from(steps.flatMap((step) => [step, ...rowOf(step).values]));

it('is as a list of rows would be, however it grows, is cut and begun anew', () => {
  const action = fc.oneof(
    fc.record({ push: fc.integer({ min: 1, max: 300 }) }),
    fc.record({ cut: fc.integer({ min: 0, max: 1000 }) }),
    fc.record({ replace: fc.integer({ min: 0, max: 300 }) }),
  );
  fc.assert(
    fc.property(fc.array(action, { maxLength: 12 }), (actions) => {
      const history = new HistoryTable();
      let steps: number[] = [];
      for (const one of actions) {
        if ('push' in one)
          for (let n = 0; n < one.push; n++) {
            const step = (steps.at(-1) ?? 0) + 1;
            steps.push(step);
            history.push(rowOf(step));
          }
        else if ('cut' in one) {
          steps = steps.filter((step) => step <= one.cut);
          history.cutAfter(one.cut);
        } else {
          steps = Array.from({ length: one.replace }, (_, n) => n + 1);
          history.replace(flat(steps));
        }
      }
      expect(history.table()).toEqual(flat(steps));
    }),
  );
});

it('gives a copy, which stays as it is', () => {
  const history = new HistoryTable();
  history.push(rowOf(1));
  const before = history.table();
  history.replace(flat([5, 6]));
  expect(before).toEqual(flat([1]));
});
