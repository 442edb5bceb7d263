import * as tf from '@tensorflow/tfjs';
import { drawLatents } from '../core/latent';
import { meanLatent } from '../core/arithmetic';
import { splitLatents, unit } from '../core/latent-space';
import type { Prior } from '../core/latent-space';
import { principalComponents } from '../core/pca';
import { RandomStream } from '../core/random';
import { classify, fitRidge } from '../core/ridge';
import type { Pair } from '../model/pair';
import { CentredBlocks } from './centred-blocks';
import { pictureFeatures, rowsOf } from './features';
import type { FeatureTable } from './features';

/** Samples that the classifier sorts. */
export const LABEL_SAMPLES = 800;
/** Components of D's features that the classifier sees. */
const COMPONENTS = 40;
/** Share of the real images that it is fitted to; it is tried on the rest. */
const FITTED = 0.8;
/** A mean of fewer samples says little. */
const FEWEST = 8;

/** The direction toward a label, and how many samples it rests on. */
export interface LabelDirection {
  label: number;
  count: number;
  direction: Float32Array<ArrayBuffer>;
}

/** Directions of labels, and how far the classifier behind them can be trusted. */
export interface LabelDirections {
  found: LabelDirection[];
  fitted: number;
  tested: number;
  /** Share of the real images tried that it got right. */
  accuracy: number;
}

/** Real images by D's features, with their labels. */
export interface Labelled {
  table: FeatureTable;
  labels: ArrayLike<number>;
  classes: number;
}

/** How label directions are looked for, and who is told how far that has come. */
export interface LabelOptions {
  seed: number;
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

/**
 * For each label the direction from the mean z of other samples to that of its own: samples are sorted by a linear
 * classifier on the principal components of D's features, fitted to labelled training images. D is made to tell real
 * from generated, and what it tells them apart by says nothing of labels: so both are first brought to the same mean
 * and the same spread along each component.
 */
export async function labelDirections(
  pair: Pair,
  prior: Prior,
  { table, labels, classes }: Labelled,
  { seed, signal, onProgress }: LabelOptions,
): Promise<LabelDirections> {
  const z = drawLatents(new RandomStream(seed, 'labels'), LABEL_SAMPLES, prior);
  const { features } = await pictureFeatures(pair, z, signal);
  const parts = [...aboutZero([rowsOf(table, table.rows)]), ...aboutZero(features)];
  const rows = await reduced(new CentredBlocks(parts, signal), new RandomStream(seed, 'labels/pca'), onProgress);
  const [reals, samples] = [standardized(rows.slice(0, table.rows)), standardized(rows.slice(table.rows))];
  const fitted = Math.floor(table.rows * FITTED);
  const classifier = fitRidge(reals.slice(0, fitted), labels, classes);
  const tried = reals.slice(fitted);
  const right = tried.filter((row, n) => classify(classifier, row) === labels[fitted + n]).length;
  const sorted = samples.map((row) => classify(classifier, row));
  return {
    found: meansApart(splitLatents(z, prior.zSize), sorted, classes),
    fitted,
    tested: tried.length,
    accuracy: tried.length > 0 ? right / tried.length : 0,
  };
}

function meansApart(latents: readonly Float32Array[], sorted: readonly number[], classes: number): LabelDirection[] {
  return Array.from({ length: classes }, (_, label) => label).flatMap((label) => {
    const own = latents.filter((_, n) => sorted[n] === label);
    const others = latents.filter((_, n) => sorted[n] !== label);
    if (own.length < FEWEST || others.length < FEWEST) return [];
    const from = meanLatent(others);
    const direction = unit(meanLatent(own).map((value, i) => value - from[i]!));
    return direction ? [{ label, count: own.length, direction }] : [];
  });
}

/** Rows with their mean taken off; frees what they came in. */
function aboutZero(parts: readonly tf.Tensor2D[]): tf.Tensor2D[] {
  const rows = parts.reduce((sum, part) => sum + part.shape[0], 0);
  const centred = tf.tidy(() => {
    const mean = tf.addN(parts.map((part) => part.sum(0))).div(rows);
    return parts.map((part) => part.sub<tf.Tensor2D>(mean));
  });
  for (const part of parts) part.dispose();
  return centred;
}

/** Rows with mean 0 and standard deviation 1 in each column that varies. */
function standardized(rows: readonly Float64Array[]): Float64Array[] {
  const width = rows[0]?.length ?? 0;
  const mean = new Float64Array(width);
  const square = new Float64Array(width);
  for (const row of rows)
    row.forEach((value, i) => {
      mean[i]! += value / rows.length;
      square[i]! += value ** 2 / rows.length;
    });
  const std = square.map((value, i) => Math.sqrt(Math.max(0, value - mean[i]! ** 2)));
  return rows.map((row) => row.map((value, i) => (std[i]! > 0 ? (value - mean[i]!) / std[i]! : 0)));
}

/** The rows by their strongest components. */
async function reduced(
  blocks: CentredBlocks,
  stream: RandomStream,
  onProgress?: (done: number, total: number) => void,
): Promise<Float64Array[]> {
  try {
    const { scores } = await principalComponents(blocks, COMPONENTS, stream, onProgress);
    return Array.from({ length: blocks.rows }, (_, r) => Float64Array.from(scores, (column) => column[r]!));
  } finally {
    blocks.dispose();
  }
}
