import { expect, it } from 'vitest';
import { METRICS } from '../../core/metrics';
import { History } from '../../state/history';
import type { LabRun } from '../../state/lab-runs';
import { Overlay } from './overlay';

const runOf = (values: readonly number[]): LabRun => {
  const history = new History();
  values.forEach((value, i) => history.append(Float64Array.of(i + 1, ...METRICS.map((name) => (name === 'lossG' ? value : 0)))));
  return { history } as LabRun;
};

it('lays one metric of all runs over the steps of the one that is ahead, with gaps where another is behind', () => {
  const overlay = new Overlay([runOf([1, 2]), runOf([5, 6, 7]), runOf([])], 'lossG');
  expect([...overlay.steps]).toEqual([1, 2, 3]);
  expect([...overlay.column('a')]).toEqual([1, 2, NaN]);
  expect([...overlay.column('b')]).toEqual([5, 6, 7]);
  expect([...overlay.column('c')]).toEqual([NaN, NaN, NaN]);
  expect([...overlay.column('d')]).toEqual([NaN, NaN, NaN]);
});
