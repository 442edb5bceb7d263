import { describe, expect, it } from 'vitest';
import { judge, STEPS_NEEDED, WINDOW } from './health';
import type { HealthMetrics } from './health';
import { RandomStream } from './random';

interface Row {
  lossD: number;
  lossG: number;
  dReal: number;
  dFakeAfter: number;
  gradNormD?: number;
  gradNormG?: number;
}

function metrics(steps: number, at: (step: number) => Row): HealthMetrics {
  const rows = Array.from({ length: steps }, (_, step) => ({ gradNormD: 1, gradNormG: 1, ...at(step) }));
  const column = (name: keyof Row) => rows.map((row) => row[name]);
  return {
    lossD: column('lossD'),
    lossG: column('lossG'),
    dReal: column('dReal'),
    dFakeAfter: column('dFakeAfter'),
    gradNormD: column('gradNormD'),
    gradNormG: column('gradNormG'),
  };
}

/** A step of the non-saturating loss in which D gives real images the score `real` and fakes `fake`. */
const scores = (real: number, fake: number): Row => ({
  lossD: -Math.log(real) - Math.log(1 - fake),
  lossG: -Math.log(fake),
  dReal: real,
  dFakeAfter: fake,
});
const usual = { loss: 'nonSaturating', labelSmoothing: 0 } as const;
const noise = new RandomStream(1, 'health test');

describe('judge', () => {
  it('waits until there are enough steps', () => {
    const health = judge(metrics(STEPS_NEEDED - 1, () => scores(0.99, 0.001)), usual);
    expect(health.condition).toBe('early');
    expect(judge(metrics(0, () => scores(0.5, 0.5)), usual).condition).toBe('early');
  });

  it('calls a noisy run in which D is somewhat ahead healthy', () => {
    for (const [real, fake] of [[0.6, 0.4], [0.8, 0.2], [0.9, 0.08]] as const) {
      const run = metrics(600, () =>
        scores(real + 0.04 * (noise.uniform() - 0.5), fake * (0.5 + noise.uniform())));
      expect(judge(run, usual).condition, `${real} ${fake}`).toBe('learning');
    }
  });

  it('does not call it steady when D is far ahead and G stays where it is', () => {
    const at = (real: number, fake: number) => scores(real + 0.02 * (noise.uniform() - 0.5), fake * (0.5 + noise.uniform()));
    for (const [real, fake] of [[0.95, 0.05], [0.965, 0.035]] as const)
      expect(judge(metrics(600, () => at(real, fake)), usual).condition, `${real} ${fake}`).toBe('dAhead');
    // The lead shrinks from 0.93 to 0.8 within the last 200 steps.
    const gains = (step: number) => Math.max(0, step - 400) / 200;
    const catchingUp = metrics(600, (step) => at(0.965 - 0.06 * gains(step), 0.035 + 0.06 * gains(step)));
    expect(judge(catchingUp, usual).condition).toBe('learning');
    const fallingBack = metrics(600, (step) => at(0.9 + 0.06 * gains(step), 0.08 - 0.05 * gains(step)));
    expect(judge(fallingBack, usual).condition).toBe('dAhead');
  });

  it('tells first of samples that are all alike, however far D is ahead', () => {
    const ahead = metrics(600, () => scores(0.965, 0.035));
    expect(judge(ahead, usual, { diversity: 0.05 }).condition).toBe('collapsed');
    expect(judge(ahead, usual, { diversity: 0.5 }).condition).toBe('dAhead');
  });

  it('tells when D leaves G nothing to learn from', () => {
    const health = judge(metrics(300, () => scores(0.995, 0.004)), usual);
    expect(health.condition).toBe('dStrong');
    expect(health.count).toBe(WINDOW);
    expect(health.dReal).toBeCloseTo(0.995, 6);
    expect(health.lossG).toBeCloseTo(-Math.log(0.004), 6);
  });

  it('sees a strong D through smoothed labels', () => {
    const smoothed = (): Row => ({ ...scores(0.9, 0.004), lossD: 0.3251 + 0.004 });
    expect(judge(metrics(300, smoothed), { ...usual, labelSmoothing: 0.1 }).condition).toBe('dStrong');
  });

  it('tells when D takes fakes for real', () => {
    expect(judge(metrics(300, () => scores(0.6, 0.75)), usual).condition).toBe('gStrong');
  });

  it('tells when D knows nothing, for every loss', () => {
    expect(judge(metrics(300, () => scores(0.5, 0.5)), usual).condition).toBe('chance');
    const leastSquares = { lossD: 0.25, lossG: 0.125, dReal: 0.5, dFakeAfter: 0.5 };
    expect(judge(metrics(300, () => leastSquares), { ...usual, loss: 'leastSquares' }).condition).toBe('chance');
    const hinge = { lossD: 2, lossG: 0, dReal: 0.5, dFakeAfter: 0.5 };
    expect(judge(metrics(300, () => hinge), { ...usual, loss: 'hinge' }).condition).toBe('chance');
  });

  it('tells a slow back and forth from the noise of batches', () => {
    const wave = (step: number) => {
      const lead = 0.45 + 0.44 * Math.sin((2 * Math.PI * step) / 60);
      return scores(0.5 + lead / 2, 0.5 - lead / 2);
    };
    const swinging = judge(metrics(400, wave), usual);
    expect(swinging.condition).toBe('oscillating');
    expect(swinging.swings).toBeGreaterThanOrEqual(4);
    const batches = () => {
      const lead = 0.45 + 0.5 * (noise.uniform() - 0.5);
      return scores(0.5 + lead / 2, 0.5 - lead / 2);
    };
    expect(judge(metrics(400, batches), usual).condition).toBe('learning');
  });

  it('looks only at the last steps', () => {
    const recovered = metrics(500, (step) => (step < 300 ? scores(0.999, 0.001) : scores(0.8, 0.2)));
    expect(judge(recovered, usual).condition).toBe('learning');
  });

  it('tells a value that is not finite from one that a one-sided step left out', () => {
    const silentG = { lossG: NaN, gradNormG: NaN };
    const silentD = { lossD: NaN, dReal: NaN, dFakeAfter: NaN, gradNormD: NaN };
    const broken = (last: Partial<Row>) =>
      judge(metrics(300, (step) => ({ ...scores(0.8, 0.2), ...(step === 299 ? last : {}) })), usual).condition;
    expect(broken(silentG)).toBe('learning');
    expect(broken(silentD)).toBe('learning');
    expect(broken({ lossD: NaN })).toBe('notFinite');
    expect(broken({ lossG: Infinity })).toBe('notFinite');
    expect(broken({ ...silentD, ...silentG })).toBe('notFinite');
    expect(judge(metrics(3, () => ({ ...scores(0.8, 0.2), gradNormD: Infinity })), usual).condition).toBe('notFinite');
  });
});
