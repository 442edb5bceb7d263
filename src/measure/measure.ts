import type { MeasureOptions, FeatureKind, FullMeasures, Measured, MeasuredWithSpread, MeasureReport } from '../core/measures';
import { accuracyOf, calibration } from '../core/calibration';
import type { FeatureNetworkInfo } from '../core/feature-network';
import { frechetDistance, moments } from '../core/frechet';
import type { Table } from '../core/frechet';
import { kernelDistances } from '../core/kid';
import { nearestNeighbourAccuracy, pairDistances, precisionRecall } from '../core/neighbourhood';
import type { PrecisionRecall } from '../core/neighbourhood';
import { RandomStream } from '../core/random';
import { pixelRows, slicedWasserstein } from '../core/sliced-wasserstein';
import { classDiversity, diversity } from './diversity';
import { labelsOf } from './feature-network';
import type { ByteImages, Embedding } from './feature-network';
import { memorisation } from './memorisation';
import type { Pools } from './memorisation';

/** Images of one kind with all that the networks make of them. */
export interface Population extends ByteImages, Embedding {
  /** Each image's class; null where classes are not known. */
  labels: Uint8Array | null;
  /** D's score of each image, from 0 to 1. */
  scores: Float32Array;
}

/** What a measurement compares. */
export interface Subjects {
  samples: Population;
  training: Population;
  /** Null where nothing is held out. */
  heldOut: Population | null;
  /** Where copies are searched for; null where nothing is held out, or nobody asks. */
  pools: Pools | null;
  features: { kind: FeatureKind; network: FeatureNetworkInfo | null };
  classNames: readonly string[];
  step: number;
  dataId: string;
}

/** How a measurement goes on. `pause` lets others in; it throws when nobody waits for the measurement any more. */
export interface Conduct {
  pause: () => Promise<void>;
  /** Told after each of `total` parts. */
  progress: (done: number, total: number) => void;
}

const QUICK_PARTS = 3;
const FULL_PARTS = 7;

/** Takes all measures, the quick ones first. The same subjects and seed give the same numbers. */
export async function measure(subjects: Subjects, options: MeasureOptions, conduct: Conduct): Promise<MeasureReport> {
  const { samples, training, heldOut, step, dataId, features } = subjects;
  let done = 0;
  const part = async <T>(result: Promise<T>): Promise<T> => {
    const value = await result;
    conduct.progress(++done, options.quick ? QUICK_PARTS : FULL_PARTS);
    return value;
  };
  const stream = (name: string) => new RandomStream(options.seed, `measure/${name}`);
  const { pause } = conduct;
  return {
    step,
    dataId,
    options,
    features: { ...features, columns: samples.features.columns },
    counts: { samples: rowsOf(samples), training: rowsOf(training), heldOut: rowsOf(heldOut) },
    frechet: await part(both(subjects, async (a, b) => frechetOf(a.features, b.features))),
    kid: await part(kidOf(subjects, () => stream('kid'), pause)),
    diversity: await part(diversity(samples, training, () => stream('diversity'), pause)),
    classes: classesOf(subjects),
    discriminator: judge(subjects),
    full: options.quick ? null : await fullMeasures(subjects, stream, pause, part),
  };
}

type Part = <T>(result: Promise<T>) => Promise<T>;

async function fullMeasures(
  subjects: Subjects,
  stream: (name: string) => RandomStream,
  pause: () => Promise<void>,
  part: Part,
): Promise<FullMeasures> {
  const { samples, training, pools } = subjects;
  const near = await part(both(subjects, (a, b) => neighbourhoods(a, b, pause)));
  const pick = (choose: (found: Neighbourhoods) => number | null): Measured => ({
    ...near,
    value: near.value && choose(near.value),
    baseline: near.baseline && choose(near.baseline),
  });
  return {
    oneNearestNeighbour: pick(({ accuracy }) => accuracy),
    precision: pick(({ reach }) => reach?.precision ?? null),
    recall: pick(({ reach }) => reach?.recall ?? null),
    slicedWasserstein: await part(both(subjects, (a, b) => wasserstein(a, b, stream('slices'), pause))),
    classDiversity: await part(classDiversity(samples, training, subjects.classNames.length, () => stream('class-diversity'), pause)),
    memorisation: pools && (await part(memorisation(samples, pools, pause))),
  };
}

