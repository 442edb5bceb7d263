import { expect, it } from 'vitest';
import { PRESETS } from '../../core/presets';
import { seedsOfLatents } from './latent-seeds';

const of = (seed: number, changes: object = {}) => ({ ...PRESETS.tiny, seed, ...changes });

it('runs of like latent spaces draw the same z whatever their seeds, others each their own', () => {
  expect(seedsOfLatents([of(7), of(8), of(9)])).toEqual({ seeds: [7, 7, 7], shared: true });
  expect(seedsOfLatents([of(7)])).toEqual({ seeds: [7], shared: true });
  for (const other of [{ zSize: 5 }, { zDistribution: 'normal' }])
    expect(seedsOfLatents([of(7), of(8, other)])).toEqual({ seeds: [7, 8], shared: false });
});
