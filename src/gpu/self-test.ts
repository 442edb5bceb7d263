import { activationBackward, activationForward } from './kernels/activation';
import { adam, adamStep } from './kernels/adam';
import { augment, augmentGradient } from './kernels/augment';
import { moveAverages } from './kernels/average';
import { batchNormForward, batchNormStatsFloats } from './kernels/batch-norm';
import { batchNormBackward } from './kernels/batch-norm-gradient';
import { moveRunningStatistics } from './kernels/batch-norm-running';
import { convForward } from './kernels/conv-forward';
import { convInputGradient } from './kernels/conv-input-gradient';
import type { Tuning } from './kernels/conv-launch';
import { denseForward, denseInputGradient, denseWeightGradient } from './kernels/dense';
import { convFilterGradient, type FilterGradient } from './kernels/filter-gradient';
import { gatherImages } from './kernels/gather';
import { convGeometry, convSizes, type ConvGeometry } from './kernels/geometry';
import { discriminatorLoss, generatorLoss } from './kernels/loss';
import { euclideanNorm } from './kernels/norm';
import type { Program } from './kernels/program';
import { maxPool, maxPoolGradient, upsample, upsampleGradient } from './kernels/resample';
import { prepare } from './kernels/run';
import {
  activationReference,
  adamReference,
  augmentReference,
  averageReference,
  batchNormReference,
  convReference,
  lossReference,
  resampleReference,
} from './self-test-reference';

/** Kernels that stand or fall together. */
export type KernelFamily =
  | 'convolution'
  | 'dense'
  | 'batchNorm'
  | 'activation'
  | 'loss'
  | 'adam'
  | 'average'
  | 'augment'
  | 'gradientNorm'
  | 'gather'
  | 'resample';

/** A family that this GPU computes wrongly or not at all, with what was seen, in words for the log. */
export interface KernelFailure {
  family: KernelFamily;
  detail: string;
}

/** Runs programs on named inputs and zeroed outputs, and gives the contents of all of these afterwards. */
type Runner = (
  programs: readonly Program[],
  inputs: Readonly<Record<string, Float32Array>>,
  sizes?: Readonly<Record<string, number>>,
) => Promise<Record<string, Float32Array>>;

/** Computes with the kernels and without; each entry is a result and what it should be. */
type Check = (run: Runner, tuning: Tuning) => Promise<readonly (readonly [Float32Array, ArrayLike<number>])[]>;

/** Share of the largest wanted value that a result may be off by: far above rounding, far below a mistake. */
const TOLERANCE = 1e-3;

/**
 * Computes a small case of every kernel family on the device and in plain JavaScript, and gives the families that
 * differ: they must not be used on this GPU. Takes some tens of compilations; nothing is kept on the device.
 */
export async function selfTest(device: GPUDevice, tuning: Tuning): Promise<KernelFailure[]> {
  const run = runnerOf(device);
  // A refused program also leaves its outputs at zero, which the comparison sees: no need to report it twice.
  device.pushErrorScope('validation');
  const families = Object.keys(CHECKS) as KernelFamily[];
  const failures = await Promise.all(
    families.map(async (family): Promise<KernelFailure[]> => {
      const detail = await CHECKS[family](run, tuning).then(difference, (cause: unknown) => String(cause));
      return detail === undefined ? [] : [{ family, detail }];
    }),
  );
  await device.popErrorScope();
  return failures.flat();
}

function runnerOf(device: GPUDevice): Runner {
  return async (programs, inputs, sizes = {}) => {
    const launch = await prepare(device, programs, inputs, sizes);
    launch.submit();
    const names = [...launch.buffers.keys()];
    const contents = await Promise.all(names.map((name) => launch.read(name)));
    launch.destroy();
    return Object.fromEntries(names.map((name, n) => [name, contents[n]!]));
  };
}

function difference(pairs: readonly (readonly [Float32Array, ArrayLike<number>])[]): string | undefined {
  for (const [actual, wanted] of pairs) {
    const allowed = TOLERANCE * Math.max(...Array.from(wanted, Math.abs));
    const at = Array.from(wanted).findIndex((value, i) => !(Math.abs(actual[i]! - value) <= allowed));
    if (at >= 0) return `value ${at} of ${wanted.length} is ${actual[at]}, not ${wanted[at]}`;
  }
  return undefined;
}

/** Numbers between -1 and 1 without a pattern that a kernel could hit by chance. */
function numbers(count: number, seed: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => Math.sin(12.9898 * i + 78.233 * seed + 1));
}

/** The outputs of a filter gradient of `weights` values. */
function gradientSizes({ scratchFloats }: FilterGradient, weights: number): Record<string, number> {
  return scratchFloats > 0 ? { dWeights: weights, partial: scratchFloats } : { dWeights: weights };
}

