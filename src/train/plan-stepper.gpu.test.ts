import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { nodeBackend } from '../../scripts/node-backend';
import type { NodeBackend } from '../../scripts/node-backend';
import { drawLatents } from '../core/latent';
import { METRICS } from '../core/metrics';
import type { MetricsRow, StepPart } from '../core/metrics';
import { PRESETS } from '../core/presets';
import type { PresetId } from '../core/presets';
import { RandomStream } from '../core/random';
import type { Config } from '../core/settings';
import type { Dataset } from '../data/dataset';
import { SOFTWARE_TUNING } from '../gpu/kernels/conv-launch';
import { expectClose } from '../gpu/kernels/expect-close';
import { createPair, disposePair } from '../model/pair';
import { trainable } from '../model/network';
import type { Network } from '../model/network';
import { Adam } from './adam';
import { PlanStepper } from './plan-stepper';
import type { Batch, Stepper } from './stepper';
import { TfjsStepper } from './tfjs-stepper';
import type { Trainee } from './tfjs-stepper';

let gpu: NodeBackend;
beforeAll(async () => {
  gpu = await nodeBackend();
});

/** Images of two brightnesses, each with noise, so that there is something to learn. */
function dataset({ imageSize, channels }: Config): Dataset {
  const count = 40;
  const stream = new RandomStream(5, 'images');
  const images = new Uint8Array(count * imageSize ** 2 * channels);
  const noise = () => Math.floor(100 * stream.uniform());
  images.forEach((_, i) => (images[i] = (i % 7 < 3 ? 150 : 0) + noise()));
  return {
    id: 'test',
    hash: '',
    split: 'train',
    size: imageSize,
    channels,
    classNames: ['one'],
    attribution: { source: '', url: '', licence: '' },
    images,
    labels: new Uint8Array(count),
    capacity: count,
    count,
  };
}

interface Player {
  trainee: Trainee;
  stepper: Stepper;
  nextBatch: () => Batch;
}

/** A fresh pair with its stepper, the same for the same config, on the current backend. */
function player(config: Config, makeStepper: (trainee: Trainee) => Stepper): Player {
  const trained = createPair(config);
  const adamOf = (network: Network) => new Adam(trainable(network), config.beta1);
  const optimizers = { generator: adamOf(trained.generator), discriminator: adamOf(trained.discriminator) };
  const trainee = { config, trained, optimizers, dataset: dataset(config) };
  const latents = new RandomStream(11, 'z');
  const order = new RandomStream(12, 'order');
  const nextBatch = () => ({
    indices: order.permutation(trainee.dataset.count).slice(0, config.batchSize),
    z: drawLatents(latents, config.batchSize, config),
  });
  return { trainee, stepper: makeStepper(trainee), nextBatch };
}

const planned = (trainee: Trainee) => new PlanStepper(trainee, gpu.backend, SOFTWARE_TUNING);
const reference = (trainee: Trainee) => new TfjsStepper(trainee);

async function make({ trainee, stepper, nextBatch }: Player, parts: readonly StepPart[]): Promise<MetricsRow[]> {
  await stepper.prepare(() => undefined);
  const rows: MetricsRow[] = [];
  for (const [n, part] of parts.entries()) {
    stepper.enqueue(n + 1, part, trainee.config, nextBatch);
    rows.push(...(await stepper.collect(1)));
  }
  rows.push(...(await stepper.collect(0)));
  return rows;
}

function free({ trainee, stepper }: Player): void {
  stepper.dispose();
  for (const optimizer of Object.values(trainee.optimizers)) optimizer.dispose();
  disposePair(trainee.trained);
}

/** Makes the same steps by the plan on WebGPU and by the reference on the cpu backend. */
async function both<T>(config: Config, parts: readonly StepPart[], look: (p: Player, rows: MetricsRow[]) => Promise<T>) {
  const results: T[] = [];
  for (const [name, stepper] of [['webgpu', planned], ['cpu', reference]] as const) {
    await tf.setBackend(name);
    const p = player(config, stepper);
    results.push(await look(p, await make(p, parts)));
    free(p);
  }
  expect(gpu.errors).toEqual([]);
  return { plan: results[0]!, reference: results[1]! };
}

