import type { UMAP } from 'umap-js';
import { principalComponents } from '../core/pca';
import { RandomStream } from '../core/random';
import { breathe } from './breathe';
import { CentredBlocks } from './centred-blocks';
import type { FeatureTable } from './features';

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

/** A place for each row of a table, row-major [rows, 2], each axis scaled to [-1, 1]. Seeded: the same table, the same map. */
export async function layOut(
  table: FeatureTable,
  method: LayoutMethod,
  seed: number,
  onProgress: LayoutProgress = () => undefined,
  signal?: AbortSignal,
): Promise<Float32Array<ArrayBuffer>> {
  const { rows } = table;
  const scores = await strongestScores(table, method === 'pca' ? 2 : UMAP_INPUT, seed, signal);
  switch (method) {
    case 'pca':
      return scaled(Array.from({ length: rows }, (_, r) => [scores[0]?.[r] ?? 0, scores[1]?.[r] ?? 0]));
    case 'umap':
      return scaled(await umap(Array.from({ length: rows }, (_, r) => scores.map((column) => column[r]!)), seed, onProgress, signal));
    default:
      return method satisfies never;
  }
}

async function strongestScores(
  { values, rows, columns }: FeatureTable,
  count: number,
  seed: number,
  signal?: AbortSignal,
): Promise<Float64Array[]> {
  const blocks = CentredBlocks.of(values, rows, columns);
  try {
    return (await principalComponents(blocks.asMap(signal), count, new RandomStream(seed, 'map/pca'))).scores;
  } finally {
    blocks.dispose();
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
  const layout: UMAP = new Method({
    nComponents: 2,
    nNeighbors: Math.min(UMAP_NEIGHBOURS, points.length - 1),
    random: () => stream.uniform(),
  });
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
