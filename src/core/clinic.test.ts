import { describe, expect, it } from 'vitest';
import { AILMENT_IDS, ailmentNumbers, AILMENTS, alsoMet, DETECTOR_LIMITS, FRESH_CURES, healedOf, lossRunsAway, PATIENT } from './clinic';
import type { Ailment } from './clinic';
import { checkConfig } from './config';
import { judge, STEPS_NEEDED } from './health';
import type { Health, HealthMetrics } from './health';

const ailments = AILMENT_IDS.map((id): [string, Ailment] => [id, AILMENTS[id]]);

describe('the ailments', () => {
  it.each(ailments)('%s: settings that can be trained, in cause and cure, and time enough for a verdict', (_, { cause, cure, within }) => {
    const sick = { ...PATIENT, ...cause };
    expect(checkConfig(sick)).toEqual({});
    expect(checkConfig({ ...sick, ...cure.settings })).toEqual({});
    expect(Math.min(within, cure.within)).toBeGreaterThan(STEPS_NEEDED);
  });

  it('are told in the factors by which their causes go beyond the patient’s config', () => {
    expect(ailmentNumbers(AILMENTS.dWins)).toMatchObject({ rateD: 10, dSteps: 5, slowG: 10, images: NaN, within: 300, cureWithin: 600 });
    expect(ailmentNumbers(AILMENTS.oscillation)).toMatchObject({ rateD: 500, rateG: 500 });
    expect(ailmentNumbers(AILMENTS.memorising)).toMatchObject({ rateD: 5, images: 16 });
  });
});

describe('the cures', () => {
  it('lead to one and the same run where they start afresh', () => {
    const fresh = ailments.filter(([, { cure }]) => cure.kind === 'fresh');
    expect(fresh).toHaveLength(FRESH_CURES);
    for (const [id, { cause, cure }] of fresh) {
      expect({ ...PATIENT, ...cause, ...cure.settings }, id).toEqual(PATIENT);
      expect(cure, id).not.toHaveProperty('images');
    }
  });
});

describe('the rules that are met beside the one that is named', () => {
  const health = { condition: 'memorising', gradNormG: 1, swings: 0, evidence: { diversity: 0.3, memoryGap: 0.3 } } as const;

  it('are named, and the one that is named is not', () => {
    expect(alsoMet(health)).toEqual([]);
    expect(alsoMet({ ...health, evidence: { diversity: 0.0794, memoryGap: 0.3 } })).toEqual(['collapse']);
    expect(alsoMet({ condition: 'vanishing', gradNormG: 0, swings: 4, evidence: { diversity: 0 } })).toEqual(['collapse', 'oscillation']);
    expect(alsoMet({ condition: 'collapsed', gradNormG: 1, swings: 0, evidence: { diversity: 0 } })).toEqual([]);
    expect(alsoMet({ condition: 'early', gradNormG: 0, swings: 4, evidence: { diversity: 0 } })).toEqual([]);
  });
});

describe('what has healed', () => {
  const health = (changes: Partial<Health>): Health =>
    ({ condition: 'learning', count: 200, dReal: 0.7, dFake: 0.3, lossD: 1, lossG: 1, swings: 0, gradNormG: 2, evidence: { diversity: 0.5 }, ...changes });
  const ill = health({ condition: 'dStrong', dFake: 0.001, evidence: { diversity: 0.12 } });

  it('is said by how much, and what is well by a tenth of its limit or less is said to be so', () => {
    expect(healedOf('dWins', ill, health({}))).toEqual([{ sign: 'dWins', before: 0.001, now: 0.3, limit: 0.01, narrowly: false }]);
    const [own, diversity] = healedOf('dWins', ill, health({ evidence: { diversity: 0.103 } }));
    expect(diversity).toMatchObject({ sign: 'collapse', before: 12, limit: 10, narrowly: true });
    expect(diversity!.now).toBeCloseTo(10.3, 12);
    expect(own).toMatchObject({ sign: 'dWins', narrowly: false });
    const narrow = (changes: Partial<Health>) => healedOf('collapse', ill, health(changes)).filter(({ narrowly }) => narrowly).map(({ sign }) => sign);
    expect(narrow({ evidence: { diversity: 0.12 } })).toEqual([]);
    expect(narrow({ evidence: { diversity: 0.099 } })).toEqual([]);
    expect(narrow({ evidence: { diversity: 0.5, memoryGap: 0.24 } })).toEqual(['memorising']);
    expect(narrow({ evidence: { diversity: 0.5, memoryGap: 0.2 } })).toEqual([]);
    expect(narrow({ swings: 3, gradNormG: 0.0052 })).toEqual(['vanishing']);
    expect(narrow({ swings: DETECTOR_LIMITS.swings })).toEqual([]);
  });
});

