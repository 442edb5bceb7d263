import { describe, expect, it } from 'vitest';
import { checkConfig } from './config';
import { EXPERIMENT_IDS, experimentNumbers, EXPERIMENTS, experimentConfigs, variedKeys } from './experiments';
import type { Experiment } from './experiments';
import { PRESETS } from './presets';
import { SETTING_KEYS } from './settings';

const experiments = EXPERIMENT_IDS.map((id): [string, Experiment] => [id, EXPERIMENTS[id]]);

describe('the experiments', () => {
  it('try each of the guidelines and of the training details once', () => {
    expect(EXPERIMENT_IDS).toHaveLength(11);
    const tried = new Set(experiments.flatMap(([, experiment]) => variedKeys(experiment)));
    for (const key of ['resampling', 'batchNormG', 'batchNormD', 'hiddenLayer', 'activationG', 'activationD', 'outputG'] as const)
      expect(tried).toContain(key);
  });

  it.each(experiments)('%s has two to four different runs, the first as the base', (_, experiment) => {
    for (const base of [PRESETS.tiny, PRESETS.class]) {
      const configs = experimentConfigs(experiment, base);
      expect(configs.length).toBeGreaterThanOrEqual(2);
      expect(configs.length).toBeLessThanOrEqual(4);
      expect(configs[0]).toEqual(base);
      expect(new Set(configs.map((config) => JSON.stringify(config))).size).toBe(configs.length);
      for (const config of configs) expect(checkConfig(config)).toEqual({});
    }
  });

  it('tell their numbers, where they are about numbers', () => {
    const numbers = (id: keyof typeof EXPERIMENTS) => experimentNumbers(EXPERIMENTS[id], PRESETS.tiny);
    expect(numbers('resampling')).toBeNull();
    expect(numbers('batchNormOff')).toBeNull();
    expect(numbers('kernel')).toMatchObject({ value0: 4, value1: 5 });
    expect(numbers('beta1')).toMatchObject({ value0: 0.5, value1: 0.9, memory: 10 });
    expect(numbers('learningRate')).toMatchObject({ value0: 2e-4, value1: 1e-3, ratio: 5 });
    expect(numbers('weightStd')).toMatchObject({ value0: 0.02, value1: 0.002, value2: 0.2, smaller: 10, larger: 10 });
  });

  it.each(experiments)('%s varies nothing but what it names', (_, experiment) => {
    const varied = variedKeys(experiment);
    const [first, ...others] = experimentConfigs(experiment, PRESETS.tiny);
    for (const config of others)
      for (const key of SETTING_KEYS) if (!varied.includes(key)) expect(config[key]).toBe(first![key]);
    expect(varied).not.toContain('seed');
  });
});
