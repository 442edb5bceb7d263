import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { drawLatents } from '../src/core/latent';
import { RandomStream } from '../src/core/random';
import type { Config } from '../src/core/settings';
import type { Dataset } from '../src/data/dataset';
import type { BackendInfo } from '../src/gpu/backend';
import { tuningFor } from '../src/gpu/kernels/conv-launch';
import { planCost, planStep } from '../src/train/plan';
import { PlanStepper } from '../src/train/plan-stepper';
import { memoryUse, Run } from '../src/train/run';
import type { Batch, Stepper } from '../src/train/stepper';
import { TfjsStepper } from '../src/train/tfjs-stepper';
import { timeKernels, timeMatmul } from './kernel-timings';
import type { KernelTiming } from './kernel-timings';
import { jaxStep, peerCovers } from './peer-jax';
import type { PeerStep } from './peer-jax';

/** One way of making training steps, measured; times are medians in milliseconds. */
export interface StepTiming {
  msPerStep: number;
  /** JavaScript from the start of a step to the moment at which all of it is submitted. */
  jsMsPerStep: number;
  imagesPerSecond: number;
  /** Compute dispatches of one step. */
  programsPerStep: number;
  /** The first step, with all that is compiled for it. */
  firstStepMs: number;
  /** The most that was held on the GPU while it trained, its data and weights included. */
  gpuBytes: number;
}

/** What can be told of another framework's step from outside. */
export type PeerTiming = Pick<StepTiming, 'msPerStep' | 'jsMsPerStep' | 'imagesPerSecond' | 'firstStepMs'> & { name: string };

/** A D+G step by stock tfjs beside ours, measured in turn on one device. */
export interface StepBench {
  adapter: string;
  batch: number;
  stock: StepTiming;
  ours: StepTiming & { gflops: number; matmulGflops: number; shareOfMatmul: number };
  /** The same step in jax-js, where it was asked for. */
  peer?: PeerTiming;
  /** How many times faster ours is. */
  speedup: number;
  kernels: KernelTiming[];
}

/** What to measure: `repeats` timings of each way, alternating, after one that does not count. */
export interface BenchOptions {
  config: Config;
  repeats: number;
  /** Leaves the single layers out. */
  stepsOnly: boolean;
  /** Measures jax-js too. */
  peer: boolean;
  report: (line: string) => void;
}

/** Images that batches are drawn from; their content does not matter for speed. */
const IMAGES = 1024;
/** A timing covers as many steps as take about this long, so that a fast GPU is not timed by the clock's grain. */
const MS_PER_TIMING = 200;
/** Large enough to fill a GPU of some thousand cores; a software one would take minutes for the larger ones. */
const MATMUL_SIZES = { software: [512, 1024], hardware: [512, 1024, 2048, 4096] };

/** Measures both steps and, layer by layer, both sets of kernels; the webgpu backend of `info` must be current. */
export async function benchSteps(info: BackendInfo, options: BenchOptions): Promise<StepBench> {
  const { config, repeats, report } = options;
  const backend = tf.backend() as WebGPUBackend;
  const { device } = backend;
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  const tuning = tuningFor(info.software);
  const stock = await Contestant.start(config, (trainee) => new TfjsStepper(trainee));
  report(`stock: first step ${stock.firstStepMs.toFixed(0)} ms`);
  const ours = await Contestant.start(config, (trainee) => new PlanStepper(trainee, backend, tuning));
  report(`ours: first step ${ours.firstStepMs.toFixed(0)} ms`);
  const peer = options.peer ? await Peer.start(config) : undefined;
  for (let n = 0; n <= repeats; n++) {
    await stock.time(n > 0);
    await ours.time(n > 0);
    await peer?.time(n > 0);
    if (n > 0) report(`${n} of ${repeats}: stock ${stock.last.toFixed(1)} ms, ours ${ours.last.toFixed(1)} ms`);
  }
  const [stockTiming, oursTiming] = [stock.timing(), ours.timing()];
  stock.dispose();
  ours.dispose();

  const timing = { device, tuning, repeats };
  const rates = [];
  for (const size of MATMUL_SIZES[info.software ? 'software' : 'hardware']) rates.push(await timeMatmul(size, timing));
  const { flops } = planCost(planStep(config, { tuning, images: { size: 0, buffer: null } }));
  const gflops = flops / oursTiming.msPerStep / 1e6;
  const matmulGflops = Math.max(...rates);
  return {
    adapter: info.adapter,
    batch: config.batchSize,
    stock: stockTiming,
    ours: { ...oursTiming, gflops, matmulGflops, shareOfMatmul: gflops / matmulGflops },
    peer: peer?.timing(),
    speedup: stockTiming.msPerStep / oursTiming.msPerStep,
    kernels: options.stepsOnly ? [] : await timeKernels(config, config.batchSize, timing, ({ layer, kernel, stockMs, oursMs }) =>
      report(`${layer} ${kernel}: stock ${stockMs.toFixed(1)} ms, ours ${oursMs.toFixed(1)} ms`),
    ),
  };
}

/** The same step in another framework, timed step by step. */
class Peer {
  readonly #config: Config;
  readonly #step: PeerStep;
  readonly #images: Float32Array;
  readonly #latents: Float32Array;
  readonly #firstStepMs: number;
  readonly #ms: number[] = [];
  readonly #jsMs: number[] = [];

  private constructor(config: Config, step: PeerStep, images: Float32Array, latents: Float32Array, firstStepMs: number) {
    this.#config = config;
    this.#step = step;
    this.#images = images;
    this.#latents = latents;
    this.#firstStepMs = firstStepMs;
  }

