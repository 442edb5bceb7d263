import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkConfig, checkSetting, isSettingKey, parseSetting } from './config';
import type { MessageCode } from './messages';
import { DEFAULT_CONFIG, PRESETS } from './presets';
import { LIVE_KEYS, SETTINGS, SETTING_KEYS } from './settings';
import type { Config, SettingKey } from './settings';

describe('checkSetting', () => {
  it.each<[SettingKey, unknown, MessageCode]>([
    ['imageSize', 48, 'sizeNotDoubling'],
    ['imageSize', 33, 'sizeNotDoubling'],
    ['imageSize', 4, 'sizeNotDoubling'],
    ['imageSize', 0, 'sizeNotDoubling'],
    ['imageSize', -16, 'sizeNotDoubling'],
    ['imageSize', 'large', 'sizeNotDoubling'],
    ['imageSize', 8, 'settingChoice'],
    ['imageSize', 256, 'settingChoice'],
    ['channels', 2, 'settingChoice'],
    ['channels', '1', 'settingChoice'],
    ['kernel', 1, 'kernelBelowStride'],
    ['kernel', 0, 'kernelBelowStride'],
    ['kernel', 3, 'settingChoice'],
    ['kernel', 'four', 'settingChoice'],
    ['baseFilters', 0, 'settingRange'],
    ['baseFilters', 257, 'settingRange'],
    ['baseFilters', 2.5, 'settingNotInteger'],
    ['baseFilters', '8', 'settingNotNumber'],
    ['zSize', 513, 'settingRange'],
    ['zSize', Number.NaN, 'settingNotNumber'],
    ['zDistribution', 'cauchy', 'settingChoice'],
    ['weightStd', 0, 'settingRange'],
    ['weightStd', 1.01, 'settingRange'],
    ['weightStd', Number.POSITIVE_INFINITY, 'settingNotNumber'],
    ['resampling', 'nearest', 'settingChoice'],
    ['batchNormG', true, 'settingChoice'],
    ['batchNormD', 'maybe', 'settingChoice'],
    ['hiddenLayer', 'true', 'settingSwitch'],
    ['hiddenLayer', 1, 'settingSwitch'],
    ['activationG', 'sigmoid', 'settingChoice'],
    ['outputG', 'relu', 'settingChoice'],
    ['activationD', null, 'settingChoice'],
    ['loss', 'wasserstein', 'settingChoice'],
    ['learningRateD', 0, 'settingRange'],
    ['learningRateG', -1e-4, 'settingRange'],
    ['learningRateG', 0.2, 'settingRange'],
    ['beta1', 1, 'settingRange'],
    ['batchSize', 1, 'settingRange'],
    ['batchSize', 64.5, 'settingNotInteger'],
    ['dSteps', 6, 'settingRange'],
    ['labelSmoothing', 0.5, 'settingRange'],
    ['steps', 0, 'settingRange'],
    ['sampleEvery', undefined, 'settingNotNumber'],
    ['seed', -1, 'settingRange'],
    ['seed', 2 ** 31, 'settingRange'],
  ])('refuses %s = %o', (key, value, code) => {
    expect(checkSetting(key, value)).toMatchObject({ code, params: { setting: key, value: String(value) } });
  });

  it('says what would do', () => {
    expect(checkSetting('dSteps', 9)?.params).toMatchObject({ min: 1, max: 5 });
    expect(checkSetting('kernel', 3)?.params).toMatchObject({ options: '4, 5' });
    expect(checkSetting('kernel', 1)?.params).toMatchObject({ stride: 2 });
  });

  it('takes every option, and both ends of every range', () => {
    for (const key of SETTING_KEYS) {
      const setting = SETTINGS[key];
      const good: readonly unknown[] =
        setting.kind === 'number'
          ? [setting.min, setting.max, setting.default]
          : setting.kind === 'choice'
            ? setting.options
            : [true, false];
      for (const value of good) expect([key, value, checkSetting(key, value)]).toEqual([key, value, null]);
    }
  });
});