const SWITCHED: Partial<Config>[] = [
  {},
  { loss: 'leastSquares' },
  { loss: 'leastSquares', labelSmoothing: 0.2 },
  { loss: 'hinge' },
  { labelSmoothing: 0.1 },
  { resampling: 'pooling' },
  { batchNormG: 'off', batchNormD: 'off' },
  { batchNormG: 'everywhere', batchNormD: 'everywhere' },
  { hiddenLayer: true },
  { activationG: 'tanh', outputG: 'sigmoid', activationD: 'relu' },
  { activationG: 'leakyRelu', outputG: 'linear', activationD: 'tanh' },
  { kernel: 5, channels: 3, zDistribution: 'normal' },
  { resampling: 'pooling', kernel: 5, baseFilters: 3, batchNormD: 'off', batchNormG: 'off', hiddenLayer: true },
  { beta1: 0, imageSize: 32, batchSize: 3, baseFilters: 2 },
  { flip: true, diffAugment: 'translation', batchSize: 4 },
  { flip: true, diffAugment: 'all', channels: 3, batchSize: 4, baseFilters: 4 },
];

/** Every tensor of a network by name, and its optimizer's moments. */
async function stateOf({ variables }: Network, { variables: order, first, second }: Adam) {
  const names = [...variables.keys()].filter((name) => order.includes(variables.get(name)!));
  const all = new Map<string, tf.Variable>(variables);
  names.forEach((name, n) => all.set(`first ${name}`, first[n]!).set(`second ${name}`, second[n]!));
  return new Map(await Promise.all(Array.from(all, async ([name, v]) => [name, await v.data()] as const)));
}

/** The reference takes most of the time, so only the long run makes all 20 steps of every case at full size. */
const lean: Partial<Config> = process.env.TEST_LONG === undefined ? { baseFilters: 3, batchSize: 4 } : {};

/** Expects one update from rest to have the gradients, running statistics and metrics of the reference. */
async function expectSameUpdate(config: Config, part: 'discriminator' | 'generator'): Promise<void> {
  const { plan, reference: wanted } = await both(config, [part], async ({ trainee }, rows) => ({
    rows,
    state: await stateOf(trainee.trained[part], trainee.optimizers[part]),
  }));
  expect(plan.state.size).toBe(wanted.state.size);
  // After one step from rest Adam's moments are (1 - beta1) g and (1 - beta2) g^2.
  for (const [name, values] of plan.state) {
    if (name.startsWith('first ')) expectClose(values, wanted.state.get(name)!, 1e-4);
    if (/(mean|variance)$/.test(name)) expectClose(values, wanted.state.get(name)!, 1e-4);
  }
  METRICS.forEach((_, m) => {
    const value = wanted.rows[0]!.values[m]!;
    if (Number.isNaN(value)) expect(plan.rows[0]!.values[m]).toBeNaN();
    else expect(Math.abs(plan.rows[0]!.values[m]! - value)).toBeLessThan(1e-4 * Math.abs(value) + 1e-6);
  });
}

const presets: readonly PresetId[] = process.env.TEST_LONG === undefined ? ['class'] : ['class', 'pytorch64', 'paper64'];

test.each(presets)('every gradient of the preset %s is that of the reference', async (preset) => {
  const config = { ...PRESETS[preset], batchSize: 2 };
  await expectSameUpdate(config, 'discriminator');
  await expectSameUpdate(config, 'generator');
}, 3_600_000);

describe.each(SWITCHED)('with %o', (change) => {
  const config: Config = { ...PRESETS.tiny, ...change };

  test.each(['discriminator', 'generator'] as const)('every gradient of a %s step is that of the reference', async (part) => {
    await expectSameUpdate(config, part);
  });

  test('20 steps keep to the losses of the reference', async () => {
    const parts = Array.from({ length: 20 }, () => 'both' as const);
    const size = Object.keys(change).length === 0 ? {} : lean;
    const { plan, reference: wanted } = await both({ ...config, ...size }, parts, async (_, rows) => rows);
    expect(plan.map(({ step }) => step)).toEqual(parts.map((_, n) => n + 1));
    plan.forEach(({ values }, n) => {
      for (const m of [METRICS.indexOf('lossD'), METRICS.indexOf('lossG')]) {
        expect(Math.abs(values[m]! - wanted[n]!.values[m]!)).toBeLessThan(1e-2 * (1 + Math.abs(wanted[n]!.values[m]!)));
      }
    });
  }, 200_000);
});