describe('the limits that are told', () => {
  const steady = (changes: Partial<Record<keyof HealthMetrics, number>> = {}): HealthMetrics => {
    const values = { lossD: 1, lossG: 1, dReal: 0.7, dFakeAfter: 0.3, gradNormD: 1, gradNormG: 1, ...changes };
    const column = (name: keyof HealthMetrics) => Array.from({ length: STEPS_NEEDED }, () => values[name]);
    return { lossD: column('lossD'), lossG: column('lossG'), dReal: column('dReal'), dFakeAfter: column('dFakeAfter'), gradNormD: column('gradNormD'), gradNormG: column('gradNormG') };
  };
  const { diversityPercent, dFake, lossD, gradNormG, memoryGap } = DETECTOR_LIMITS;
  const verdict = (metrics: HealthMetrics, evidence = {}) => judge(metrics, PATIENT, evidence).condition;

  it('are those that the detector goes by', () => {
    expect(verdict(steady({ gradNormG: gradNormG * 0.99 }))).toBe('vanishing');
    expect(verdict(steady({ gradNormG: gradNormG * 1.01 }))).toBe('learning');
    expect(verdict(steady(), { diversity: (diversityPercent / 100) * 0.99 })).toBe('collapsed');
    expect(verdict(steady(), { diversity: (diversityPercent / 100) * 1.01 })).toBe('learning');
    expect(verdict(steady(), { memoryGap: memoryGap * 1.01 })).toBe('memorising');
    expect(verdict(steady(), { memoryGap: memoryGap * 0.99 })).toBe('learning');
    expect(verdict(steady({ dFakeAfter: dFake * 0.99, lossD: lossD * 0.99 }))).toBe('dStrong');
    expect(verdict(steady({ dFakeAfter: dFake * 1.01, lossD: lossD * 0.99 }))).toBe('learning');
    expect(verdict(steady({ dFakeAfter: dFake * 0.99, lossD: lossD * 1.01 }))).toBe('learning');
  });
});

describe('a loss that runs away', () => {
  const steps = Array.from({ length: 100 }, (_, n) => n);
  const calm = steps.map((n) => 1 + Math.sin(n));
  const away = (lossD: number[], lossG = calm) => lossRunsAway({ lossD, lossG }, 'leastSquares');

  it('is one that is large and becomes larger, of either network', () => {
    const grown = steps.map((n) => 1.3 ** n);
    expect(away(grown)).toBe(true);
    expect(away(calm, grown)).toBe(true);
    expect(away([...grown, NaN])).toBe(true);
  });

  it('is not one that is small, or large and falling, or not there yet', () => {
    expect(away(calm)).toBe(false);
    expect(away(steps.map((n) => 1e-9 * 1.3 ** n * (n < 60 ? 1 : 0)))).toBe(false);
    expect(away(steps.map((n) => 1e9 / 1.3 ** n))).toBe(false);
    expect(away(steps.map(() => 1e9))).toBe(false);
    expect(away([])).toBe(false);
  });
});