describe('checkConfig', () => {
  it('finds nothing wrong with any preset', () => {
    for (const config of Object.values(PRESETS)) expect(checkConfig(config)).toEqual({});
  });

  it('names each wrong setting beside itself, and no other', () => {
    const wrong = { ...DEFAULT_CONFIG, imageSize: 48, kernel: 1, seed: 0.5 } as unknown as Config;
    const found = checkConfig(wrong);
    expect(Object.entries(found).map(([key, { code }]) => [key, code])).toEqual([
      ['imageSize', 'sizeNotDoubling'],
      ['kernel', 'kernelBelowStride'],
      ['seed', 'settingNotInteger'],
    ]);
  });

  it('refuses label smoothing where the loss has no labels, unless it is wrong by itself', () => {
    const hinge = { ...DEFAULT_CONFIG, loss: 'hinge' } as const;
    expect(checkConfig(hinge)).toEqual({});
    expect(checkConfig({ ...hinge, labelSmoothing: 0.1 }).labelSmoothing?.code).toBe('hingeSmoothing');
    expect(checkConfig({ ...hinge, labelSmoothing: 3 }).labelSmoothing?.code).toBe('settingRange');
    expect(checkConfig({ ...DEFAULT_CONFIG, labelSmoothing: 0.1 })).toEqual({});
  });

  it('finds settings that are missing', () => {
    const { beta1: _, ...rest } = DEFAULT_CONFIG;
    expect(Object.keys(checkConfig(rest as Config))).toEqual(['beta1']);
  });
});

describe('parseSetting', () => {
  it.each<[string, string, Partial<Config>]>([
    ['imageSize', '64', { imageSize: 64 }],
    ['learningRateD', '1e-4', { learningRateD: 1e-4 }],
    ['learningRateG', ' .0002 ', { learningRateG: 2e-4 }],
    ['loss', 'hinge', { loss: 'hinge' }],
    ['hiddenLayer', 'on', { hiddenLayer: true }],
    ['hiddenLayer', 'true', { hiddenLayer: true }],
    ['hiddenLayer', '1', { hiddenLayer: true }],
    ['hiddenLayer', 'off', { hiddenLayer: false }],
    ['hiddenLayer', 'false', { hiddenLayer: false }],
    ['hiddenLayer', '0', { hiddenLayer: false }],
    ['seed', '0', { seed: 0 }],
  ])('reads %s=%s', (key, text, value) => {
    expect(parseSetting(key, text)).toEqual({ ok: true, value });
  });

  it.each<[string, string, MessageCode]>([
    ['colour', 'red', 'settingUnknown'],
    ['__proto__', '1', 'settingUnknown'],
    ['constructor', '1', 'settingUnknown'],
    ['', '1', 'settingUnknown'],
    ['seed', '', 'settingNotNumber'],
    ['seed', 'one', 'settingNotNumber'],
    ['seed', '1 2', 'settingNotNumber'],
    ['seed', 'NaN', 'settingNotNumber'],
    ['seed', 'Infinity', 'settingNotNumber'],
    ['seed', '1.5', 'settingNotInteger'],
    ['imageSize', '48', 'sizeNotDoubling'],
    ['kernel', '1', 'kernelBelowStride'],
    ['kernel', '', 'settingChoice'],
    ['loss', 'Hinge', 'settingChoice'],
    ['hiddenLayer', 'yes', 'settingSwitch'],
  ])('refuses %s=%s', (key, text, code) => {
    expect(parseSetting(key, text)).toMatchObject({ ok: false, message: { code, params: { setting: key } } });
  });

  it('reads back the text of every value that a setting can have', () => {
    for (const key of SETTING_KEYS) {
      const setting = SETTINGS[key];
      const values: fc.Arbitrary<unknown> =
        setting.kind === 'number'
          ? setting.integer
            ? fc.integer({ min: setting.min, max: setting.max })
            : fc.double({ min: setting.min, max: setting.max, noNaN: true }).map((value) => value + 0)
          : setting.kind === 'choice'
            ? fc.constantFrom<unknown>(...setting.options)
            : fc.boolean();
      fc.assert(
        fc.property(values, (value) => {
          expect(parseSetting(key, String(value))).toEqual({ ok: true, value: { [key]: value } });
        }),
        { numRuns: 20 },
      );
    }
  });
});

describe('keys', () => {
  it('are known by their own name alone', () => {
    expect(SETTING_KEYS.every(isSettingKey)).toBe(true);
    expect(['toString', '__proto__', 'Seed', ''].some(isSettingKey)).toBe(false);
  });

  it('that may change during a run do not change the networks, the loss or the data', () => {
    expect(LIVE_KEYS).toEqual([
      'learningRateD',
      'learningRateG',
      'dSteps',
      'labelSmoothing',
      'steps',
      'sampleEvery',
    ]);
  });
});