describe('beside tfjs', () => {
  const config: Config = { ...PRESETS.tiny, baseFilters: 4, batchSize: 4 };
  const weightsOf = async ({ variables }: Network) =>
    Promise.all(Array.from(variables.values(), async (v) => Array.from(await v.data())));

  beforeAll(async () => {
    await tf.setBackend('webgpu');
  });

  test('changes only the network whose turn it is', async () => {
    const p = player(config, planned);
    const { generator, discriminator } = p.trainee.trained;
    const [g0, d0] = [await weightsOf(generator), await weightsOf(discriminator)];
    const rows = await make(p, ['discriminator']);
    expect(await weightsOf(generator)).toEqual(g0);
    const d1 = await weightsOf(discriminator);
    expect(d1).not.toEqual(d0);
    expect(Number.isNaN(rows[0]!.values[METRICS.indexOf('lossG')])).toBe(true);
    await make(p, ['generator']);
    expect(await weightsOf(discriminator)).toEqual(d1);
    expect(await weightsOf(generator)).not.toEqual(g0);
    expect([p.trainee.optimizers.discriminator.time, p.trainee.optimizers.generator.time]).toEqual([1, 1]);
    free(p);
  });

  test('takes a batch for each of several D updates, and G learns on the last', async () => {
    const change = { ...config, dSteps: 3 };
    const { plan, reference: wanted } = await both(change, ['both', 'both'], async ({ trainee, nextBatch }, rows) => ({
      rows,
      next: Array.from(nextBatch().indices),
      time: trainee.optimizers.discriminator.time,
    }));
    expect([plan.time, plan.next]).toEqual([6, wanted.next]);
    plan.rows.forEach(({ values }, n) => expectClose(values, wanted.rows[n]!.values, 1e-2));
    await tf.setBackend('webgpu');
  });

  test('the average of G follows it as in the reference, and only when G moves', async () => {
    const change: Config = { ...config, emaDecay: 0.99 };
    const averageOf = async ({ trainee }: Player) => weightsOf(trainee.trained.average!);
    const parts: StepPart[] = ['both', 'generator', 'both', 'both'];
    const { plan, reference: wanted } = await both(change, parts, averageOf);
    plan.forEach((values, n) => expectClose(Float32Array.from(values), wanted[n]!, 1e-2));
    await tf.setBackend('webgpu');
    const p = player(change, planned);
    await make(p, ['both']);
    const once = await averageOf(p);
    await make(p, ['discriminator']);
    expect(await averageOf(p)).toEqual(once);
    await make(p, ['generator']);
    expect(await averageOf(p)).not.toEqual(once);
    free(p);
  });

  test('a rate of zero keeps the weights, without a new plan', async () => {
    const p = player(config, planned);
    await make(p, ['both']);
    const kernel = p.trainee.trained.generator.variables.get('g1.kernel')!;
    const before = Array.from(await kernel.data());
    p.stepper.enqueue(2, 'both', { ...config, learningRateD: 0, learningRateG: 0 }, p.nextBatch);
    await p.stepper.collect(0);
    expect(Array.from(await kernel.data())).toEqual(before);
    free(p);
  });

  test('goes on from weights that tfjs assigned', async () => {
    const p = player(config, planned);
    const [first] = await make(p, ['both']);
    const again = player(config, planned);
    await make(again, ['both', 'both']);
    // Back to the start, by assigning every tensor and the moments: the same step must come out.
    const fresh = createPair(config);
    for (const name of ['generator', 'discriminator'] as const) {
      again.trainee.trained[name].variables.forEach((variable, key) => variable.assign(fresh[name].variables.get(key)!));
      const { first: m, second: v } = again.trainee.optimizers[name];
      for (const moment of [...m, ...v]) tf.tidy(() => moment.assign(tf.zeros(moment.shape)));
      again.trainee.optimizers[name].time = 0;
    }
    again.stepper.adopt();
    again.stepper.enqueue(3, 'both', config, player(config, reference).nextBatch);
    const [row] = await again.stepper.collect(0);
    expect(row!.values).toEqual(first!.values);
    expect(await weightsOf(again.trainee.trained.generator)).toEqual(await weightsOf(p.trainee.trained.generator));
    // What the variables were assigned from is untouched.
    expect(await weightsOf(fresh.generator)).toEqual(await weightsOf(createPair(config).generator));
  });

  test('the same seed gives the same run, bit for bit', async () => {
    const runs = [];
    for (let n = 0; n < 2; n++) {
      const p = player(config, planned);
      runs.push((await make(p, ['both', 'both', 'both'])).map(({ values }) => Array.from(values)));
      free(p);
    }
    expect(runs[1]).toEqual(runs[0]);
  });

  test('memory and tensors stay flat over many steps, and disposing gives all of it back', async () => {
    const p = player({ ...config, baseFilters: 1, zSize: 4 }, planned);
    await make(p, ['both', 'both']);
    const stepper = p.stepper as PlanStepper;
    const state = () => [tf.memory().numTensors, (tf.memory() as { numBytesInGPU?: number }).numBytesInGPU, stepper.gpuBytes];
    const before = state();
    const count = process.env.TEST_LONG === undefined ? 100 : 1000;
    for (let n = 0; n < count; n++) {
      p.stepper.enqueue(n + 3, 'both', p.trainee.config, p.nextBatch);
      await p.stepper.collect(1);
    }
    expect(state()).toEqual(before);
    expect(stepper.times.jsMs).toBeGreaterThan(0);
    free(p);
    expect(stepper.gpuBytes).toBe(0);
    expect(gpu.errors).toEqual([]);
  }, 600_000);

  test('gives its memory back and says so where the GPU has no room, and can be tried again', async () => {
    const p = player({ ...config, baseFilters: 1, zSize: 4 }, planned);
    const stepper = p.stepper as PlanStepper;
    const pop = vi.spyOn(gpu.backend.device, 'popErrorScope').mockResolvedValueOnce({ message: 'no room' });
    await expect(stepper.prepare(() => undefined)).rejects.toMatchObject({ userMessage: { code: 'outOfMemory', detail: 'no room' } });
    expect(stepper.gpuBytes).toBe(0);
    pop.mockRestore();
    // The scope that the stand-in left open.
    await gpu.backend.device.popErrorScope();
    expect(await make(p, ['both'])).toHaveLength(1);
    expect(stepper.gpuBytes).toBeGreaterThan(0);
    free(p);
    expect(gpu.errors).toEqual([]);
  });

  test('times all updates of D in a step, from the first pass to the last', async () => {
    const p = player({ ...config, dSteps: 3 }, planned);
    const { device } = gpu.backend;
    const passes: GPUComputePassDescriptor[] = [];
    const createEncoder = device.createCommandEncoder.bind(device);
    const begin = vi.spyOn(device, 'createCommandEncoder').mockImplementation((descriptor) => {
      const encoder = createEncoder(descriptor);
      const beginPass = encoder.beginComputePass.bind(encoder);
      encoder.beginComputePass = (pass) => {
        passes.push(pass ?? {});
        return beginPass(pass);
      };
      return encoder;
    });
    await make(p, ['both']);
    begin.mockRestore();
    const edges = passes
      .filter(({ label }) => label === 'discriminator' || label === 'generator')
      .map(({ label, timestampWrites: at }) => [
        label,
        at?.beginningOfPassWriteIndex !== undefined,
        at?.endOfPassWriteIndex !== undefined,
      ]);
    const timed = device.features.has('timestamp-query');
    expect(edges).toEqual([
      ['discriminator', timed, false],
      ['discriminator', false, false],
      ['discriminator', false, timed],
      ['generator', timed, timed],
    ]);
    const { msD, msG } = p.stepper.times;
    if (timed) expect(Math.min(msD!, msG!)).toBeGreaterThan(0);
    else expect([msD, msG]).toEqual([null, null]);
    free(p);
  });

  test('sees images that arrive while it trains, and those of a set too large to keep', async () => {
    const full = player(config, planned);
    const late = player(config, (trainee) => {
      Object.assign(trainee, { dataset: { ...trainee.dataset, count: 20 } });
      return planned(trainee);
    });
    await late.stepper.prepare(() => undefined);
    const batch = (indices: number[]): Batch => ({ indices: Uint32Array.from(indices), z: new Float32Array(4 * config.zSize) });
    const score = async ({ stepper }: Player, indices: number[]) => {
      const still = { ...config, learningRateD: 0, learningRateG: 0 };
      stepper.enqueue(1, 'discriminator', still, () => batch(indices));
      return (await stepper.collect(0))[0]!.values[METRICS.indexOf('dReal')]!;
    };
    await full.stepper.prepare(() => undefined);
    const wanted = await score(full, [0, 21, 39, 5]);
    await score(late, [0, 1, 2, 3]);
    late.trainee.dataset.count = 40;
    expect(await score(late, [0, 21, 39, 5])).toBeCloseTo(wanted, 6);
    const streamed = player(config, (trainee) => {
      Object.assign(trainee, { dataset: { ...trainee.dataset, capacity: 2 ** 40 } });
      return planned(trainee);
    });
    await streamed.stepper.prepare(() => undefined);
    expect(await score(streamed, [0, 21, 39, 5])).toBeCloseTo(wanted, 6);
    expect(await score(streamed, [7, 7, 7, 7])).not.toBeCloseTo(wanted, 6);
    for (const p of [full, late, streamed]) free(p);
  });
});
