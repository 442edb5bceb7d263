import { describe, expect, it } from 'vitest';
import type { FullMeasures, Measured } from './measures';
import { summarizeQuality } from './quality-summary';

const measured = (value: number | null, baseline: number | null): Measured => ({ value, baseline, count: 1000, baselineCount: 1000 });

function report(changes: { frechet?: Measured; precision?: Measured; recall?: Measured; diversity?: Measured; samples?: number[] } = {}) {
  const full = {
    precision: changes.precision ?? measured(0.8, 0.9),
    recall: changes.recall ?? measured(0.85, 0.9),
  } as FullMeasures;
  return {
    frechet: changes.frechet ?? measured(1.1, 0.75),
    full,
    diversity: changes.diversity ?? measured(0.18, 0.18),
    classes: { names: ['0', '1', '2'], samples: changes.samples ?? [0.3, 0.3, 0.4], training: [0.3, 0.3, 0.4] },
  };
}

describe('the summary of a measurement', () => {
  it('finds nothing amiss where samples get nearly what held-out images get', () => {
    expect(summarizeQuality(report())).toEqual({ closeness: { kind: 'near', ratio: 1.1 / 0.75 }, lacks: [], missing: [] });
  });

  it.each([
    [measured(1.5, 0.75), 'near'],
    [measured(1.6, 0.75), 'between'],
    [measured(4.5, 0.75), 'between'],
    [measured(5, 0.75), 'far'],
  ] as const)('calls %o %s', (frechet, kind) => {
    expect(summarizeQuality(report({ frechet })).closeness?.kind).toBe(kind);
  });

  it('says nothing of nearness without a baseline', () => {
    expect(summarizeQuality(report({ frechet: measured(9, null) })).closeness).toBeNull();
    expect(summarizeQuality(report({ frechet: measured(null, 0.75) })).closeness).toBeNull();
  });

  it('names what samples lack', () => {
    const lacks = (changes: Parameters<typeof report>[0]) => summarizeQuality(report(changes)).lacks;
    expect(lacks({ precision: measured(0.7, 0.9) })).toEqual([{ kind: 'wrong', value: 0.7, baseline: 0.9 }]);
    expect(lacks({ recall: measured(0, 0.9) })).toEqual([{ kind: 'narrow', value: 0, baseline: 0.9 }]);
    expect(lacks({ diversity: measured(0.3, 0.18) })).toEqual([{ kind: 'alike', value: 0.3, baseline: 0.18 }]);
    expect(lacks({ precision: measured(0.1, null), recall: measured(0, 0) })).toEqual([]);
    expect(lacks({ precision: measured(0.1, 0.9), recall: measured(0.1, 0.9), diversity: measured(0.9, 0.2) }).map(({ kind }) => kind)).toEqual([
      'wrong',
      'narrow',
      'alike',
    ]);
    expect(summarizeQuality({ ...report(), full: null }).lacks).toEqual([]);
  });

  it('names classes that are hardly there', () => {
    expect(summarizeQuality(report({ samples: [0.5, 0.07, 0.43] })).missing).toEqual(['1']);
    expect(summarizeQuality({ ...report(), classes: null }).missing).toEqual([]);
  });
});
