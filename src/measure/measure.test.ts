import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MeasureOptions, MeasureReport } from '../core/measures';
import { PRESETS } from '../core/presets';
import { RandomStream } from '../core/random';
import type { Config } from '../core/settings';
import type { Dataset, Split } from '../data/dataset';
import { imagesAt } from '../data/gather';
import { shapes } from '../data/shapes';
import { startTestWasm } from '../gpu/wasm/testing';
import { forward, variableOf } from '../model/network';
import { createPair, disposePair } from '../model/pair';
import { scoresOf } from './discriminator';
import { randomFeatureNetwork } from './feature-network';
import type { ByteImages, FeatureNetwork } from './feature-network';
import { freezePair } from './frozen';
import { measure } from './measure';
import { gatherSubjects, RealEmbeddings } from './subjects';
import type { Measuring } from './subjects';

const CONFIG: Config = { ...PRESETS.tiny, channels: 3, baseFilters: 4 };
const COUNT = 160;
const noPause = () => Promise.resolve();
const OPTIONS: MeasureOptions = { samples: COUNT, seed: 1, features: 'random', quick: false };

let training: Dataset;
let heldOut: Dataset;
/** Real images that no measure takes for its baseline. */
let unseen: Dataset;
let network: FeatureNetwork;
let pair: ReturnType<typeof createPair>;

async function load(split: Split): Promise<Dataset> {
  const loading = await shapes.load({ split, size: 16, channels: 3, fetchFile: () => Promise.reject(new Error('no files')) });
  if (!loading.ok) throw new Error(loading.error.message);
  const complete = await loading.value.complete;
  if (!complete.ok) throw new Error(complete.error.message);
  return complete.value;
}

function part(dataset: Dataset, start: number, end: number): Dataset {
  const { images, labels } = dataset;
  const count = end - start;
  return { ...dataset, images: images.slice(start * 768, end * 768), labels: labels.slice(start, end), count, capacity: count };
}

const firstIndices = (count: number) => Uint32Array.from({ length: count }, (_, i) => i);

beforeAll(async () => {
  await startTestWasm();
  training = await load('train');
  const rest = await load('heldOut');
  [heldOut, unseen] = [part(rest, 0, 500), part(rest, 500, 1000)];
  network = randomFeatureNetwork(3);
  pair = createPair(CONFIG);
});

/** Training images with these indices, as if a generator had made them. */
function reals(indices: Uint32Array, dataset = training): ByteImages {
  return { images: imagesAt(dataset, indices), size: 16, channels: 3 };
}

const fresh = () => reals(firstIndices(COUNT), unseen);

async function report(samples: ByteImages, changed: Partial<Measuring> = {}, options: Partial<MeasureOptions> = {}): Promise<MeasureReport> {
  const asked = { ...OPTIONS, ...options };
  const measuring = { pair, config: CONFIG, step: 7, samples, training, heldOut, kind: 'random' as const, network, ...changed };
  const subjects = await gatherSubjects(measuring, asked, new RealEmbeddings(), noPause);
  return measure(subjects, asked, { pause: noPause, progress: () => undefined });
}

function noise(count: number): ByteImages {
  const random = new RandomStream(3, 'noise');
  return { images: Uint8Array.from({ length: count * 768 }, () => random.integer(256)), size: 16, channels: 3 };
}

/** Each pixel becomes the mean over a square of `2 radius + 1`. */
function blurred({ images }: ByteImages, radius: number): ByteImages {
  const out = new Uint8Array(images.length);
  const inside = (at: number) => Math.min(15, Math.max(0, at));
  for (let at = 0; at < images.length; at++) {
    const [c, x, y, start] = [at % 3, Math.floor(at / 3) % 16, Math.floor(at / 48) % 16, Math.floor(at / 768) * 768];
    let sum = 0;
    for (let dy = -radius; dy <= radius; dy++)
      for (let dx = -radius; dx <= radius; dx++) sum += images[start + (inside(y + dy) * 16 + inside(x + dx)) * 3 + c]!;
    out[at] = Math.round(sum / (2 * radius + 1) ** 2);
  }
  return { images: out, size: 16, channels: 3 };
}

const ascending = (values: readonly number[]) => values.every((value, i) => i === 0 || value > values[i - 1]!);

describe('scoresOf', () => {
  it('is what D says of batches in training, and changes nothing of it', async () => {
    const images = reals(firstIndices(96));
    const running = variableOf(pair.discriminator, 'd2.mean');
    const before = await running.data();
    const scores = await scoresOf(pair, 'nonSaturating', images, noPause);
    expect(await running.data()).toEqual(before);
    const half = Float32Array.from(images.images.subarray(48 * 768), (byte) => byte / 127.5 - 1);
    const expected = tf.tidy(() => forward(pair.discriminator, tf.tensor4d(half, [48, 16, 16, 3]), 'training').output.sigmoid());
    const values = await expected.data();
    expected.dispose();
    values.forEach((value, n) => expect(scores[48 + n]).toBeCloseTo(value, 5));
  });
});