async function checkConvolution(run: Runner, g: ConvGeometry, tuning: Tuning) {
  const sizes = convSizes(g);
  const x = numbers(sizes.input, 1);
  const weights = numbers(sizes.filter, 2);
  const dy = numbers(sizes.output, 3);
  const wanted = convReference(g, x, weights, dy);
  const filter = convFilterGradient(g, tuning);
  const [forward, input, kernel] = await Promise.all([
    run(convForward(g, tuning), { x, weights }, { y: sizes.output }),
    run(convInputGradient(g, tuning), { dy, weights }, { dx: sizes.input }),
    run(filter.programs, { x, dy }, gradientSizes(filter, sizes.filter)),
  ]);
  return [
    [forward.y!, wanted.y],
    [input.dx!, wanted.dx],
    [kernel.dWeights!, wanted.dWeights],
  ] as const;
}

const CHECKS: Record<KernelFamily, Check> = {
  /** One case in single channels and one in vectors of four. */
  convolution: async (run, tuning) => {
    const small = { batch: 3, inHeight: 6, inWidth: 8, stride: 2 };
    const scalar = convGeometry({ ...small, inChannels: 1, outChannels: 3, kernel: 5 });
    const vector = convGeometry({ ...small, inChannels: 4, outChannels: 8, kernel: 4 });
    const results = [await checkConvolution(run, scalar, tuning), await checkConvolution(run, vector, tuning)];
    return results.flat();
  },
  dense: async (run, tuning) => {
    const shape = { batch: 5, inputs: 12, outputs: 4 };
    const [x, weights, dy] = [numbers(60, 1), numbers(48, 2), numbers(20, 3)];
    const line = { batch: 1, inHeight: 1, inWidth: 5, inChannels: 12, outChannels: 4, kernel: 1, stride: 1 };
    const wanted = convReference(convGeometry(line), x, weights, dy);
    const gradient = denseWeightGradient(shape, tuning);
    const { y } = await run(denseForward(shape, tuning), { x, weights }, { y: 20 });
    const { dx } = await run(denseInputGradient(shape, tuning), { dy, weights }, { dx: 60 });
    const { dWeights } = await run(gradient.programs, { x, dy }, gradientSizes(gradient, 48));
    return [
      [y!, wanted.y],
      [dx!, wanted.dx],
      [dWeights!, wanted.dWeights],
    ];
  },
  batchNorm: async (run) => {
    const shape = { groups: 2, rows: 37, channels: 4, activation: 'leakyRelu' } as const;
    const [x, dy] = [numbers(2 * 37 * 4, 1), numbers(2 * 37 * 4, 2)];
    const [gamma, beta] = [numbers(4, 3), numbers(4, 4)];
    const wanted = batchNormReference(shape, { x, gamma, beta, dy });
    const forward = batchNormForward(shape, 1e-5);
    const backward = batchNormBackward(shape, true);
    const stats = batchNormStatsFloats(shape);
    const first = await run(forward.programs, { x, gamma, beta }, { partial: forward.scratchFloats, stats, y: x.length });
    const second = await run(
      backward.programs,
      { x, y: first.y!, stats: first.stats!, gamma, dy },
      { partial: backward.scratchFloats, sums: 16, dGamma: 4, dBeta: 4 },
    );
    const move = moveRunningStatistics([{ channels: 4, groups: 2, statsAt: 0 }], 0.9);
    const running = await run([move], { stats: first.stats! }, { mean0: 4, variance0: 4 });
    return [
      [first.y!, wanted.y],
      [second.dy!, wanted.dx],
      [second.dGamma!, wanted.dGamma],
      [second.dBeta!, wanted.dBeta],
      [running.mean0!, wanted.runningMean],
      [running.variance0!, wanted.runningVariance],
    ];
  },
  activation: async (run) => {
    const shape = { rows: 30, channels: 4, activation: 'tanh', bias: true } as const;
    const [x, dy, bias] = [numbers(120, 1).map((v) => 4 * v), numbers(120, 2), numbers(4, 3)];
    const wanted = activationReference(x, bias, dy);
    const backward = activationBackward(shape);
    const { x: y } = await run([activationForward(shape)], { x, bias });
    const sizes = { partial: backward.scratchFloats, total: 4 };
    const { dy: dx, total } = await run(backward.programs, { y: y!, dy }, sizes);
    return [
      [y!, wanted.y],
      [dx!, wanted.dx],
      [total!, wanted.dBias],
    ];
  },
  loss: async (run) => {
    const logits = numbers(140, 1).map((v) => 6 * v);
    const wanted = lossReference(logits, 0.9);
    const d = discriminatorLoss('nonSaturating', 70, { loss: 0, real: 1, fake: 2 });
    const g = generatorLoss('nonSaturating', 140, { loss: 0, fake: 1 });
    const inputs = { target_of_real: Float32Array.of(0.9), logits };
    const ofD = await run([d], inputs, { dLogits: 140, metrics: 3 });
    const ofG = await run([g], { logits }, { dLogits: 140, metrics: 2 });
    return [
      [ofD.metrics!, wanted.metricsD],
      [ofD.dLogits!, wanted.dLogitsD],
      [ofG.metrics!, wanted.metricsG],
      [ofG.dLogits!, wanted.dLogitsG],
    ];
  },
  adam: async (run) => {
    const settings = { beta1: 0.5, beta2: 0.999, epsilon: 1e-8 };
    const [w0, gradients, m0, v0] = [numbers(8, 1), numbers(8, 2), numbers(8, 3), numbers(8, 4).map(Math.abs)];
    const wanted = adamReference({ w: w0, g: gradients, m: m0, v: v0 }, 0.01, 3, settings);
    const step = Float32Array.from(adamStep(0.01, 3, settings));
    const result = await run([adam([{ size: 8, gradientAt: 0 }], settings)], { step, gradients, w0, m0, v0 });
    return [
      [result.w0!, wanted.w],
      [result.m0!, wanted.m],
      [result.v0!, wanted.v],
    ];
  },
  average: async (run) => {
    const [w0, mean0] = [numbers(8, 1), numbers(8, 2)];
    const result = await run([moveAverages([8])], { keeps: Float32Array.of(0.75), w0, mean0 });
    return [[result.mean0!, averageReference(mean0, w0, 0.75)]];
  },
  augment: async (run) => {
    const shape = { count: 2, size: 4, channels: 3 };
    const [x, dy] = [numbers(96, 1), numbers(96, 2)];
    const changes = Float32Array.of(0.2, 1.5, 0.7, 1, -1, 0, 2, 1, 3, -0.3, 0.4, 1.2, -1, 0, 3, 4, 0, 2);
    const wanted = augmentReference(shape, changes, x, dy);
    const forward = await run(augment(shape), { changes, x }, { sums: 2, y: 96 });
    const backward = await run(augmentGradient(shape), { changes, dy }, { sums: 2, dx: 96 });
    return [
      [forward.y!, wanted.y],
      [backward.dx!, wanted.dx],
    ];
  },
  gradientNorm: async (run) => {
    const values = numbers(400, 1);
    const { programs, scratchFloats } = euclideanNorm(400, 0);
    const { metrics } = await run(programs, { values }, { partial: scratchFloats, metrics: 1 });
    return [[metrics!, [Math.hypot(...values)]]];
  },
  gather: async (run) => {
    const bytes = Uint8Array.from({ length: 48 }, (_, i) => (i * 91) % 256);
    const indices = new Float32Array(Uint32Array.of(2, 0).buffer);
    const program = gatherImages({ batch: 2, valuesPerImage: 16, range: { low: -1, high: 1 } });
    const { y } = await run([program], { images: new Float32Array(bytes.buffer), indices }, { y: 32 });
    const wanted = [...bytes.slice(32), ...bytes.slice(0, 16)].map((byte) => byte / 127.5 - 1);
    // Of two images of 4 x 4 the second is mirrored.
    const flip = gatherImages({ batch: 2, valuesPerImage: 16, range: { low: -1, high: 1 }, flip: { size: 4, channels: 1 } });
    const flips = new Float32Array(Uint32Array.of(0, 1).buffer);
    const mirrored = await run([flip], { images: new Float32Array(bytes.buffer), indices, flips }, { y: 32 });
    return [
      [y!, wanted],
      [mirrored.y!, wanted.map((value, i) => (i < 16 ? value : wanted[16 + 4 * Math.floor((i - 16) / 4) + 3 - (i % 4)]!))],
    ];
  },
  resample: async (run) => {
    const shape = { batch: 2, height: 3, width: 2, channels: 4 };
    const [small, large] = [numbers(48, 1), numbers(192, 2)];
    const wanted = resampleReference(shape, small, large);
    const up = await run([upsample(shape)], { x: small }, { y: 192 });
    const upBack = await run([upsampleGradient(shape)], { dy: large }, { dx: 48 });
    const pool = await run([maxPool(shape)], { x: large }, { y: 48 });
    const poolBack = await run([maxPoolGradient(shape)], { x: large, dy: small }, { dx: 192 });
    return [
      [up.y!, wanted.upsampled],
      [upBack.dx!, wanted.summed],
      [pool.y!, wanted.pooled],
      [poolBack.dx!, wanted.routed],
    ];
  },
};
