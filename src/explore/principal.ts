import * as tf from '@tensorflow/tfjs';
import { elements } from '../core/architecture';
import { drawLatents } from '../core/latent';
import type { Prior } from '../core/latent-space';
import { principalComponents } from '../core/pca';
import { latentDirections } from '../core/projection';
import { RandomStream } from '../core/random';
import { forward } from '../model/network';
import type { Network } from '../model/network';
import type { Pair } from '../model/pair';
import { blockRows, CentredBlocks } from './centred-blocks';
import { firstHidden } from './features';

/** Latents that the components are taken from. */
export const PRINCIPAL_SAMPLES = 2000;

/** Unit directions in z, strongest first, and the share of the features' variance along each one's component. */
export interface PrincipalDirections {
  directions: Float32Array<ArrayBuffer>[];
  shares: number[];
}

/** How directions are looked for, and who is told how far that has come. */
export interface PrincipalOptions {
  seed: number;
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

/**
 * The directions in z along which the generator's first hidden features vary most: their principal components over
 * 2,000 latents of the prior, solved back to z by least squares (see `latentDirections`).
 */
export async function principalDirections(
  { generator }: Pair,
  prior: Prior,
  count: number,
  { seed, signal, onProgress }: PrincipalOptions,
): Promise<PrincipalDirections> {
  const z = drawLatents(new RandomStream(seed, 'principal/z'), PRINCIPAL_SAMPLES, prior);
  const features = new CentredBlocks(featureBlocks(firstHidden(generator), z, prior.zSize), signal);
  try {
    // Read while the components are looked for.
    const [total, components] = await Promise.all([
      features.totalVariance(),
      principalComponents(
        features,
        Math.min(count, prior.zSize),
        new RandomStream(seed, 'principal/basis'),
        onProgress,
      ),
    ]);
    const directions = latentDirections(z, prior.zSize, components);
    return {
      directions,
      shares: directions.map((_, k) => (total > 0 ? components.variances[k]! / total : 0)),
    };
  } finally {
    features.dispose();
  }
}

function featureBlocks(network: Network, z: Float32Array, zSize: number): tf.Tensor2D[] {
  const blocks: tf.Tensor2D[] = [];
  const stride = zSize * blockRows(elements(network.layers.at(-1)!.output));
  for (let start = 0; start < z.length; start += stride) {
    const part = z.subarray(start, start + stride);
    const rows = part.length / zSize;
    blocks.push(
      tf.tidy(() => forward(network, tf.tensor4d(part, [rows, 1, 1, zSize]), 'inference').output.reshape([rows, -1])),
    );
  }
  return blocks;
}
