import * as tf from '@tensorflow/tfjs';
import type { Table } from '../core/frechet';
import { toNetwork } from '../core/images';
import { LABEL_COUNTS, MOST_TESTED, REPRESENTATIONS } from '../core/representation';
import type { Representation, RepresentationReport, RepresentationRow } from '../core/representation';
import { RandomStream } from '../core/random';
import type { Config } from '../core/settings';
import { classify, fitSvm, standardisation, standardised } from '../core/svm';
import type { Dataset } from '../data/dataset';
import { imagesAt } from '../data/gather';
import { createNetwork, disposeNetwork, forward } from '../model/network';
import type { Network } from '../model/network';
import type { Pair } from '../model/pair';
import type { ByteImages } from './feature-network';
import { kMeansFeatures } from './kmeans-features';
import type { Conduct } from './measure';

/** Images that go through a network at once. */
const CHUNK = 64;
/** Side of the maps that features are pooled to (paper, section 5.1). */
const POOLED = 4;
/** Costs of a violated margin that are tried; a share of the labels is kept to choose by. */
const COSTS = [0.1, 1, 10, 100];
const CHOOSING_SHARE = 0.2;
/** Labels that the choice is made on at most: it changes little with more. */
const MOST_TO_CHOOSE = 1000;
const ROUNDS = 40;

/** The model and the labelled images that the experiment is about. */
export interface RepresentationSubjects {
  pair: Pair;
  config: Config;
  step: number;
  training: Dataset;
  heldOut: Dataset;
}

/** Images with their classes. */
interface Labelled extends ByteImages {
  labels: Uint8Array;
}

/**
 * The representation experiment (paper, section 5.1): linear support vector machines on each representation, fitted on
 * some labelled training images, tried on held-out ones. All representations see the same images.
 */
export async function represent(
  subjects: RepresentationSubjects,
  seed: number,
  { pause, progress }: Conduct,
): Promise<RepresentationReport> {
  const { training, heldOut, step } = subjects;
  const draw = (dataset: Dataset, most: number): Labelled => {
    const indices = new RandomStream(seed, `represent/${dataset.split}`).permutation(dataset.count).slice(0, most);
    const labels = Uint8Array.from(indices, (index) => dataset.labels[index]!);
    return { images: imagesAt(dataset, indices), labels, size: dataset.size, channels: dataset.channels };
  };
  const train = draw(training, LABEL_COUNTS.at(-1)!);
  const test = draw(heldOut, MOST_TESTED);
  const counts = labelCounts(train.labels.length);
  const total = REPRESENTATIONS.length * (counts.length + 1);
  let done = 0;
  const tell = () => progress(++done, total);
  const rows: RepresentationRow[] = [];
  for (const kind of REPRESENTATIONS) {
    const tables = await tablesOf(kind, subjects, train, test, seed, pause);
    tell();
    const accuracies: number[] = [];
    for (const count of counts) {
      accuracies.push(await accuracyWith(tables, train.labels, test.labels, count, seed, pause));
      tell();
    }
    rows.push({ kind, columns: tables.train.columns, accuracies });
  }
  const classes = new Map<number, number>();
  for (const label of test.labels) classes.set(label, (classes.get(label) ?? 0) + 1);
  const chance = Math.max(...classes.values()) / test.labels.length;
  return { step, dataId: training.id, seed, labelCounts: counts, tested: test.labels.length, chance, rows };
}

/** The counts of labels that there are images for; where the most are fewer than asked, all that there are. */
function labelCounts(available: number): number[] {
  return [...new Set(LABEL_COUNTS.map((count) => Math.min(count, available)))];
}

interface Tables {
  train: Table;
  test: Table;
}

