import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SETTINGS } from '../../core/settings';
import type { NumberSetting, Setting } from '../../core/settings';
import { fromShare, stepped, toShare } from './number-steps';

const NUMBERS = Object.values(SETTINGS as Record<string, Setting>).filter((setting) => setting.kind === 'number');
const valueOf = (setting: NumberSetting, share: number) => fromShare(setting, share);

describe('stepped', () => {
  it('moves a rate by equal ratios and a share by equal differences', () => {
    expect(stepped(SETTINGS.learningRateD, 2e-4, 1)).toBe(2.5e-4);
    expect(stepped(SETTINGS.learningRateD, 2e-4, -1)).toBe(1.6e-4);
    expect(stepped(SETTINGS.labelSmoothing, 0.1, 1)).toBe(0.11);
    expect(stepped(SETTINGS.dSteps, 1, 1)).toBe(2);
    expect(stepped(SETTINGS.zSize, 1, 1)).toBe(2);
    expect(stepped(SETTINGS.steps, 5000, 1)).toBe(6295);
  });

  it('always moves, and never out of range', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(...NUMBERS), share, fc.constantFrom(1, -1), (setting, at, by) => {
        const value = valueOf(setting, at);
        const next = stepped(setting, value, by);
        expect(next).toBeGreaterThanOrEqual(setting.min);
        expect(next).toBeLessThanOrEqual(setting.max);
        if (setting.integer) expect(Number.isInteger(next)).toBe(true);
        const atEnd = by > 0 ? value >= setting.max : value <= setting.min;
        if (!atEnd) expect(Math.sign(next - value)).toBe(by);
      }),
    );
  });
});

describe('a slider', () => {
  it('has the range at its ends and comes back to where a value lies', () => {
    for (const setting of NUMBERS) {
      expect(toShare(setting, setting.min)).toBeCloseTo(0, 9);
      expect(toShare(setting, setting.max)).toBeCloseTo(1, 9);
      for (const share of [0, 0.25, 0.5, 1]) {
        const value = fromShare(setting, share);
        expect(fromShare(setting, toShare(setting, value))).toBe(value);
      }
    }
  });
});
