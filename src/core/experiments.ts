import { STRIDE } from './config';
import { pixelRange } from './images';
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
  /** The paper does not say which of the runs does better. */
  unclaimed?: true;
}

/**
 * The ready-made experiments, one for each claim of the paper's sections 3 and 4 that a switch can break: first those that
 * show it plainly in small networks after few steps. Their texts are under `lab.exp.ID.*`.
 */
export const EXPERIMENTS = {
  batchNormOff: {
    section: '3',
    variants: [{}, { batchNormG: 'off' }, { batchNormD: 'off' }, { batchNormG: 'off', batchNormD: 'off' }],
  },
  batchNormEverywhere: { section: '3', variants: [{}, { batchNormG: 'everywhere', batchNormD: 'everywhere' }] },
  hiddenLayer: { section: '3', variants: [{}, { hiddenLayer: true }] },
  beta1: { section: '4', variants: [{}, { beta1: 0.9 }] },
  outputG: { section: '3', variants: [{}, { outputG: 'sigmoid' }, { outputG: 'linear' }] },
  activationG: { section: '3', variants: [{}, { activationG: 'leakyRelu' }, { activationG: 'tanh' }] },
  activationD: { section: '3', variants: [{}, { activationD: 'relu' }, { activationD: 'tanh' }] },
  resampling: { section: '3', variants: [{}, { resampling: 'pooling' }] },
  weightStd: { section: '4', variants: [{}, { weightStd: 0.002 }, { weightStd: 0.2 }] },
  learningRate: { section: '4', variants: [{}, { learningRateD: 1e-3, learningRateG: 1e-3 }] },
  kernel: { section: '3', variants: [{ kernel: 4 }, { kernel: 5 }], checkerboard: true, unclaimed: true },
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

/** What the texts of an experiment in one number call its runs' values, of the base where a run changes nothing. */
export interface ExperimentNumbers {
  /** By the place of the run. */
  value0: number;
  value1: number;
  value2: number;
  /** How many times as large the second run's value is as the first's, and how many times smaller or larger the others are. */
  ratio: number;
  smaller: number;
  larger: number;
  /** Over how many gradients Adam's mean reaches with the second run's value as beta1: 1 / (1 - beta1). */
  memory: number;
}

/** The numbers of an experiment whose runs differ in a number, in the settings of `base`; null for one in words. */
export function experimentNumbers(experiment: Experiment, base: Config): ExperimentNumbers | null {
  const [key] = variedKeys(experiment);
  const values = experimentConfigs(experiment, base).map((config) => (key === undefined ? undefined : config[key]));
  const [value0, value1, value2 = NaN] = values;
  if (typeof value0 !== 'number' || typeof value1 !== 'number' || typeof value2 !== 'number') return null;
  return { value0, value1, value2, ratio: fewDigits(value1 / value0), smaller: fewDigits(value0 / value1), larger: fewDigits(value2 / value0), memory: fewDigits(1 / (1 - value1)) };
}

/** What the texts of any experiment may name: by how much layers resize, and the range of images for each end of G. */
export const EXPERIMENT_CONSTANTS = {
  stride: STRIDE,
  low: pixelRange('tanh').low,
  high: pixelRange('tanh').high,
  sigmoidLow: pixelRange('sigmoid').low,
  sigmoidHigh: pixelRange('sigmoid').high,
} as const;

/** A quotient of decimal fractions is off by its last digits; the factor that is meant has few. */
export function fewDigits(quotient: number): number {
  return Number(quotient.toPrecision(6));
}
