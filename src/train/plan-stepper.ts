import type * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { drawChanges, drawFlips } from '../core/augmentation';
import { MessageError } from '../core/messages';
import { metricsRow } from '../core/metrics';
import type { MetricsRow, StepPart } from '../core/metrics';
import { Executor } from '../gpu/executor';
import type { Block, Slice } from '../gpu/executor-memory';
import { LiveVariables } from '../gpu/executor-variables';
import { adamStep } from '../gpu/kernels/adam';
import type { Tuning } from '../gpu/kernels/conv-launch';
import type { Network } from '../model/network';
import { ADAM_EPSILON, BETA2 } from './adam';
import type { Adam } from './adam';
import { augmentationStreams } from './augmentation-streams';
import type { AugmentationStreams } from './augmentation-streams';
import { averageKeeps } from './average';
import { planExceeds, planStep, SETTINGS_LAYOUT } from './plan';
import type { SequenceName, StepPlan } from './plan';
import { PlanImages } from './plan-images';
import type { ParameterPlan } from './plan-parameters';
import { Readings } from './plan-readings';
import type { Reading } from './plan-readings';
import type { Batch, Stepper, StepSettings, StepTimes } from './stepper';
import type { Trainee } from './tfjs-stepper';

interface Pending {
  step: number;
  part: StepPart;
  reading: Promise<Reading>;
}

/** Steps over which the medians of StepTimes are taken. */
const TIMED_STEPS = 32;

/**
 * The planned step: all programs, buffers and bind groups of both updates are made once, and a step only writes its
 * latents, image indices and rates and submits them. The weights are in the very buffers that the tfjs variables have.
 */
export class PlanStepper implements Stepper {
  readonly kind = 'plan';
  readonly #trainee: Trainee;
  readonly #device: GPUDevice;
  readonly #plan: StepPlan;
  readonly #images: PlanImages;
  readonly #executor: Executor<SequenceName>;
  readonly #variables: LiveVariables;
  readonly #readings: Readings;
  readonly #settings = new Float32Array(SETTINGS_LAYOUT.size / Float32Array.BYTES_PER_ELEMENT);
  readonly #recent: { reading: Reading; part: StepPart }[] = [];
  readonly #jsMs: number[] = [];
  #pending: Pending[] = [];
  #allocated = false;

