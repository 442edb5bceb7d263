import { describe, expect, it } from 'vitest';
import { DEFAULT_CONFIG, isPresetId, PRESET_IDS, PRESETS } from './presets';
import { SETTINGS, SETTING_KEYS } from './settings';

describe('presets', () => {
  it('are the four to ship, known by their own name alone', () => {
    expect(PRESET_IDS).toEqual(['tiny', 'class', 'pytorch64', 'paper64']);
    expect(PRESET_IDS.every(isPresetId)).toBe(true);
    expect(['toString', '__proto__', 'Class', ''].some(isPresetId)).toBe(false);
  });

  it('have every setting and no other', () => {
    for (const config of Object.values(PRESETS)) expect(Object.keys(config)).toEqual(SETTING_KEYS);
  });

  it('paper64 has the values of the paper, section 4', () => {
    expect(PRESETS.paper64).toMatchObject({
      imageSize: 64,
      channels: 3,
      baseFilters: 128,
      zSize: 100,
      zDistribution: 'uniform',
      kernel: 5,
      weightStd: 0.02,
      batchNormG: 'paper',
      batchNormD: 'paper',
      resampling: 'strided',
      hiddenLayer: false,
      activationG: 'relu',
      outputG: 'tanh',
      activationD: 'leakyRelu',
      loss: 'nonSaturating',
      learningRateD: 2e-4,
      learningRateG: 2e-4,
      beta1: 0.5,
      batchSize: 128,
      dSteps: 1,
      labelSmoothing: 0,
    });
  });

  it('pytorch64 has the values of the PyTorch example', () => {
    expect(PRESETS.pytorch64).toMatchObject({
      imageSize: 64,
      channels: 3,
      baseFilters: 64,
      zSize: 100,
      zDistribution: 'normal',
      kernel: 4,
      weightStd: 0.02,
      learningRateD: 2e-4,
      learningRateG: 2e-4,
      beta1: 0.5,
      batchSize: 64,
    });
  });

  it('class is every default; tiny is small enough for a software GPU', () => {
    for (const key of SETTING_KEYS) expect(DEFAULT_CONFIG[key]).toBe(SETTINGS[key].default);
    expect(PRESETS.class).toEqual(DEFAULT_CONFIG);
    expect(PRESETS.class).toMatchObject({
      imageSize: 32,
      baseFilters: 32,
      zSize: 100,
      batchSize: 64,
      steps: 5000,
    });
    expect(PRESETS.tiny).toMatchObject({ imageSize: 16, baseFilters: 8, zSize: 16, batchSize: 8 });
  });
});
