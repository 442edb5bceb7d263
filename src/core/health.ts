import { CHANCE_LEVEL } from './metrics';
import type { MetricName } from './metrics';
import type { Config } from './settings';

/** How a run is doing, in one word. */
export type Condition =
  | 'early'
  | 'learning'
  | 'dAhead'
  | 'dStrong'
  | 'gStrong'
  | 'chance'
  | 'oscillating'
  | 'vanishing'
  | 'collapsed'
  | 'memorising'
  | 'notFinite';

/** What a verdict can rest on beside the metrics, as far as somebody has looked. */
export interface Evidence {
  /** The diversity of samples as a share of that of as many real images. */
  diversity?: number;
  /** By how much D's mean score of images that it is trained on exceeds that of other real ones. */
  memoryGap?: number;
}

/** A condition with the numbers it rests on: means over the last `count` steps that reported them. */
export interface Health {
  condition: Condition;
  count: number;
  dReal: number;
  dFake: number;
  lossD: number;
  lossG: number;
  /** Times that the lead changed hands in the window. */
  swings: number;
  /** Mean norm of G's gradient over the last `GRADIENT_SPAN` steps. */
  gradNormG: number;
  evidence: Evidence;
}

/** Steps before a verdict: at first the two networks find each other, and every healthy run swings. */
export const STEPS_NEEDED = 200;
/** Steps that a verdict looks back on: longer than the noise of single batches, short enough to notice a turn. */
export const WINDOW = 200;
/**
 * D is too strong when it gives fakes no more than this and its loss is near nothing. A run of the preset `class` on
 * MNIST that came to draw good digits had D(G(z)) at 0.02 to 0.1 on the way, with D ahead all the time.
 */
export const FAKES_REJECTED = 0.01;
/**
 * The share of D's chance loss under which almost no image is left that D could learn from: a loss of 0.035. The same
 * good run went down to 0.07 for stretches of 80 steps.
 */
export const LOSS_VANISHED = 0.025;
/** G is too strong when D gives fakes more than this on the mean: above one half, D does worse on them than a coin. */
const FAKES_ACCEPTED = 0.65;
/**
 * D is far ahead when its scores of real images and of fakes are further apart than this, and G does not catch up: the lead
 * is no smaller in the second half of the window than in the first, but for `CATCHING_UP`. Not a failure yet: many good
 * runs are like this for a while.
 */
export const FAR_AHEAD = 0.85;
const CATCHING_UP = 0.02;
/** How near to chance both losses must be, as a share of D's chance loss, for D to know nothing. */
const CHANCE_MARGIN = 0.03;
/** At chance, the mean scores of real and fake images differ by no more than this. */
const CHANCE_GAP = 0.05;
/** D leads when its score of real images exceeds that of fakes by this, and has lost the lead below `LEAD_LOST`. */
const LEAD = 0.7;
const LEAD_LOST = 0.15;
/** Changes of the lead in a window that make an oscillation: one there and back is a stumble, not a rhythm. */
export const SWINGS = 4;
/** Steps over which the lead is averaged, so that a single batch cannot swing it. */
const LEAD_SPAN = 8;

/**
 * G learns nothing from a gradient shorter than this. Recorded healthy runs never had less than 0.5 on the mean of 50
 * steps; where G's activations had died, it was below 0.003 and mostly exactly 0.
 */
export const VANISHED = 0.005;
export const GRADIENT_SPAN = 50;
/**
 * Samples less varied than this share of the real images have collapsed. A healthy run of `tiny` had 0.17 at step 200, when
 * all samples are still grey, and rose from there; at a quarter of the learning rates it had 0.13. Without batch norm in G
 * it was below 0.03.
 */
export const COLLAPSED = 0.1;
/** D knows images by heart when it scores them this much above other real ones. */
export const MEMORISED = 0.25;

/** The metrics that a verdict reads, newest last, one value a step; NaN where a step did not report one. */
export type HealthMetrics = Record<Exclude<MetricName, 'dFakeBefore'>, ArrayLike<number>>;

/**
 * Judges a run by its last steps, and by what else is known of it. Scores are probabilities (for least squares, D's plain
 * output, which aims at 0 and 1).
 */
export function judge(
  metrics: HealthMetrics,
  config: Pick<Config, 'loss' | 'labelSmoothing'>,
  evidence: Evidence = {},
): Health {
  const length = metrics.lossD.length;
  const from = Math.max(0, length - WINDOW);
  const [dReal, dFake] = [meanFrom(metrics.dReal, from), meanFrom(metrics.dFakeAfter, from)];
  const [lossD, lossG] = [meanFrom(metrics.lossD, from), meanFrom(metrics.lossG, from)];
  const swings = countSwings(metrics, from);
  const gradNormG = meanFrom(metrics.gradNormG, Math.max(0, length - GRADIENT_SPAN));
  const facts = { count: length - from, dReal, dFake, lossD, lossG, swings, gradNormG, evidence };
  return { condition: conditionOf(metrics, facts, config), ...facts };
}