function rowsOf(population: Population | null): number {
  return population?.features.rows ?? 0;
}

interface Compared<T> {
  value: T | null;
  baseline: T | null;
  count: number;
  baselineCount: number;
}

/** A comparison with training images, of the samples and of held-out images. */
async function both<T>(
  { samples, training, heldOut }: Subjects,
  compare: (a: Population, b: Population) => Promise<T | null>,
): Promise<Compared<T>> {
  return {
    value: await compare(samples, training),
    baseline: heldOut && (await compare(heldOut, training)),
    count: Math.min(rowsOf(samples), rowsOf(training)),
    baselineCount: Math.min(rowsOf(heldOut), rowsOf(training)),
  };
}

function frechetOf(a: Table, b: Table): number | null {
  return Math.min(a.rows, b.rows) < 2 ? null : frechetDistance(moments(a), moments(b));
}

async function kidOf(subjects: Subjects, stream: () => RandomStream, pause: () => Promise<void>): Promise<MeasuredWithSpread> {
  const found = await both(subjects, (a, b) => kernelDistances(a.features, b.features, stream(), pause));
  return {
    ...found,
    value: found.value?.mean ?? null,
    std: found.value?.std ?? null,
    baseline: found.baseline?.mean ?? null,
    baselineStd: found.baseline?.std ?? null,
  };
}

interface Neighbourhoods {
  accuracy: number;
  reach: PrecisionRecall | null;
}

async function neighbourhoods(a: Population, b: Population, pause: () => Promise<void>): Promise<Neighbourhoods | null> {
  const rows = Math.min(rowsOf(a), rowsOf(b));
  if (rows < 2) return null;
  const found = await pairDistances(firstRows(a.features, rows), firstRows(b.features, rows), pause);
  return { accuracy: nearestNeighbourAccuracy(found), reach: precisionRecall(found) };
}

function firstRows({ columns, values }: Table, rows: number): Table {
  return { rows, columns, values: values.subarray(0, rows * columns) };
}

async function wasserstein(a: Population, b: Population, random: RandomStream, pause: () => Promise<void>): Promise<number | null> {
  const rows = Math.min(rowsOf(a), rowsOf(b));
  if (rows < 2) return null;
  const columns = a.size * a.size * a.channels;
  const of = ({ images }: Population) => pixelRows(images.subarray(0, rows * columns), columns);
  return slicedWasserstein(of(a), of(b), random, pause);
}

/** Shares of each class among samples and training images, both as the classifier names them. */
function classesOf({ samples, training, classNames }: Subjects): MeasureReport['classes'] {
  if (!samples.probabilities || !training.probabilities) return null;
  const shares = (probabilities: Table) => {
    const counts = classNames.map(() => 0);
    for (const label of labelsOf(probabilities)) counts[label]!++;
    return counts.map((count) => count / Math.max(1, probabilities.rows));
  };
  return { names: classNames, samples: shares(samples.probabilities), training: shares(training.probabilities) };
}

function judge({ samples, training, heldOut }: Subjects): MeasureReport['discriminator'] {
  const reals = heldOut ?? training;
  const { bins, error } = calibration(reals.scores, samples.scores);
  return {
    training: accuracyOf(training.scores, true),
    heldOut: heldOut && accuracyOf(heldOut.scores, true),
    generated: accuracyOf(samples.scores, false),
    bins,
    calibrationError: error,
    count: Math.min(reals.scores.length, samples.scores.length),
  };
}