describe('measure', () => {
  it('finds real images near to real images, and noise far', async () => {
    const [real, far] = [await report(fresh()), await report(noise(COUNT))];
    const full = real.full!;
    expect(real.frechet.value).toBeLessThan(2 * real.frechet.baseline!);
    expect(Math.abs(real.kid.value!)).toBeLessThan(3 * real.kid.std!);
    expect(Math.abs(full.oneNearestNeighbour.value! - 0.5)).toBeLessThan(0.1);
    expect(full.precision.value).toBeGreaterThan(0.7);
    expect(full.recall.value).toBeGreaterThan(0.7);
    expect(full.memorisation!.share).toBeGreaterThan(0.35);
    expect(full.memorisation!.share).toBeLessThan(0.65);
    expect(real.diversity.value! / real.diversity.baseline!).toBeGreaterThan(0.8);
    expect(far.frechet.value).toBeGreaterThan(20 * far.frechet.baseline!);
    expect(far.kid.value).toBeGreaterThan(20 * far.kid.std!);
    expect(far.full!.oneNearestNeighbour.value).toBeGreaterThan(0.95);
    expect(far.full!.precision.value).toBeLessThan(0.1);
    expect(far.full!.slicedWasserstein.value).toBeGreaterThan(3 * full.slicedWasserstein.value!);
  }, 120_000);

  it('grows with blur and with every kind of image that is missing', async () => {
    const quick = { quick: true };
    const blur = await Promise.all([0, 2, 4].map(async (radius) => report(blurred(fresh(), radius), {}, quick)));
    expect(ascending(blur.map(({ frechet }) => frechet.value!))).toBe(true);
    expect(ascending(blur.map(({ kid }) => kid.value!))).toBe(true);
    const kinds = async (most: number) => {
      const indices = firstIndices(500).filter((i) => unseen.labels[i]! < most).slice(0, COUNT);
      return report(reals(indices, unseen), {}, quick);
    };
    const dropped = [await kinds(4), await kinds(2), await kinds(1)];
    expect(ascending(dropped.map(({ frechet }) => frechet.value!))).toBe(true);
  }, 120_000);

  it('gives the same numbers by seed, and does not mind the order of images where it uses all', async () => {
    const samples = fresh();
    const [one, two] = [await report(samples), await report(samples)];
    expect(two).toEqual(one);
    const turned = new Uint8Array(samples.images.length);
    for (let n = 0; n < COUNT; n++) turned.set(samples.images.subarray(n * 768, (n + 1) * 768), (COUNT - 1 - n) * 768);
    const other = await report({ ...samples, images: turned });
    expect(other.frechet.value).toBeCloseTo(one.frechet.value!, 6);
    expect(other.full!.oneNearestNeighbour.value).toBeCloseTo(one.full!.oneNearestNeighbour.value!, 10);
    expect(other.full!.precision).toEqual(one.full!.precision);
    expect(other.full!.slicedWasserstein.value).toBeCloseTo(one.full!.slicedWasserstein.value!, 6);
  }, 120_000);

  it('finds copies of training images', async () => {
    const pools = new RandomStream(OPTIONS.seed, 'measure/pools').permutation(training.count).slice(0, COUNT);
    const { memorisation } = (await report(reals(pools))).full!;
    expect(memorisation!.share).toBeGreaterThan(0.95);
    expect(memorisation!.toTraining.every((distance) => distance === 0)).toBe(true);
    expect(memorisation!.suspects.samples.rgba).toEqual(memorisation!.suspects.training.rgba);
  }, 60_000);

  it('answers for identical images', async () => {
    const samples = reals(new Uint32Array(128).fill(5));
    const found = await report(samples, {}, { samples: 128 });
    expect(found.diversity.value).toBeCloseTo(1, 10);
    expect(found.full!.recall.value).toBeLessThan(0.2);
    expect(Number.isFinite(found.frechet.value)).toBe(true);
    expect(found.frechet.value).toBeGreaterThan(5 * found.frechet.baseline!);
  });

  it('says that there are too few rather than a number that means nothing', async () => {
    const found = await report(reals(firstIndices(64)), {}, { samples: 64 });
    expect(found.frechet.value).toBeNull();
    expect(found.kid.value).not.toBeNull();
    const few = await report(noise(2), { heldOut: null }, { samples: 16 });
    expect([few.frechet.value, few.kid.value, few.frechet.baseline, few.full!.memorisation]).toEqual([null, null, null, null]);
    expect(few.full!.precision.value).toBeNull();
    expect(few.discriminator.heldOut).toBeNull();
    expect(few.classes).toBeNull();
    expect(few.full!.classDiversity).toBeNull();
  });

  it('measures by the discriminator where asked, without any other network', async () => {
    const found = await report(fresh(), { kind: 'discriminator', network: null }, { features: 'discriminator', quick: true });
    expect(found.features).toEqual({ kind: 'discriminator', columns: 8, network: null });
    expect(found.frechet.value).toBeLessThan(3 * found.frechet.baseline!);
    expect(found.full).toBeNull();
  });

  it('leaves no tensor behind, and a frozen pair as it was when the original changes', async () => {
    const before = tf.memory().numTensors;
    const frozen = freezePair(pair);
    const [name, variable] = [...pair.generator.variables][0]!;
    const kept = await variable.data();
    tf.tidy(() => variable.assign(variable.mul(2)));
    expect(await frozen.generator.variables.get(name)!.data()).toEqual(kept);
    tf.tidy(() => variable.assign(variable.mul(0.5)));
    await report(fresh(), { pair: frozen }, { quick: true });
    disposePair(frozen);
    expect(tf.memory().numTensors).toBe(before);
  });
});