type Facts = Omit<Health, 'condition'>;

/** The conditions that the facts alone decide, each by a rule of its own; which comes first where several are met is for `judge`. */
export const RULES = {
  vanishing: ({ gradNormG }: Pick<Facts, 'gradNormG'>) => gradNormG < VANISHED,
  oscillating: ({ swings }: Pick<Facts, 'swings'>) => swings >= SWINGS,
  memorising: ({ evidence }: Pick<Facts, 'evidence'>) => (evidence.memoryGap ?? 0) > MEMORISED,
  collapsed: ({ evidence }: Pick<Facts, 'evidence'>) => (evidence.diversity ?? 1) < COLLAPSED,
} as const satisfies Partial<Record<Condition, (facts: Facts) => boolean>>;

function conditionOf(
  metrics: HealthMetrics,
  facts: Facts,
  { loss, labelSmoothing }: Pick<Config, 'loss' | 'labelSmoothing'>,
): Condition {
  const { dReal, dFake, lossD, lossG } = facts;
  const length = metrics.lossD.length;
  if (length > 0 && !lastIsFinite(metrics, length - 1)) return 'notFinite';
  if (length < STEPS_NEEDED || Number.isNaN(lossD) || Number.isNaN(lossG)) return 'early';
  if (RULES.vanishing(facts)) return 'vanishing';
  if (RULES.oscillating(facts)) return 'oscillating';
  if (RULES.memorising(facts)) return 'memorising';
  const chance = CHANCE_LEVEL[loss];
  const margin = CHANCE_MARGIN * chance.lossD;
  if (
    Math.abs(lossD - chance.lossD) < margin &&
    Math.abs(lossG - chance.lossG) < margin &&
    Math.abs(dReal - dFake) < CHANCE_GAP
  )
    return 'chance';
  // With smoothed labels a perfect D still pays the entropy of its targets; only what it pays beyond that counts.
  const floor = loss === 'nonSaturating' ? binaryEntropy(labelSmoothing) : 0;
  if (dFake < FAKES_REJECTED && lossD - floor < LOSS_VANISHED * chance.lossD) return 'dStrong';
  if (RULES.collapsed(facts)) return 'collapsed';
  if (dFake > FAKES_ACCEPTED) return 'gStrong';
  return dReal - dFake > FAR_AHEAD && !catchesUp(metrics) ? 'dAhead' : 'learning';
}

/** Whether D's lead over G shrinks within the window. */
function catchesUp({ dReal, dFakeAfter }: HealthMetrics): boolean {
  const from = Math.max(0, dReal.length - WINDOW);
  const middle = Math.floor((from + dReal.length) / 2);
  const lead = (start: number, end: number) => meanFrom(dReal, start, end) - meanFrom(dFakeAfter, start, end);
  return lead(middle, dReal.length) < lead(from, middle) - CATCHING_UP;
}

const OF_D = ['lossD', 'dReal', 'dFakeAfter', 'gradNormD'] as const;
const OF_G = ['lossG', 'gradNormG'] as const;

/** A step of one network alone leaves the other's values NaN, all of them; anything else that is not finite has failed. */
function lastIsFinite(metrics: HealthMetrics, row: number): boolean {
  const silent = (names: readonly (keyof HealthMetrics)[]) => names.every((name) => Number.isNaN(metrics[name][row]));
  const finite = (names: readonly (keyof HealthMetrics)[]) =>
    names.every((name) => Number.isFinite(metrics[name][row]));
  return (finite(OF_D) || silent(OF_D)) && (finite(OF_G) || silent(OF_G)) && !(silent(OF_D) && silent(OF_G));
}

function meanFrom(values: ArrayLike<number>, from: number, to = values.length): number {
  let [sum, count] = [0, 0];
  for (let i = from; i < to; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    sum += value;
    count++;
  }
  return count === 0 ? NaN : sum / count;
}

/** How often D's lead over G, averaged over a few steps, went from clear to lost or back. */
function countSwings({ dReal, dFakeAfter }: HealthMetrics, from: number): number {
  let [swings, leading]: [number, boolean | null] = [0, null];
  let [sum, count] = [0, 0];
  for (let i = from; i < dReal.length; i++) {
    const lead = dReal[i]! - dFakeAfter[i]!;
    if (!Number.isFinite(lead)) continue;
    sum += lead;
    if (++count < LEAD_SPAN) continue;
    const mean = sum / LEAD_SPAN;
    [sum, count] = [0, 0];
    const now: boolean | null = mean > LEAD ? true : mean < LEAD_LOST ? false : leading;
    if (leading !== null && now !== leading) swings++;
    leading = now;
  }
  return swings;
}

/** Entropy in nats of a coin that shows heads with probability `p`. */
function binaryEntropy(p: number): number {
  return p <= 0 || p >= 1 ? 0 : -p * Math.log(p) - (1 - p) * Math.log(1 - p);
}
