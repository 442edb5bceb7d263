/**
 * `npm run train:features -- [--data ID]... [--seed N]`: trains the feature networks of the built-in data sets on the
 * wasm backend and writes their weights and what is known of them to public/features.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { writeSafetensors } from '../src/codecs/safetensors';
import { FEATURE_IMAGE, featureLayers } from '../src/core/feature-network';
import type { FeatureNetworkInfo } from '../src/core/feature-network';
import { RandomStream } from '../src/core/random';
import type { Dataset, Split } from '../src/data/dataset';
import { imagesAt } from '../src/data/gather';
import { DATASETS, findDataset } from '../src/data/registry';
import { nodeWasmPaths } from '../src/gpu/wasm/node-paths';
import { startWasm } from '../src/gpu/wasm/start';
import { asFeatureInput, embed, labelsOf, loadFeatureNetwork } from '../src/measure/feature-network';
import { createNetwork, forward, trainable, updateRunningStatistics } from '../src/model/network';
import type { BatchStatistics, Network } from '../src/model/network';
import { readVariable } from '../src/model/variable';
import { Adam } from '../src/train/adam';
import { DATA, FEATURES } from './lib/paths';
import { buildData } from './lib/build-data';

const BATCH = 128;
const RATE = 2e-3;
const BETA1 = 0.9;
const WEIGHT_STD = 0.05;
/** The largest shift of a training image, in pixels each way. */
const SHIFT = 2;
/** How often a data set is gone through: small ones more often. */
const EPOCHS: Record<string, number> = { mnist: 6, 'fashion-mnist': 8, emoji: 40, shapes: 20 };

async function load(id: string, split: Split): Promise<Dataset> {
  const source = findDataset(id)!;
  const loading = await source.load({
    split,
    size: FEATURE_IMAGE,
    channels: source.channels,
    fetchFile: async (file) => new Uint8Array(await readFile(path.join(DATA, file))),
  });
  if (!loading.ok) throw new Error(loading.error.message);
  const complete = await loading.value.complete;
  if (!complete.ok) throw new Error(complete.error.message);
  return complete.value;
}

/** Trains on shifted images by Adam with a rate that falls to nothing along half a cosine. */
async function train(dataset: Dataset, seed: number): Promise<Network> {
  const { id, channels, classNames, count } = dataset;
  const network = createNetwork(featureLayers(channels, classNames.length), seed, WEIGHT_STD);
  const parameters = trainable(network);
  const optimizer = new Adam(parameters, BETA1);
  const random = new RandomStream(seed, `features/${id}`);
  const perEpoch = Math.floor(count / BATCH);
  const epochs = EPOCHS[id]!;
  let step = 0;
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const order = random.permutation(count);
    let total = 0;
    for (let n = 0; n < perEpoch; n++, step++) {
      const indices = order.slice(n * BATCH, (n + 1) * BATCH);
      const images = asFeatureInput({ images: shifted(imagesAt(dataset, indices), channels, random), size: FEATURE_IMAGE, channels }, channels);
      const labels = Int32Array.from(indices, (index) => dataset.labels[index]!);
      const rate = (RATE / 2) * (1 + Math.cos((Math.PI * step) / (epochs * perEpoch)));
      total += await update(network, optimizer, [...parameters.values()], images, labels, rate);
    }
    console.error(`${id}: epoch ${epoch} of ${epochs}, loss ${(total / perEpoch).toFixed(4)}`);
  }
  optimizer.dispose();
  return network;
}