  static async start(config: Config): Promise<Peer> {
    if (!peerCovers(config)) throw new Error('the peer knows the paper\'s layers and loss alone');
    const { batchSize, imageSize, channels, seed } = config;
    const stream = new RandomStream(seed, 'peer data');
    const images = stream.fillUniform(new Float32Array(batchSize * channels * imageSize ** 2), -1, 1);
    const latents = drawLatents(stream, batchSize, config);
    const begin = performance.now();
    const step = await jaxStep(config);
    await step(images.slice(), latents.slice());
    return new Peer(config, step, images, latents, performance.now() - begin);
  }

  async time(counts: boolean): Promise<void> {
    const begin = performance.now();
    const { losses, jsMs } = await this.#step(this.#images.slice(), this.#latents.slice());
    if (!losses.every(Number.isFinite)) throw new Error(`the peer's losses are ${losses.join(' and ')}`);
    if (!counts) return;
    this.#ms.push(performance.now() - begin);
    this.#jsMs.push(jsMs);
  }

  timing(): PeerTiming {
    const msPerStep = median(this.#ms);
    return {
      name: '@jax-js/jax 0.1.25',
      msPerStep,
      jsMsPerStep: median(this.#jsMs),
      imagesPerSecond: (1000 * this.#config.batchSize) / msPerStep,
      firstStepMs: this.#firstStepMs,
    };
  }
}

/** One run that steps are timed on. */
class Contestant {
  readonly #run: Run;
  readonly #batches: () => Batch;
  readonly #ms: number[] = [];
  readonly #jsMs: number[] = [];
  readonly programsPerStep: number;
  readonly firstStepMs: number;
  #gpuBytes: number;
  #stepsPerTiming = 1;

  private constructor(run: Run, batches: () => Batch, firstStepMs: number, programsPerStep: number, gpuBytes: number) {
    this.#run = run;
    this.#batches = batches;
    this.firstStepMs = firstStepMs;
    this.programsPerStep = programsPerStep;
    this.#gpuBytes = gpuBytes;
  }

  static async start(config: Config, makeStepper: ConstructorParameters<typeof Run>[3]): Promise<Contestant> {
    const before = memoryUse().gpuBytes;
    const run = new Run('bench', { dataset: noise(config), first: IMAGES, complete: Promise.resolve() }, config, makeStepper);
    const stream = new RandomStream(config.seed, 'bench');
    const batches = () => ({
      indices: Uint32Array.from({ length: config.batchSize }, () => stream.integer(IMAGES)),
      z: drawLatents(stream, config.batchSize, config),
    });
    const begin = performance.now();
    await run.stepper.prepare(() => undefined);
    await step(run.stepper, config, batches);
    const firstStepMs = performance.now() - begin;
    const programs = await countDispatches(() => step(run.stepper, config, batches));
    return new Contestant(run, batches, firstStepMs, programs, memoryUse().gpuBytes - before + run.stepper.gpuBytes);
  }

  /** The last timing, in milliseconds per step. */
  get last(): number {
    return this.#ms.at(-1) ?? Number.NaN;
  }

  async time(counts: boolean): Promise<void> {
    const { stepper, config } = this.#run;
    const begin = performance.now();
    let js = 0;
    for (let n = 0; n < this.#stepsPerTiming; n++) {
      const enqueued = performance.now();
      stepper.enqueue(1, 'both', config, this.#batches);
      js += performance.now() - enqueued;
      await stepper.collect(1);
    }
    await stepper.collect(0);
    const ms = (performance.now() - begin) / this.#stepsPerTiming;
    if (counts) {
      this.#ms.push(ms);
      this.#jsMs.push(js / this.#stepsPerTiming);
    } else this.#stepsPerTiming = Math.max(1, Math.round(MS_PER_TIMING / ms));
  }

  timing(): StepTiming {
    const msPerStep = median(this.#ms);
    return {
      msPerStep,
      jsMsPerStep: median(this.#jsMs),
      imagesPerSecond: (1000 * this.#run.config.batchSize) / msPerStep,
      programsPerStep: this.programsPerStep,
      firstStepMs: this.firstStepMs,
      gpuBytes: this.#gpuBytes,
    };
  }

  dispose(): void {
    this.#run.dispose();
  }
}

async function step(stepper: Stepper, config: Config, batches: () => Batch): Promise<void> {
  stepper.enqueue(1, 'both', config, batches);
  await stepper.collect(0);
}

/** Counts the compute dispatches that are recorded while `task` runs. */
async function countDispatches(task: () => Promise<void>): Promise<number> {
  const { prototype } = GPUComputePassEncoder;
  const original = Object.getOwnPropertyDescriptor(prototype, 'dispatchWorkgroups')!;
  let count = 0;
  Object.defineProperty(prototype, 'dispatchWorkgroups', {
    ...original,
    value(this: GPUComputePassEncoder, ...sizes: [number, number?, number?]) {
      count++;
      (original.value as GPUComputePassEncoder['dispatchWorkgroups']).apply(this, sizes);
    },
  });
  try {
    await task();
  } finally {
    Object.defineProperty(prototype, 'dispatchWorkgroups', original);
  }
  return count;
}

function noise({ imageSize, channels, seed }: Config): Dataset {
  const stream = new RandomStream(seed, 'images');
  return {
    id: 'noise',
    hash: '',
    split: 'train',
    size: imageSize,
    channels,
    classNames: ['noise'],
    attribution: { source: 'random numbers', url: 'about:blank', licence: 'none needed' },
    images: Uint8Array.from({ length: IMAGES * imageSize ** 2 * channels }, () => stream.integer(256)),
    labels: new Uint8Array(IMAGES),
    capacity: IMAGES,
    count: IMAGES,
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
