import { fewDigits } from './experiments';
import { COLLAPSED, FAKES_REJECTED, GRADIENT_SPAN, LOSS_VANISHED, MEMORISED, RULES, SWINGS, VANISHED, WINDOW } from './health';
import type { Condition, Health, HealthMetrics } from './health';
import { CHANCE_LEVEL } from './metrics';
import { PRESETS } from './presets';
import type { Config, LiveSettings } from './settings';

/** What is done about an ailment: settings that a run can take while it goes on, or a fresh start with others. */
export type Cure =
  | { kind: 'live'; settings: Partial<LiveSettings>; within: number }
  | { kind: 'fresh'; settings: Partial<Config>; images?: number; within: number };

/** A way in which training fails: what brings it about, how soon the detector must notice, and what cures it. */
export interface Ailment {
  condition: Condition;
  /** Changes of the base config that bring it about, and how many images there are, if not all. */
  cause: Partial<Config>;
  images?: number;
  /** Steps within which it is noticed. */
  within: number;
  /** `within`: steps after which it has recovered or has not. */
  cure: Cure;
}

/** The config that a patient has but for what ails it. */
export const PATIENT: Config = { ...PRESETS.tiny, seed: 1, steps: 1, sampleEvery: 1000 };

/** The guidelines broken together, at rates far too high; and all of them as the paper has them. */
const EVERYTHING_WRONG = {
  learningRateD: 0.1,
  learningRateG: 0.1,
  beta1: 0.99,
  batchNormG: 'off',
  batchNormD: 'off',
  hiddenLayer: true,
  activationG: 'leakyRelu',
  outputG: 'linear',
  loss: 'leastSquares',
} as const;
const AS_THE_PAPER = {
  learningRateD: 2e-4,
  learningRateG: 2e-4,
  beta1: 0.5,
  batchNormG: 'paper',
  batchNormD: 'paper',
  hiddenLayer: false,
  activationG: 'relu',
  outputG: 'tanh',
  loss: 'nonSaturating',
  weightStd: 0.02,
} as const;

/**
 * The ailments of the clinic, tried at the preset `tiny` on MNIST. Causes are exaggerated so that a minute is enough; a
 * cure that needs other networks starts afresh with them.
 */
export const AILMENTS = {
  collapse: {
    condition: 'collapsed',
    cause: { batchNormG: 'off' },
    within: 300,
    cure: { kind: 'fresh', settings: { batchNormG: 'paper' }, within: 400 },
  },
  dWins: {
    condition: 'dStrong',
    cause: { learningRateD: 2e-3, dSteps: 5, learningRateG: 2e-5 },
    within: 300,
    cure: { kind: 'live', settings: { learningRateD: 2e-4, dSteps: 1, learningRateG: 5e-4, labelSmoothing: 0.1 }, within: 600 },
  },
  oscillation: {
    condition: 'oscillating',
    cause: {
      ...EVERYTHING_WRONG,
      weightStd: 1,
    },
    within: 300,
    cure: {
      kind: 'fresh',
      settings: {
        ...AS_THE_PAPER,
      },
      within: 400,
    },
  },
  vanishing: {
    condition: 'vanishing',
    cause: { batchNormG: 'off', learningRateD: 5e-3, learningRateG: 2e-2, beta1: 0.95 },
    within: 300,
    cure: {
      kind: 'fresh',
      settings: { batchNormG: 'paper', learningRateD: 2e-4, learningRateG: 2e-4, beta1: 0.5 },
      within: 400,
    },
  },
  notFinite: {
    condition: 'notFinite',
    cause: {
      imageSize: 32,
      kernel: 5,
      ...EVERYTHING_WRONG,
      weightStd: 0.1,
    },
    within: 400,
    cure: {
      kind: 'fresh',
      settings: {
        imageSize: 16,
        kernel: 4,
        ...AS_THE_PAPER,
      },
      within: 400,
    },
  },
  memorising: {
    condition: 'memorising',
    cause: { learningRateD: 1e-3 },
    images: 16,
    within: 400,
    cure: { kind: 'fresh', settings: { learningRateD: 2e-4 }, within: 400 },
  },
} as const satisfies Record<string, Ailment>;

export type AilmentId = keyof typeof AILMENTS;
export const AILMENT_IDS = Object.keys(AILMENTS) as AilmentId[];

/** The numbers that the texts of an ailment name: how far its cause goes beyond the patient's config, and its time. */
export interface AilmentNumbers {
  /** Times the learning rates of D and G are those of the patient, and how many times G's is smaller. */
  rateD: number;
  rateG: number;
  slowG: number;
  dSteps: number;
  beta1: number;
  images: number;
  within: number;
  cureWithin: number;
}

/** The numbers of one ailment. `images` is NaN where it has all of the set. */
export function ailmentNumbers({ cause, images = NaN, within, cure }: Ailment): AilmentNumbers {
  const { learningRateD, learningRateG, dSteps, beta1 } = { ...PATIENT, ...cause };
  return {
    rateD: fewDigits(learningRateD / PATIENT.learningRateD),
    rateG: fewDigits(learningRateG / PATIENT.learningRateG),
    slowG: fewDigits(PATIENT.learningRateG / learningRateG),
    dSteps,
    beta1,
    images,
    within,
    cureWithin: cure.within,
  };
}

