import type * as tf from '@tensorflow/tfjs';
import type { UMAP } from 'umap-js';
import { principalComponents } from '../core/pca';
import { RandomStream } from '../core/random';
import { breathe } from './breathe';
import { CentredBlocks } from './centred-blocks';
import { nearestRows } from './nearest-rows';

/** How features become places on a map: their two strongest principal components, or UMAP of the first thirty. */
export type LayoutMethod = 'pca' | 'umap';

/** Told how far a layout has come. */
export type LayoutProgress = (done: number, total: number) => void;

/** Components that UMAP starts from: enough to tell neighbours, few enough to compare quickly. */
const UMAP_INPUT = 30;
/** Neighbours that UMAP keeps together; the default of McInnes et al. 2018. */
const UMAP_NEIGHBOURS = 15;
/** Epochs of UMAP between two turns for others. */
const EPOCHS = 10;

/**
 * A place for each row of features, row-major [rows, 2], each axis scaled to [-1, 1]. Seeded: the same features, the
 * same map. Takes the parts over, some rows each, and frees them.
 */
export async function layOut(
  parts: readonly tf.Tensor2D[],
  method: LayoutMethod,
  seed: number,
  onProgress: LayoutProgress = () => undefined,
  signal?: AbortSignal,
): Promise<Float32Array<ArrayBuffer>> {
  const features = new CentredBlocks(parts, signal);
  try {
    const { rows } = features;
    const stream = new RandomStream(seed, 'map/pca');
    const { scores } = await principalComponents(features, method === 'pca' ? 2 : UMAP_INPUT, stream, method === 'pca' ? onProgress : undefined);
    switch (method) {
      case 'pca':
        return scaled(Array.from({ length: rows }, (_, r) => [scores[0]?.[r] ?? 0, scores[1]?.[r] ?? 0]));
      case 'umap':
        return scaled(await umap(Array.from({ length: rows }, (_, r) => scores.map((column) => column[r]!)), seed, onProgress, signal));
      default:
        return method satisfies never;
    }
  } finally {
    features.dispose();
  }
}

async function umap(
  points: number[][],
  seed: number,
  onProgress: LayoutProgress,
  signal?: AbortSignal,
): Promise<number[][]> {
  const { UMAP: Method } = await import('umap-js');
  const stream = new RandomStream(seed, 'map/umap');
  const neighbours = Math.min(UMAP_NEIGHBOURS, points.length - 1);
  const layout: UMAP = new Method({
    nComponents: 2,
    nNeighbors: neighbours,
    random: () => stream.uniform(),
  });
  // Its own search for neighbours is made for many more points, and would hold everything up.
  const { indices, distances } = await nearestRows(points, neighbours, signal);
  layout.setPrecomputedKNN(indices, distances);
  const epochs = layout.initializeFit(points);
  for (let epoch = 0; epoch < epochs; epoch++) {
    layout.step();
    if (epoch % EPOCHS !== 0) continue;
    onProgress(epoch, epochs);
    await breathe();
    signal?.throwIfAborted();
  }
  return layout.getEmbedding();
}

function scaled(points: readonly number[][]): Float32Array<ArrayBuffer> {
  const placed = new Float32Array(points.length * 2);
  for (const axis of [0, 1]) {
    const along = points.map((point) => point[axis]!);
    const [low, high] = [Math.min(...along), Math.max(...along)];
    along.forEach((value, n) => {
      placed[n * 2 + axis] = high > low ? ((value - low) / (high - low)) * 2 - 1 : 0;
    });
  }
  return placed;
}