  /** Throws a RangeError where `planCovers` does not answer true. */
  constructor(trainee: Trainee, backend: WebGPUBackend, tuning: Tuning) {
    const { device } = backend;
    const { config, trained, optimizers, dataset } = trainee;
    this.#trainee = trainee;
    this.#device = device;
    const { maxBufferSize, maxStorageBufferBindingSize } = device.limits;
    this.#images = new PlanImages(dataset, config.batchSize, Math.min(maxBufferSize, maxStorageBufferBindingSize));
    this.#plan = planStep(config, { tuning, images: this.#images.block });
    const reason = planExceeds(this.#plan, device.limits);
    if (reason !== undefined) throw new RangeError(reason);
    this.#executor = new Executor(device, this.#plan.sequences);
    this.#variables = new LiveVariables(
      backend,
      new Map([
        ...blocksOf(trained.generator, optimizers.generator, this.#plan.generator),
        ...blocksOf(trained.discriminator, optimizers.discriminator, this.#plan.discriminator),
        ...averageBlocks(trained.average, this.#plan.average),
      ]),
    );
    this.#readings = new Readings(device);
  }

  /** Bytes on the GPU beside those of the variables, which tfjs counts. */
  get gpuBytes(): number {
    return this.#allocated ? this.#plan.memory.total + this.#images.block.size + this.#readings.bytes : 0;
  }

  async prepare(onProgress: (done: number, total: number) => void): Promise<void> {
    await this.#executor.compile(onProgress);
    await this.#allocate();
    this.#variables.refresh();
    this.#executor.bind();
  }

  enqueue(step: number, part: StepPart, settings: StepSettings, nextBatch: () => Batch): void {
    const begin = performance.now();
    if (this.#variables.refresh()) this.#executor.bind();
    const random = augmentationStreams(this.#trainee.config.seed, step);
    let batch = nextBatch();
    const updates = part === 'generator' ? 1 : settings.dSteps;
    for (let n = 1; n < updates; n++) {
      const update = this.#encode('discriminator', batch, settings, random, this.#readings.timed('discriminator', n === 1, false));
      this.#device.queue.submit([update.finish()]);
      batch = nextBatch();
    }
    const encoder = this.#encode(part, batch, settings, random, this.#readings.timed('discriminator', updates === 1, true));
    const read = this.#readings.record(encoder, this.#plan.metrics);
    this.#device.queue.submit([encoder.finish()]);
    const reading = read();
    // Reported when it is collected; a rejection before that is not unhandled.
    reading.catch(() => undefined);
    this.#pending.push({ step, part, reading });
    keepRecent(this.#jsMs, performance.now() - begin);
  }

  async collect(inFlight: number): Promise<MetricsRow[]> {
    const rows: MetricsRow[] = [];
    while (this.#pending.length > inFlight) {
      const { step, part, reading } = this.#pending.shift()!;
      const done = await reading;
      rows.push(metricsRow(step, part, done.values));
      keepRecent(this.#recent, { reading: done, part });
    }
    return rows;
  }

  /** Where the time of recent steps went. */
  get times(): StepTimes {
    const times = (without: StepPart, of: 'msD' | 'msG') =>
      this.#recent.flatMap(({ reading, part }) => (part === without ? [] : (reading[of] ?? [])));
    return {
      msD: median(times('generator', 'msD')),
      msG: median(times('discriminator', 'msG')),
      jsMs: median(this.#jsMs),
    };
  }

  /** Nothing to do: each step binds the variables' buffers anew when they have changed. */
  adopt(): void {}

  dispose(): void {
    this.#pending = [];
    this.#free();
    this.#readings.destroy();
  }

  /** Makes the buffers; where the GPU has no room for them they are given back, and the message says so. */
  async #allocate(): Promise<void> {
    const device = this.#device;
    device.pushErrorScope('out-of-memory');
    this.#plan.memory.allocate(device);
    this.#images.allocate(device);
    const error = await device.popErrorScope();
    this.#allocated = true;
    if (!error) return;
    this.#free();
    throw new MessageError('outOfMemory', {}, error.message);
  }

  #free(): void {
    this.#plan.memory.destroy();
    this.#images.destroy();
    this.#allocated = false;
  }

  /** Writes a batch and records the updates of `part` on it; to be submitted before the next batch is written. */
  #encode(
    part: StepPart,
    { indices, z }: Batch,
    settings: StepSettings,
    random: AugmentationStreams,
    passD: GPUComputePassDescriptor,
  ): GPUCommandEncoder {
    const plan = this.#plan;
    this.#write(plan.z, z);
    if (part !== 'generator') {
      this.#write(plan.indices, this.#images.choose(this.#device, indices) as Uint32Array<ArrayBuffer>);
    }
    this.#writeSettings(part, settings);
    this.#writeAugmentation(part, random);
    const encoder = this.#device.createCommandEncoder();
    if (part !== 'generator') this.#record(encoder, passD, ['generate', 'discriminator']);
    // G has not changed since it made this batch's fakes for D, so its forward pass serves its own update too.
    const passG = this.#readings.timed('generator');
    if (part === 'both') this.#record(encoder, passG, ['generator']);
    if (part === 'generator') this.#record(encoder, passG, ['generate', 'generator']);
    return encoder;
  }

  #record(encoder: GPUCommandEncoder, descriptor: GPUComputePassDescriptor, names: readonly SequenceName[]): void {
    const pass = encoder.beginComputePass(descriptor);
    for (const name of names) this.#executor.encode(pass, name);
    pass.end();
  }

  #writeSettings(part: StepPart, { labelSmoothing, learningRateD, learningRateG }: StepSettings): void {
    const put = (at: number, values: readonly number[]) =>
      this.#settings.set(values, at / Float32Array.BYTES_PER_ELEMENT);
    const advance = (optimizer: Adam, rate: number) => {
      optimizer.time++;
      return adamStep(rate, optimizer.time, { beta1: optimizer.beta1, beta2: BETA2, epsilon: ADAM_EPSILON });
    };
    const { generator, discriminator } = this.#trainee.optimizers;
    if (part !== 'generator') put(SETTINGS_LAYOUT.adamD, advance(discriminator, learningRateD));
    if (part !== 'discriminator') {
      put(SETTINGS_LAYOUT.adamG, advance(generator, learningRateG));
      put(SETTINGS_LAYOUT.averageKeeps, [averageKeeps(this.#trainee.config.emaDecay, generator.time)]);
    }
    put(SETTINGS_LAYOUT.realTarget, [1 - labelSmoothing]);
    this.#write(this.#plan.settings, this.#settings);
  }

  /** Draws what is changed in the images of an update, in the order in which the reference does. */
  #writeAugmentation(part: StepPart, { flips, changes }: AugmentationStreams): void {
    const { config, trained } = this.#trainee;
    const { batchSize, imageSize, diffAugment } = config;
    const plan = this.#plan;
    const draw = (place: Slice) =>
      this.#write(place, drawChanges(diffAugment, batchSize, imageSize, trained.range, changes));
    if (plan.flips && part !== 'generator') this.#write(plan.flips, drawFlips(batchSize, flips));
    if (!plan.changes) return;
    if (part !== 'generator') {
      draw(plan.changes.real);
      draw(plan.changes.fake);
    }
    if (part !== 'discriminator') draw(plan.changes.fakeForG);
  }

  #write({ block, offset, size }: Slice, values: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>): void {
    if (values.byteLength !== size) throw new RangeError(`${values.byteLength} bytes for a place of ${size}`);
    this.#device.queue.writeBuffer(block.buffer!, offset, values);
  }
}

/** Each tfjs variable of a network and its optimizer, with the block that stands for it in the plan. */
function blocksOf(network: Network, optimizer: Adam, plan: ParameterPlan): [tf.Variable, Block][] {
  return Array.from(network.variables, ([name, variable]): [tf.Variable, Block][] => {
    const pairs: [tf.Variable, Block][] = [[variable, plan.values.get(name)!]];
    const at = optimizer.variables.indexOf(variable);
    if (at >= 0) {
      pairs.push([optimizer.first[at]!, plan.first.get(name)!], [optimizer.second[at]!, plan.second.get(name)!]);
    }
    return pairs;
  }).flat();
}

/** The tfjs variables of G's moving average, with the blocks that stand for them in the plan. */
function averageBlocks(average: Network | null, blocks: StepPlan['average']): [tf.Variable, Block][] {
  return Array.from(average?.variables ?? [], ([name, variable]) => [variable, blocks.get(name)!]);
}

function keepRecent<T>(list: T[], value: T): void {
  list.push(value);
  if (list.length > TIMED_STEPS) list.shift();
}

function median(values: readonly number[]): number | null {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;
}
