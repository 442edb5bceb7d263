import { createStore } from 'zustand/vanilla';
import { drawLatents } from '../core/latent';
import { RandomStream } from '../core/random';
import type { Config } from '../core/settings';

/** The z on the sliders. */
export interface LatentState {
  z: Float32Array<ArrayBuffer>;
  /** What `reset` goes back to. */
  base: Float32Array<ArrayBuffer>;
  /** The sample of the grid that the z was taken from, or null for one of its own. */
  origin: number | null;
  locked: ReadonlySet<number>;
  prior: Pick<Config, 'zSize' | 'zDistribution'>;
}

export type LatentStore = ReturnType<typeof createLatents>;

export function createLatents() {
  return createStore<LatentState>()(() => ({
    z: new Float32Array(0),
    base: new Float32Array(0),
    origin: null,
    locked: new Set(),
    prior: { zSize: 0, zDistribution: 'uniform' },
  }));
}

/** How far a slider goes to either side: all of U(-1, 1), or three standard deviations of N(0, 1), 99.7 % of it. */
export function sliderLimit({ zDistribution }: LatentState['prior']): number {
  return zDistribution === 'uniform' ? 1 : 3;
}

/** Puts sample `index` of row-major `grid` latents on the sliders; locks are lifted. */
export function pickLatent(store: LatentStore, grid: Float32Array, index: number, prior: LatentState['prior']): void {
  const base = Float32Array.from(grid.subarray(index * prior.zSize, (index + 1) * prior.zSize));
  store.setState({ z: base.slice(), base, origin: index, locked: new Set(), prior });
}

/** Sets one number of z. */
export function setDimension(store: LatentStore, dimension: number, value: number): void {
  const z = store.getState().z.slice();
  z[dimension] = value;
  store.setState({ z });
}

/** Draws every number anew from the prior but those that are locked. */
export function randomizeLatent(store: LatentStore, seed: number): void {
  const { z, locked, prior } = store.getState();
  const drawn = Float32Array.from(drawLatents(new RandomStream(seed, 'randomize'), 1, prior));
  for (const dimension of locked) drawn[dimension] = z[dimension]!;
  store.setState({ z: drawn, base: drawn.slice(), origin: null });
}

/** Back to the z that was picked or drawn, but for what is locked. */
export function resetLatent(store: LatentStore): void {
  const { z, base, locked } = store.getState();
  store.setState({ z: base.map((value, dimension) => (locked.has(dimension) ? z[dimension]! : value)) });
}

export function toggleLock(store: LatentStore, dimension: number): void {
  const locked = new Set(store.getState().locked);
  if (!locked.delete(dimension)) locked.add(dimension);
  store.setState({ locked });
}

export function unlockAll(store: LatentStore): void {
  store.setState({ locked: new Set() });
}

/** The dimensions that a search means: one number, a range as `3-9`, or all for an empty text; counted from 1. */
export function findDimensions(text: string, size: number): number[] {
  const all = Array.from({ length: size }, (_, dimension) => dimension);
  const wanted = text.replaceAll(/[\sz]/gi, '');
  if (wanted === '') return all;
  const range = /^(\d+)[-–](\d+)$/.exec(wanted);
  if (range) return all.filter((dimension) => dimension + 1 >= Number(range[1]) && dimension + 1 <= Number(range[2]));
  return /^\d+$/.test(wanted) ? all.filter((dimension) => dimension + 1 === Number(wanted)) : [];
}