/** A loss this many times that of chance, and in the later half of the steps this many times that of the earlier, runs away. */
const FAR_FROM_CHANCE = 100;
const GROWN = 4;

/** Whether a loss grows without bound, which shows long before a value is not finite. Columns are newest last. */
export function lossRunsAway({ lossD, lossG }: Pick<HealthMetrics, 'lossD' | 'lossG'>, loss: Config['loss']): boolean {
  return [lossD, lossG].some((column) => {
    const values = Array.from(column).filter(Number.isFinite);
    const half = Math.floor(values.length / 2);
    const mean = (part: readonly number[]) => part.reduce((sum, value) => sum + value, 0) / part.length;
    const [earlier, later] = [mean(values.slice(0, half)), mean(values.slice(half))];
    return later > FAR_FROM_CHANCE * CHANCE_LEVEL[loss].lossD && later > GROWN * earlier;
  });
}

/** The thresholds of the detector as its texts name them; shares in percent. */
export const DETECTOR_LIMITS = {
  diversityPercent: COLLAPSED * 100,
  dFake: FAKES_REJECTED,
  lossD: LOSS_VANISHED * CHANCE_LEVEL[PATIENT.loss].lossD,
  chance: CHANCE_LEVEL[PATIENT.loss].lossD,
  part: fewDigits(1 / LOSS_VANISHED),
  swings: SWINGS,
  window: WINDOW,
  gradNormG: VANISHED,
  span: GRADIENT_SPAN,
  memoryGap: MEMORISED,
} as const;

/** The ailments whose rule a run meets beside that of the condition it is judged to be in; none before it is judged. */
export function alsoMet({ condition, ...facts }: Pick<Health, 'condition' | 'gradNormG' | 'swings' | 'evidence'>): AilmentId[] {
  if (condition === 'early' || condition === 'notFinite') return [];
  const met = Object.entries(RULES).flatMap(([name, isMet]) => (name !== condition && isMet(facts) ? [name] : []));
  return AILMENT_IDS.filter((id) => met.includes(AILMENTS[id].condition));
}

/** The number that a failure shows in, and its limit, on one side of which it is ill; shares in percent. */
interface Sign {
  valueOf: (health: Pick<Health, 'dFake' | 'gradNormG' | 'swings' | 'evidence'>) => number;
  limit: number;
  ill: 'below' | 'above';
}

/** The number by which each failure is noticed; one of values that are no number has none. */
const SIGNS = {
  collapse: { valueOf: ({ evidence }) => (evidence.diversity ?? NaN) * 100, limit: DETECTOR_LIMITS.diversityPercent, ill: 'below' },
  dWins: { valueOf: ({ dFake }) => dFake, limit: DETECTOR_LIMITS.dFake, ill: 'below' },
  oscillation: { valueOf: ({ swings }) => swings, limit: DETECTOR_LIMITS.swings, ill: 'above' },
  vanishing: { valueOf: ({ gradNormG }) => gradNormG, limit: DETECTOR_LIMITS.gradNormG, ill: 'below' },
  memorising: { valueOf: ({ evidence }) => evidence.memoryGap ?? NaN, limit: DETECTOR_LIMITS.memoryGap, ill: 'above' },
} as const satisfies Partial<Record<AilmentId, Sign>>;

/** A failure that has such a number. */
export type SignId = keyof typeof SIGNS;
const SIGN_IDS = Object.keys(SIGNS) as SignId[];
/** A number this share of its limit away from it, or less, has hardly left it. */
const NARROW = 0.1;

/** What has become of a number: when the failure was noticed (NaN where nobody looked), now, and its limit. */
export interface Healed {
  sign: SignId;
  before: number;
  now: number;
  limit: number;
  /** Whether it is past its limit by no more than a tenth of it. */
  narrowly: boolean;
}

/** By how much the number of a failure has healed, and after it those of others that are well by a narrow margin only. */
export function healedOf(ailment: AilmentId, noticed: Health, health: Health): Healed[] {
  const ownFirst = SIGN_IDS.toSorted((one, other) => Number(other === ailment) - Number(one === ailment));
  return ownFirst.flatMap((sign) => {
    const { valueOf, limit, ill }: Sign = SIGNS[sign];
    const now = valueOf(health);
    const beyond = (ill === 'below' ? now - limit : limit - now) / limit;
    // At the limit itself nothing is told to be well: whole swings are ill there.
    const narrowly = beyond > 0 && beyond <= NARROW;
    return Number.isFinite(now) && (sign === ailment || narrowly) ? [{ sign, before: valueOf(noticed), now, limit, narrowly }] : [];
  });
}

/** How many of the cures start afresh: all of them with the config of the patient before it fell ill. */
export const FRESH_CURES = AILMENT_IDS.filter((id) => AILMENTS[id].cure.kind === 'fresh').length;