async function update(
  network: Network,
  optimizer: Adam,
  variables: tf.Variable[],
  images: Float32Array,
  labels: Int32Array,
  rate: number,
): Promise<number> {
  const [height, width, channels] = network.layers[0]!.input;
  const classes = network.layers.at(-1)!.output[2];
  const loss = tf.tidy(() => {
    const input = tf.tensor4d(images, [labels.length, height, width, channels]);
    const targets = tf.oneHot(tf.tensor1d(labels, 'int32'), classes);
    let statistics: readonly BatchStatistics[] = [];
    const { value, grads } = tf.variableGrads(() => {
      const pass = forward(network, input, 'training');
      statistics = pass.statistics.map((found) => ({ ...found, mean: tf.keep(found.mean), variance: tf.keep(found.variance) }));
      const logits = pass.output.reshape([-1, classes]);
      return tf.losses.softmaxCrossEntropy(targets, logits) as tf.Scalar;
    }, variables);
    optimizer.update(variables.map(({ name }) => grads[name]!), rate);
    updateRunningStatistics(network, statistics);
    tf.dispose(statistics.flatMap(({ mean, variance }) => [mean, variance]));
    return value;
  });
  const [number] = await loss.data();
  loss.dispose();
  return number!;
}

/** Images moved by up to `SHIFT` pixels each way; what comes in repeats the edge. */
function shifted(images: Uint8Array, channels: number, random: RandomStream): Uint8Array {
  const side = FEATURE_IMAGE;
  const stride = side * side * channels;
  const moved = new Uint8Array(images.length);
  const inside = (at: number) => Math.min(side - 1, Math.max(0, at));
  for (let start = 0; start < images.length; start += stride) {
    const [down, right] = [random.integer(2 * SHIFT + 1) - SHIFT, random.integer(2 * SHIFT + 1) - SHIFT];
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++) {
        const from = start + (inside(y - down) * side + inside(x - right)) * channels;
        for (let c = 0; c < channels; c++) moved[start + (y * side + x) * channels + c] = images[from + c]!;
      }
  }
  return moved;
}

async function write(dataset: Dataset, heldOut: Dataset, network: Network, seed: number): Promise<FeatureNetworkInfo> {
  const { id, hash, channels, classNames } = dataset;
  const tensors = new Map(
    await Promise.all([...network.variables].map(async ([name, variable]) => [name, await readVariable(variable)] as const)),
  );
  const bytes = writeSafetensors(tensors, { data: id, layout: 'dense [in, out], conv [k, k, in, out]; images are NHWC' }, 'F16');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = (name: string) => path.join(FEATURES, name);
  await mkdir(FEATURES, { recursive: true });
  await writeFile(file(`${id}.safetensors`), bytes);
  const about = { id, dataHash: hash, channels, classNames, heldOut: heldOut.count, sha256, epochs: EPOCHS[id]!, seed };
  const describe = (accuracy: number) => writeFile(file(`${id}.json`), `${JSON.stringify({ ...about, accuracy }, undefined, 1)}\n`);
  await describe(0);
  // What counts is what anybody reads from the file, rounded as it is.
  const stored = await loadFeatureNetwork(id, async (name) => new Uint8Array(await readFile(file(name))));
  const { probabilities } = await embed(stored, heldOut, async () => undefined);
  const found = labelsOf(probabilities!);
  const accuracy = found.reduce((right, label, n) => right + (label === heldOut.labels[n] ? 1 : 0), 0) / heldOut.count;
  await describe(accuracy);
  return { ...about, accuracy };
}

const { values } = parseArgs({ options: { data: { type: 'string', multiple: true }, seed: { type: 'string', default: '1' } } });
const ids = values.data ?? DATASETS.map(({ id }) => id);
const unknown = ids.find((id) => !EPOCHS[id] || !findDataset(id));
const seed = Number(values.seed);
if (unknown !== undefined || !Number.isInteger(seed)) {
  console.error(unknown === undefined ? `“${values.seed}” is no seed.` : `There is no data set “${unknown}”.`);
  process.exit(2);
}
await buildData();
const started = await startWasm(nodeWasmPaths());
if (!started.ok) throw new Error(started.error.message);
for (const id of ids) {
  const from = performance.now();
  const dataset = await load(id, 'train');
  const network = await train(dataset, seed);
  const { accuracy, heldOut } = await write(dataset, await load(id, 'heldOut'), network, seed);
  const seconds = Math.round((performance.now() - from) / 1000);
  console.error(`${id}: ${(100 * accuracy).toFixed(2)} % of ${heldOut} held-out images, in ${seconds} s`);
}
