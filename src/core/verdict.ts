import type { Condition, HealthMetrics } from './health';
import { COLLAPSED, judge } from './health';
import { checkerboard, diversity, energyDistance, likeness, resemblance } from './image-statistics';
import type { Images } from './images';
import type { Config } from './settings';

/**
 * Steps before runs are compared: until then most samples are grey, and who is nearest is who is grey in the better
 * shade. Tried with all experiments at the preset `tiny` on MNIST, three seeds, read every 25 steps to step 1000: of the
 * 24 verdicts (of 33) that named a run at step 600, none was later contradicted by another run ahead; of the 15 at step
 * 300, three were.
 */
export const VERDICT_STEPS = 600;
/** Share of a run's steps, its last ones, that its numbers are means over. */
export const LAST = 1 / 4;
/**
 * Distances to the real images that differ by less than this share are called alike: one seed tells no finer. At a tenth,
 * two of 28 verdicts at step 600 were later contradicted.
 */
export const ALIKE = 0.25;
/** A run's diversity below this share of the first run's is worth a word; so is a gradient this many times off. */
const LESS_DIVERSE = 0.5;
const GRADIENT_OFF = 5;
/**
 * Samples that differ in shape less than this share of what real images do show one picture, brighter or darker. At the
 * preset `tiny` on MNIST, seed 1, step 600: with the paper's settings 0.96, with batch norm everywhere 0.82, with a hidden
 * layer 0.60; without batch norm in D 0.18 and in neither network 0.25, at about the same distance to the real images.
 */
const ONE_SHAPE = 0.5;
/**
 * Samples that resemble real images less than this share of what these resemble each other show noise, or something else. In
 * the same runs: with the paper's settings 1.0, with pooling 0.95; with batch norm everywhere 0.44, with weights ten times as
 * wide at the start 0.07, with a hidden layer 0.02.
 * Nothing is said where real images have hardly anything in common.
 */
const UNLIKE = 0.5;
const IN_COMMON = 0.1;
/** The conditions in which G does not keep up with D. */
const D_AWAY: ReadonlySet<Condition> = new Set(['dAhead', 'dStrong']);
/** A checkerboard this many times as strong as the first run's is worth a word. */
const CHECKERED = 1.5;

/** What is known of one run when its samples are looked at. */
export interface Outcome {
  metrics: HealthMetrics;
  samples: Images;
  config: Pick<Config, 'loss' | 'labelSmoothing'>;
  /** The step that was not finite, where the run ended with it; its samples are from before. */
  failedAt: number | null;
}

/** One run in numbers; means over its last quarter. */
export interface Reading {
  failedAt: number | null;
  condition: Condition;
  lossD: number;
  lossG: number;
  dReal: number;
  dFake: number;
  gradNormD: number;
  gradNormG: number;
  /** Diversity of the samples, and that of as many real images. */
  diversity: number;
  diversityReal: number;
  /** Likeness of the samples, and that of as many real images; see `likeness`. */
  likeness: number;
  likenessReal: number;
  /** How much the samples resemble the real images; see `resemblance`. */
  resemblance: number;
  /** Energy distance of samples and real images; see `energyDistance`. */
  distance: number;
  checkerboard: number;
}

/** One thing worth saying of a run beside the first. */
export type Remark =
  | { kind: 'failed'; run: number; step: number }
  | { kind: 'nearer' | 'farther' | 'alike'; run: number; value: number; reference: number }
  | { kind: 'checkerboard' | 'lessCheckerboard' | 'sameCheckerboard'; run: number; value: number; reference: number }
  | { kind: 'collapsed' | 'oneShape' | 'unlike' | 'lessDiverse' | 'smallGradient' | 'largeGradient'; run: number; value: number; reference: number };

/** How runs compare: the best one, or null where none is clearly so, and what is worth saying of each. */
export interface Verdict {
  /** Whether it is too early to tell: then there is no best, and all that is said is which runs have failed. */
  early: boolean;
  best: number | null;
  /** The runs that nobody is clearly ahead of, in their order: the best alone, or several that are alike. */
  leaders: readonly number[];
  /** The runs that are as near to the real images as the leaders, but whose D is far ahead or too strong. */
  outrun: readonly number[];
  /** The runs that went on but make one picture of every z, or noise: none of them is best while there are others. */
  flawed: readonly number[];
  remarks: readonly Remark[];
}

/** Reads a run's numbers. `reals` are as many images as there are samples, of the same size. */
export function readOutcome({ metrics, samples, config, failedAt }: Outcome, reals: Images): Reading {
  const mean = (values: ArrayLike<number>) => meanOfLast(values, LAST);
  const [own, real] = [diversity(samples), diversity(reals)];
  return {
    failedAt,
    condition: failedAt === null ? judge(metrics, config, { diversity: own / real }).condition : 'notFinite',
    lossD: mean(metrics.lossD),
    lossG: mean(metrics.lossG),
    dReal: mean(metrics.dReal),
    dFake: mean(metrics.dFakeAfter),
    gradNormD: mean(metrics.gradNormD),
    gradNormG: mean(metrics.gradNormG),
    diversity: own,
    diversityReal: real,
    likeness: likeness(samples),
    likenessReal: likeness(reals),
    resemblance: resemblance(samples, reals),
    distance: energyDistance(samples, reals),
    checkerboard: checkerboard(samples),
  };
}

/**
 * Compares runs of `steps` steps with the first. Of those that make different pictures with shapes like the real ones', if
 * there are any, the best has the samples nearest to the real images, by a margin that one seed can tell. Where the distance
 * cannot tell, a run whose G still keeps up with D is ahead of one whose G does not.
 */
