import { describe, expect, it } from 'vitest';
import { isFiniteRow, METRICS, metricsRow, REPORTED } from './metrics';
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

  it('is finite when all is that the step had to report', () => {
    for (const part of PARTS) {
      const good = METRICS.map((name) => (REPORTED[part].includes(name) ? 1 : Number.NaN));
      expect(isFiniteRow(metricsRow(1, part, good))).toBe(true);
      for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
        METRICS.forEach((name, i) => {
          const row = metricsRow(1, part, good.with(i, bad));
          expect(isFiniteRow(row)).toBe(!REPORTED[part].includes(name));
        });
    }
  });
});
