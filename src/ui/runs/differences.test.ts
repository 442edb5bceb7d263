import { expect, it } from 'vitest';
import { PRESETS } from '../../core/presets';
import { differences } from './differences';

it('names the data set and every setting but the number of steps', () => {
  const a = { dataId: 'mnist', config: PRESETS.tiny };
  const config = { ...PRESETS.tiny, steps: 7, learningRateD: 0.5, loss: 'hinge' as const };
  expect(differences(a, { dataId: 'emoji', config })).toEqual(expect.arrayContaining(['data', 'learningRateD', 'loss']));
  expect(differences(a, { dataId: 'emoji', config })).toHaveLength(3);
  expect(differences(a, { dataId: 'mnist', config: { ...PRESETS.tiny, steps: 7 } })).toEqual([]);
});