export function compare(readings: readonly Reading[], steps: number, withCheckerboard: boolean): Verdict {
  const [first] = readings;
  if (!first) throw new Error('nothing to compare');
  const remarks = readings.flatMap((reading, run) => remarksOn(reading, first, run, withCheckerboard));
  if (steps < VERDICT_STEPS) return { early: true, best: null, leaders: [], outrun: [], flawed: [], remarks: remarks.filter(({ kind }) => kind === 'failed') };
  const flawed = [...readings.keys()].filter((run) => readings[run]!.failedAt === null && flawOf(readings[run]!));
  const nearest = nearestOf(readings, flawed);
  const balanced = nearest.filter((run) => !D_AWAY.has(readings[run]!.condition));
  const leaders = balanced.length > 0 ? balanced : nearest;
  const outrun = nearest.filter((run) => !leaders.includes(run));
  return { early: false, best: leaders.length === 1 ? leaders[0]! : null, leaders, outrun, flawed, remarks };
}

/** What a person may expect of an experiment: the run that does best, or that all end up alike. */
export type Prediction = number | 'alike';

/** Whether a verdict on `count` runs bears a prediction out; `partly` where its run is ahead of others, but not alone. */
export function judgePrediction(prediction: Prediction, { best, leaders }: Verdict, count: number): 'right' | 'partly' | 'wrong' {
  const all = leaders.length === count;
  if (prediction === 'alike') return all ? 'right' : 'wrong';
  if (prediction === best) return 'right';
  return !all && leaders.includes(prediction) ? 'partly' : 'wrong';
}

/**
 * In what a verdict differs from the paper, whose way the first run follows: another run is ahead of it, or all are
 * alike. Null where they agree, and where it is too early to say.
 */
export function differsFromPaper({ early, best, leaders, outrun, flawed, remarks }: Verdict): 'ahead' | 'alike' | null {
  if (early) return null;
  if ((leaders.length > 0 && !leaders.includes(0)) || remarks.some(({ kind }) => kind === 'nearer')) return 'ahead';
  return best === null && outrun.length === 0 && flawed.length === 0 && remarks.every(({ kind }) => kind !== 'farther' && kind !== 'failed') ? 'alike' : null;
}

/** What the eye sees first of samples that are no pictures of their own, with the number it shows in; null of others. */
function flawOf(reading: Reading): { kind: 'collapsed' | 'oneShape' | 'unlike'; value: number; reference: number } | null {
  const { diversity: varied, diversityReal, likeness: alike, likenessReal: reference } = reading;
  if (varied < COLLAPSED * diversityReal) return { kind: 'collapsed', value: varied, reference: diversityReal };
  if (1 - alike < ONE_SHAPE * (1 - reference)) return { kind: 'oneShape', value: alike, reference };
  const unlike = reference > IN_COMMON && reading.resemblance < UNLIKE * reference;
  return unlike ? { kind: 'unlike', value: reading.resemblance, reference } : null;
}

function nearestOf(readings: readonly Reading[], flawed: readonly number[]): number[] {
  const going = [...readings.keys()].filter((run) => readings[run]!.failedAt === null);
  const sound = going.filter((run) => !flawed.includes(run));
  const judged = sound.length > 0 ? sound : going;
  const nearest = Math.min(...judged.map((run) => readings[run]!.distance));
  return judged.filter((run) => (1 - ALIKE) * readings[run]!.distance <= nearest);
}

function remarksOn(reading: Reading, first: Reading, run: number, withCheckerboard: boolean): Remark[] {
  if (reading.failedAt !== null) return [{ kind: 'failed', run, step: reading.failedAt }];
  const flaw = flawOf(reading);
  const flaws: Remark[] = flaw ? [{ ...flaw, run }] : [];
  if (run === 0 || first.failedAt !== null) return flaws;
  const beside = (kind: Exclude<Remark['kind'], 'failed'>, value: number, reference: number): Remark => ({ kind, run, value, reference });
  const ratio = reading.distance / first.distance;
  const nearness = ratio < 1 - ALIKE ? 'nearer' : ratio > 1 / (1 - ALIKE) ? 'farther' : 'alike';
  // How near such samples are means nothing.
  const remarks = flaw ? flaws : [beside(nearness, reading.distance, first.distance)];
  if (!flaw && reading.diversity < LESS_DIVERSE * first.diversity) remarks.push(beside('lessDiverse', reading.diversity, first.diversity));
  const gradients = [reading.gradNormG, first.gradNormG] as const;
  if (gradients[0] * GRADIENT_OFF < gradients[1]) remarks.push(beside('smallGradient', ...gradients));
  if (gradients[0] > gradients[1] * GRADIENT_OFF) remarks.push(beside('largeGradient', ...gradients));
  const [own, other] = [reading.checkerboard, first.checkerboard];
  if (withCheckerboard)
    remarks.push(beside(own > CHECKERED * other ? 'checkerboard' : own * CHECKERED < other ? 'lessCheckerboard' : 'sameCheckerboard', own, other));
  return remarks;
}

/** Mean of the finite values in the last `share` of a column, at least one of them; NaN where there is none. */
function meanOfLast(values: ArrayLike<number>, share: number): number {
  const from = Math.min(values.length - 1, Math.floor(values.length * (1 - share)));
  const last = Array.from(values).slice(Math.max(0, from)).filter(Number.isFinite);
  return last.length === 0 ? NaN : last.reduce((sum, value) => sum + value, 0) / last.length;
}
