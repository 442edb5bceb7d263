import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { architecture, type LayerSpec } from '../src/core/architecture';
import type { Config } from '../src/core/settings';
import { convForward } from '../src/gpu/kernels/conv-forward';
import { convInputGradient } from '../src/gpu/kernels/conv-input-gradient';
import type { Tuning } from '../src/gpu/kernels/conv-launch';
import { convFilterGradient } from '../src/gpu/kernels/filter-gradient';
import { convFlops, convSizes, type ConvGeometry } from '../src/gpu/kernels/geometry';
import { layerGeometry } from '../src/gpu/kernels/layer-geometry';
import { matmul } from '../src/gpu/kernels/matmul';
import type { Program } from '../src/gpu/kernels/program';
import { prepare, type Launch } from '../src/gpu/kernels/run';

/** One kernel of one layer, timed beside tfjs's own on the same device; milliseconds are medians. */
export interface KernelTiming {
  layer: string;
  kernel: 'forward' | 'inputGradient' | 'filterGradient';
  stockMs: number;
  oursMs: number;
  /** Of ours: multiplies and adds of the mathematics per nanosecond. */
  gflops: number;
  /** Largest difference between the two results, relative to the largest value. */
  difference: number;
}

/** A timing takes about this long, of work that takes less by itself. */
const MS_PER_TIMING = 50;

/** How to time: tfjs's webgpu backend must be the active one and own `device`. */
export interface TimingOptions {
  device: GPUDevice;
  tuning: Tuning;
  /** Timed runs of each, after one that is not counted. */
  repeats: number;
}

/** One of our kernels with what it reads and writes, and tfjs's own that gives the same tensor. */
interface Contest {
  kernel: KernelTiming['kernel'];
  programs: readonly Program[];
  inputs: Readonly<Record<string, tf.Tensor4D>>;
  output: string;
  sizes: Readonly<Record<string, number>>;
  stock: () => tf.Tensor;
}

/**
 * Times every kernel of every layer of both networks, ours and tfjs's alternating; `report` gets each when
 * ready.
 */
export async function timeKernels(
  config: Config,
  batch: number,
  options: TimingOptions,
  report: (timing: KernelTiming) => void,
): Promise<KernelTiming[]> {
  const timings: KernelTiming[] = [];
  const { generator, discriminator } = architecture(config);
  for (const layer of [...generator, ...discriminator]) {
    for (const timing of await timeLayer(layer, layerGeometry(layer, batch), options)) {
      timings.push(timing);
      report(timing);
    }
  }
  return timings;
}

/** The rate of our square matrix product in GFLOP/s: the median of the repeats. */
export async function timeMatmul(size: number, { device, tuning, repeats }: TimingOptions): Promise<number> {
  const programs = matmul(size, tuning);
  const ones = new Float32Array(size * size).fill(1);
  const launch = await prepare(device, programs, { x: ones, weights: ones }, { y: size * size });
  const work = () => launch.submit();
  const runs = runsFor(await timed(device, work, 1));
  const times = [];
  for (let i = 0; i < repeats; i++) times.push(await timed(device, work, runs));
  launch.destroy();
  return (2 * size ** 3) / median(times) / 1e6;
}

async function timeLayer(layer: LayerSpec, g: ConvGeometry, options: TimingOptions): Promise<KernelTiming[]> {
  const x = tf.randomUniform<tf.Rank.R4>([g.batch, g.inHeight, g.inWidth, g.inChannels], -1, 1, 'float32', 1);
  const weights = tf.randomUniform<tf.Rank.R4>(
    [g.kernel, g.kernel, g.inChannels, g.outChannels],
    -1,
    1,
    'float32',
    2,
  );
  const dy = tf.randomUniform<tf.Rank.R4>(
    [g.batch, g.outHeight, g.outWidth, g.outChannels],
    -1,
    1,
    'float32',
    3,
  );
  const contests = contestsOf(layer, g, options.tuning, { x, weights, dy });
  const timings: KernelTiming[] = [];
  for (const contest of contests)
    timings.push({ layer: layer.name, ...(await timeContest(contest, g, options)) });
  tf.dispose([x, weights, dy]);
  return timings;
}

