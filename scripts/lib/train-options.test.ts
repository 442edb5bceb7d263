import { describe, expect, it } from 'vitest';
import { PRESETS } from '../../src/core/presets';
import { checkResumed, liveSettings, newConfig, parseTrainOptions, presetOf, UsageError } from './train-options';

function refusal(args: string): string {
  try {
    newConfig(parseTrainOptions(args.split(' ')));
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('parseTrainOptions', () => {
  it('reads every option', () => {
    const line =
      '--data mnist --preset tiny --backend wasm --step tfjs --steps 20 --seed 7 --batch 16 --set kernel=5 ' +
      '--set batchNormD=off --out a.dcgan --sheet a.png --json';
    const options = parseTrainOptions(line.split(' '));
    expect(options).toEqual({
      data: 'mnist',
      preset: 'tiny',
      backend: 'wasm',
      step: 'tfjs',
      settings: { steps: 20, seed: 7, batchSize: 16, kernel: 5, batchNormD: 'off' },
      out: 'a.dcgan',
      sheet: 'a.png',
      json: true,
    });
    expect(newConfig(options)).toEqual({
      ...PRESETS.tiny,
      steps: 20,
      seed: 7,
      batchSize: 16,
      kernel: 5,
      batchNormD: 'off',
    });
  });

  it('answers what it cannot use with one line that names it', () => {
    const unusable = {
      '--data nonsense': 'nonsense',
      '--preset huge': 'huge',
      '--backend cuda': 'cuda',
      '--step fast': 'fast',
      '--steps many': 'many',
      '--steps 1.5': '1.5',
      '--batch 0': '0',
      '--set kernel=1': '1',
      '--set imageSize=48': '48',
      '--set nonsense=1': 'nonsense',
      '--set kernel': 'kernel',
      '--epochs 3': '--epochs',
      '--steps': '--steps',
      'extra': 'extra',
    };
    for (const [args, named] of Object.entries(unusable)) {
      expect(refusal(args)).toContain(named);
      expect(refusal(args)).not.toMatch(/\n|\{/);
    }
    expect(refusal('--set loss=hinge --set labelSmoothing=0.1')).not.toBe('accepted');
    expect(refusal('--data mnist --preset tiny')).toBe('accepted');
  });
});

describe('checkResumed', () => {
  const file = { dataId: 'mnist', config: { ...PRESETS.tiny, seed: 3, batchSize: 4 }, step: 20 };
  const resumed = (args: string): void => checkResumed(parseTrainOptions(`--resume f ${args}`.split(' ')), file);

  it('lets a run go on as itself, with settings that may change', () => {
    for (const args of ['--steps 40', '--data mnist --preset tiny', '--seed 3 --set learningRateD=0.001']) {
      expect(() => resumed(args)).not.toThrow();
    }
  });

  it('takes the channels from the file, whatever a preset has, unless they are given', () => {
    const inColour = { ...file, config: { ...file.config, channels: 3 as const } };
    const goOn = (args: string): void => checkResumed(parseTrainOptions(args.split(' ')), inColour);
    expect(() => goOn('--preset tiny --steps 40')).not.toThrow();
    expect(() => goOn('--preset tiny --set channels=1')).toThrow('channels 3 and cannot go on with 1');
  });

  it('refuses to make no step', () => {
    expect(() => resumed('--steps 20')).toThrow('has made 20 steps; --steps has to be more');
  });

  it('picks the settings that may change', () => {
    const options = parseTrainOptions('--steps 40 --seed 3 --set learningRateD=0.001'.split(' '));
    expect(liveSettings(options)).toEqual({ steps: 40, learningRateD: 0.001 });
  });

  it('refuses another data set, network or seed', () => {
    expect(() => resumed('--preset class')).toThrow('imageSize 16 and cannot go on with 32');
    expect(() => resumed('--seed 4')).toThrow('seed 3 and cannot go on with 4');
    expect(() => resumed('--batch 8')).toThrow('batchSize 4 and cannot go on with 8');
    expect(() => checkResumed(parseTrainOptions(['--data', 'mnist']), { ...file, dataId: 'faces' })).toThrow('faces');
  });
});

describe('presetOf', () => {
  it('knows a preset by its networks, whatever they are trained on', () => {
    expect(presetOf({ ...PRESETS.paper64, seed: 9, batchSize: 2, channels: 1, learningRateD: 0.1 })).toBe('paper64');
    expect(presetOf({ ...PRESETS.tiny, baseFilters: 9 })).toBe('custom');
  });
});
