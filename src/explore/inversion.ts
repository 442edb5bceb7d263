import * as tf from '@tensorflow/tfjs';
import { drawLatents } from '../core/latent';
import { priorStd } from '../core/latent-space';
import type { Prior } from '../core/latent-space';
import { RandomStream } from '../core/random';
import { forward } from '../model/network';
import type { Pair } from '../model/pair';
import { breathe } from './breathe';

/** How a search for the z of an image is done. */
export interface InversionOptions {
  /** Random starts, descended side by side. */
  restarts: number;
  steps: number;
  seed: number;
  signal?: AbortSignal;
  /** Told now and then how far it has come; the search goes on when it has answered. */
  onProgress?: (progress: InversionProgress) => Promise<void> | void;
}

/** Where a search stands; residuals are root mean square differences in shares of the pixel range. */
export interface InversionProgress {
  step: number;
  /** The residual of each restart as it is now. */
  residuals: Float32Array<ArrayBuffer>;
  /** The best z so far and its residual. */
  best: Float32Array<ArrayBuffer>;
  bestResidual: number;
  /** The restart that it came from, counted from 0. */
  bestStart: number;
}

/** What a search found: its end, the mean residual of the random starts, and the best residual after every step. */
export interface InversionResult extends InversionProgress {
  startResidual: number;
  curve: Float32Array<ArrayBuffer>;
}

/** The first step's length for each number of z, in standard deviations of the prior; it falls to zero on a cosine. */
const RATE = 0.1;
const BETA1 = 0.9;
const BETA2 = 0.999;
/** Steps between two reports of progress. */
const REPORT_EVERY = 5;

/**
 * Looks for the z whose picture is nearest to `target` (NHWC of one image, in the pair's pixel range) in mean square, by
 * Adam on z alone from several draws of the prior (Creswell and Bharath 2018). Uniform latents are clipped to the
 * prior's cube after every step (Lipton and Tripathi 2017). The networks are not changed.
 */
export async function invert(
  pair: Pair,
  target: Float32Array,
  prior: Prior,
  { restarts, steps, seed, signal, onProgress }: InversionOptions,
): Promise<InversionResult> {
  const z = drawLatents(new RandomStream(seed, 'inversion'), restarts, prior);
  const first = new Float64Array(z.length);
  const second = new Float64Array(z.length);
  const range = pair.range.high - pair.range.low;
  const curve = new Float32Array(steps + 1);
  let best = z.slice(0, prior.zSize);
  let bestResidual = Infinity;
  let bestStart = 0;
  let startResidual = 0;
  for (let step = 0; ; step++) {
    await breathe();
    signal?.throwIfAborted();
    const { losses, gradients } = await residualGradients(pair, z, prior.zSize, target);
    const residuals = losses.map((loss) => Math.sqrt(loss) / range);
    residuals.forEach((residual, n) => {
      if (residual >= bestResidual) return;
      bestResidual = residual;
      bestStart = n;
      best = z.slice(n * prior.zSize, (n + 1) * prior.zSize);
    });
    curve[step] = bestResidual;
    if (step === 0) startResidual = residuals.reduce((sum, value) => sum + value / restarts, 0);
    const progress = { step, residuals, best, bestResidual, bestStart };
    if (step === steps) return { ...progress, startResidual, curve };
    if (step % REPORT_EVERY === 0) await onProgress?.(progress);
    const rate = RATE * priorStd(prior) * (0.5 + 0.5 * Math.cos((Math.PI * step) / steps));
    descend(z, gradients, first, second, step + 1, rate);
    if (prior.zDistribution === 'uniform') z.forEach((value, i) => (z[i] = Math.max(-1, Math.min(1, value))));
  }
}

/** Each row's mean squared difference to the target, and the gradient of that row's z. */
async function residualGradients(
  { generator }: Pair,
  z: Float32Array,
  zSize: number,
  target: Float32Array,
): Promise<{ losses: Float32Array<ArrayBuffer>; gradients: Float32Array<ArrayBuffer> }> {
  const rows = z.length / zSize;
  const shape = generator.layers.at(-1)!.output;
  const packed = tf.tidy(() => {
    const wanted = tf.tensor4d(target, [1, ...shape]);
    const rowLosses = (latents: tf.Tensor) =>
      forward(generator, latents as tf.Tensor4D, 'inference').output.sub(wanted).square().mean([1, 2, 3]);
    // The gradient frees all that the forward pass made but what is kept.
    const kept: tf.Tensor[] = [];
    // In inference mode the rows do not touch each other, so the gradient of the losses' sum is each row's own.
    const gradient = tf.grad((latents) => {
      const losses = tf.keep(rowLosses(latents));
      kept.push(losses);
      return losses.sum();
    })(tf.tensor4d(z.slice(), [rows, 1, 1, zSize]));
    const values = tf.concat([...kept, gradient.reshape([-1])]);
    for (const losses of kept) losses.dispose();
    return values;
  });
  const values = await packed.data();
  packed.dispose();
  return { losses: Float32Array.from(values.subarray(0, rows)), gradients: Float32Array.from(values.subarray(rows)) };
}

/** One update of Adam (Kingma and Ba 2015) in place. */
function descend(
  z: Float32Array,
  gradients: Float32Array,
  first: Float64Array,
  second: Float64Array,
  time: number,
  rate: number,
): void {
  const correction1 = 1 - BETA1 ** time;
  const correction2 = 1 - BETA2 ** time;
  for (let i = 0; i < z.length; i++) {
    const gradient = gradients[i]!;
    first[i] = BETA1 * first[i]! + (1 - BETA1) * gradient;
    second[i] = BETA2 * second[i]! + (1 - BETA2) * gradient * gradient;
    z[i]! -= (rate * (first[i]! / correction1)) / (Math.sqrt(second[i]! / correction2) + 1e-12);
  }
}