function contestsOf(
  layer: LayerSpec,
  g: ConvGeometry,
  tuning: Tuning,
  { x, weights, dy }: Record<'x' | 'weights' | 'dy', tf.Tensor4D>,
): Contest[] {
  const sizes = convSizes(g);
  const { programs, scratchFloats } = convFilterGradient(g, tuning);
  const transposed = layer.kind === 'transposedConv';
  return [
    {
      kernel: transposed ? 'inputGradient' : 'forward',
      programs: convForward(g, tuning),
      inputs: { x, weights },
      output: 'y',
      sizes: { y: sizes.output },
      stock: () => tf.conv2d(x, weights, g.stride, 'same'),
    },
    {
      kernel: transposed ? 'forward' : 'inputGradient',
      programs: convInputGradient(g, tuning),
      inputs: { dy, weights },
      output: 'dx',
      sizes: { dx: sizes.input },
      stock: () => tf.conv2dTranspose(dy, weights, x.shape, g.stride, 'same'),
    },
    {
      kernel: 'filterGradient',
      programs,
      inputs: { x, dy },
      output: 'dWeights',
      sizes: { dWeights: sizes.filter, ...(scratchFloats > 0 && { partial: scratchFloats }) },
      stock: () => stockFilterGradient(x, dy, g, weights.shape),
    },
  ];
}

/** tfjs's own filter gradient, as its gradient of conv2d calls it. */
function stockFilterGradient(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  g: ConvGeometry,
  filterShape: number[],
): tf.Tensor {
  const attributes = { strides: [g.stride, g.stride], pad: 'same', dataFormat: 'NHWC', filterShape };
  return tf.engine().runKernel('Conv2DBackpropFilter', { x, dy }, attributes);
}

async function timeContest(contest: Contest, g: ConvGeometry, options: TimingOptions) {
  const { device, repeats } = options;
  const launch = await prepare(device, contest.programs, await values(contest.inputs), contest.sizes);
  const runStock = () => {
    contest.stock().dispose();
    submitStock(tf.backend() as WebGPUBackend);
  };
  const runOurs = () => launch.submit();
  const stock: number[] = [];
  const ours: number[] = [];
  await timed(device, runStock, 1); // compiles
  const [runsOfStock, runsOfOurs] = [runsFor(await timed(device, runStock, 1)), runsFor(await timed(device, runOurs, 1))];
  for (let i = 0; i < repeats; i++) {
    stock.push(await timed(device, runStock, runsOfStock));
    ours.push(await timed(device, runOurs, runsOfOurs));
  }
  const difference = await largestDifference(contest, launch);
  launch.destroy();
  const oursMs = median(ours);
  const stockMs = median(stock);
  return { kernel: contest.kernel, stockMs, oursMs, gflops: convFlops(g) / oursMs / 1e6, difference };
}

/** Hands what tfjs has recorded to the device now, as a readback of its would. */
function submitStock(backend: WebGPUBackend): void {
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  backend.submitQueue();
}

async function values(tensors: Readonly<Record<string, tf.Tensor>>): Promise<Record<string, Float32Array>> {
  const entries = Object.entries(tensors).map(
    async ([name, tensor]) => [name, await floats(tensor)] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}

async function floats(tensor: tf.Tensor): Promise<Float32Array> {
  return Float32Array.from(await tensor.data());
}

async function largestDifference({ stock, output }: Contest, launch: Launch): Promise<number> {
  const wanted = stock();
  const [a, b] = [await floats(wanted), await launch.read(output)];
  wanted.dispose();
  const largest = a.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? Infinity))), 0) / largest;
}

/**
 * How often to do work that took `ms` in one timing. Waiting for a device takes a browser some milliseconds by itself
 * (2.5 on an NVIDIA H200), more than a kernel there.
 */
function runsFor(ms: number): number {
  return Math.max(1, Math.min(64, Math.round(MS_PER_TIMING / ms)));
}

/** Milliseconds for each of `runs` times of some work, from the first call until the device has done it all. */
async function timed(device: GPUDevice, work: () => void, runs: number): Promise<number> {
  const start = performance.now();
  for (let n = 0; n < runs; n++) work();
  await device.queue.onSubmittedWorkDone();
  return (performance.now() - start) / runs;
}

/** The middle of the values; of an even number, the lower of the two in the middle. */
function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor((numbers.length - 1) / 2)]!;
}
