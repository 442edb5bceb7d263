import { describe, expect, it } from 'vitest';
import { firstNotFinite, METRICS, metricsRow, REPORTED } from './metrics';
import type { StepPart } from './metrics';

const PARTS: StepPart[] = ['both', 'discriminator', 'generator'];

describe('a row of metrics', () => {
  it('has what its step reports, and nothing of the network that did not move', () => {
    const values = METRICS.map((_, i) => i);
    for (const part of PARTS)
      METRICS.forEach((name, i) =>
        expect(metricsRow(3, part, values).values[i]).toBe(REPORTED[part].includes(name) ? i : Number.NaN),
      );
    expect(Object.values(REPORTED).map((names) => names.length)).toEqual([7, 4, 3]);
  });

  it('names the first value that is not finite in the order in which a step comes to them', () => {
    for (const part of PARTS) {
      const good = METRICS.map((name) => (REPORTED[part].includes(name) ? 1 : Number.NaN));
      expect(firstNotFinite(metricsRow(1, part, good))).toBeNull();
      for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
        METRICS.forEach((name, i) => {
          const row = metricsRow(1, part, good.with(i, bad));
          expect(firstNotFinite(row)).toBe(REPORTED[part].includes(name) ? name : null);
        });
    }
    const all = (...bad: string[]) => METRICS.map((name) => (bad.includes(name) ? Number.NaN : 1));
    expect(firstNotFinite(metricsRow(1, 'both', all('lossD', 'dReal', 'dFakeAfter', 'lossG')))).toBe('dReal');
    expect(firstNotFinite(metricsRow(1, 'both', all('lossD', 'dFakeAfter', 'lossG')))).toBe('dFakeAfter');
    expect(firstNotFinite(metricsRow(1, 'both', all('gradNormD', 'dFakeBefore')))).toBe('gradNormD');
  });
});