async function tablesOf(
  kind: Representation,
  { pair, config }: RepresentationSubjects,
  train: ByteImages,
  test: ByteImages,
  seed: number,
  pause: () => Promise<void>,
): Promise<Tables> {
  const by = async (make: (images: ByteImages) => Promise<Table>) => ({ train: await make(train), test: await make(test) });
  switch (kind) {
    case 'discriminator':
      return by((images) => layerFeatures(pair.discriminator, images, pair, pause));
    case 'untrained': {
      const network = createNetwork(pair.discriminator.layers, config.seed, config.weightStd);
      try {
        return await by((images) => layerFeatures(network, images, pair, pause));
      } finally {
        disposeNetwork(network);
      }
    }
    case 'pixels':
      return by(async ({ images, size, channels }) => {
        const columns = size * size * channels;
        return { rows: images.length / columns, columns, values: Float32Array.from(images, (byte) => byte / 255) };
      });
    case 'kMeans':
      return kMeansFeatures(train, test, new RandomStream(seed, 'represent/k-means'), pause);
    default:
      return kind satisfies never;
  }
}

/** What every convolution of D makes of images, max-pooled to 4x4 and put side by side. */
export async function layerFeatures(
  network: Network,
  { images, size, channels }: ByteImages,
  { range }: Pick<Pair, 'range'>,
  pause: () => Promise<void>,
): Promise<Table> {
  const stride = size * size * channels;
  const rows = images.length / stride;
  const scaled = Float32Array.from({ length: 256 }, (_, byte) => toNetwork(byte, range));
  let table: Table | null = null;
  for (let start = 0; start < rows; start += CHUNK) {
    await pause();
    const part = Float32Array.from(images.subarray(start * stride, (start + CHUNK) * stride), (byte) => scaled[byte]!);
    const found = tf.tidy(() => {
      const pooled: tf.Tensor[] = [];
      forward(network, tf.tensor4d(part, [part.length / stride, size, size, channels]), 'inference', {
        watch: ({ kind }, stage, x) => {
          if (kind === 'conv' && stage === 'activated') pooled.push(poolTo(x, POOLED));
          return x;
        },
      });
      return tf.concat(pooled, 1);
    });
    const columns = found.shape[1]!;
    table ??= { rows, columns, values: new Float32Array(rows * columns) };
    table.values.set(await found.data(), start * columns);
    found.dispose();
  }
  return table!;
}

/** The largest value in each of `side` x `side` equal parts of maps, flattened: [n, side * side * channels]. */
function poolTo(x: tf.Tensor4D, side: number): tf.Tensor2D {
  const [count, height, width, channels] = x.shape;
  const rows = x.reshape([count * side, height / side, width * channels]).max(1);
  return rows.reshape([count * side * side, width / side, channels]).max(1).reshape([count, side * side * channels]);
}

/** Share of the tested rows that a machine names rightly that saw the first `count` labelled ones. */
async function accuracyWith(
  tables: Tables,
  trainLabels: Uint8Array,
  testLabels: Uint8Array,
  count: number,
  seed: number,
  pause: () => Promise<void>,
): Promise<number> {
  const seen = firstRows(tables.train, count);
  const scales = standardisation(seen);
  const train = standardised(seen, scales);
  const classes = 1 + trainLabels.reduce((most, label) => Math.max(most, label), 0);
  const fit = (table: Table, labels: Uint8Array, cost: number) =>
    fitSvm(table, labels, classes, { cost, rounds: ROUNDS, random: new RandomStream(seed, 'represent/svm'), pause });
  // Chosen among the labelled images alone, as the held-out ones may say nothing before the end.
  const most = Math.min(count, MOST_TO_CHOOSE);
  const kept = Math.round(most * (1 - CHOOSING_SHARE));
  let [best, cost] = [-1, COSTS[0]!];
  for (const tried of COSTS) {
    const machine = await fit(firstRows(train, kept), trainLabels, tried);
    const rest = { ...train, rows: most - kept, values: train.values.subarray(kept * train.columns, most * train.columns) };
    const share = shareRight(classify(machine, rest), trainLabels.subarray(kept, most));
    if (share > best) [best, cost] = [share, tried];
  }
  const machine = await fit(train, trainLabels, cost);
  return shareRight(classify(machine, standardised(tables.test, scales)), testLabels);
}

function firstRows({ columns, values }: Table, rows: number): Table {
  return { rows, columns, values: values.subarray(0, rows * columns) };
}

function shareRight(found: Uint8Array, labels: Uint8Array): number {
  return found.reduce((sum, label, n) => sum + (label === labels[n] ? 1 : 0), 0) / found.length;
}
