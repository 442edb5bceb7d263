import type { Config, SettingKey } from './settings';

/** A section of the paper (arXiv 1511.06434) that makes a claim. */
export type PaperSection = '3' | '4';

/** What one run of an experiment changes of the base config; empty for the run that follows the paper. */
export type Variant = Partial<Config>;

/** A question that a few runs answer which differ in one thing. */
export interface Experiment {
  /** Where the paper makes the claim that is tried. */
  section: PaperSection;
  /** The first run follows the paper; two to four in all. */
  variants: readonly Variant[];
  /** Whether the samples' checkerboards are part of the answer. */
  checkerboard?: true;
}

/**
 * The ready-made experiments, one for each claim of the paper's sections 3 and 4 that a switch can break. Their texts
 * are under `lab.exp.ID.*`.
 */
export const EXPERIMENTS = {
  resampling: { section: '3', variants: [{}, { resampling: 'pooling' }] },
  batchNormOff: {
    section: '3',
    variants: [{}, { batchNormG: 'off' }, { batchNormD: 'off' }, { batchNormG: 'off', batchNormD: 'off' }],
  },
  batchNormEverywhere: { section: '3', variants: [{}, { batchNormG: 'everywhere', batchNormD: 'everywhere' }] },
  hiddenLayer: { section: '3', variants: [{}, { hiddenLayer: true }] },
  activationG: { section: '3', variants: [{}, { activationG: 'leakyRelu' }, { activationG: 'tanh' }] },
  activationD: { section: '3', variants: [{}, { activationD: 'relu' }, { activationD: 'tanh' }] },
  outputG: { section: '3', variants: [{}, { outputG: 'sigmoid' }, { outputG: 'linear' }] },
  kernel: { section: '3', variants: [{ kernel: 4 }, { kernel: 5 }], checkerboard: true },
  beta1: { section: '4', variants: [{}, { beta1: 0.9 }] },
  learningRate: { section: '4', variants: [{}, { learningRateD: 1e-3, learningRateG: 1e-3 }] },
  weightStd: { section: '4', variants: [{}, { weightStd: 0.002 }, { weightStd: 0.2 }] },
} as const satisfies Record<string, Experiment>;

export type ExperimentId = keyof typeof EXPERIMENTS;
export const EXPERIMENT_IDS = Object.keys(EXPERIMENTS) as ExperimentId[];

/** The settings in which an experiment's runs differ, in the order in which they are first named. */
export function variedKeys({ variants }: Experiment): SettingKey[] {
  return [...new Set(variants.flatMap((variant) => Object.keys(variant) as SettingKey[]))];
}

/** The configs of an experiment's runs: the base and what each changes, all for as many steps and from one seed. */
export function experimentConfigs({ variants }: Experiment, base: Config): Config[] {
  return variants.map((variant) => ({ ...base, ...variant }));
}
