import type { Direction } from '../core/direction';
import { drawLatents } from '../core/latent';
import { coordinate, holding, withCoordinate } from '../core/latent-space';
import type { Prior } from '../core/latent-space';
import type { Pin } from '../core/pins';
import { RandomStream } from '../core/random';
import { changeTruncation, truncationRange } from '../core/truncation';
import { createUndoable } from './undo';

export type { Direction };

/** The lists of latents that Explore's tools work on. */
export const SLOTS = ['stops', 'a', 'b', 'c', 'start', 'end', 'corners'] as const;
export type SlotName = (typeof SLOTS)[number];

/** All that a person changes in the latent space of a model, and can undo. */
export interface LatentState {
  /** The z on the sliders. */
  z: Float32Array<ArrayBuffer>;
  /** What `reset` goes back to. */
  base: Float32Array<ArrayBuffer>;
  /** The sample of the grid that the z was taken from, or null for one of its own. */
  origin: number | null;
  /** Numbers of z, and directions by id, that shuffling and resetting leave alone. */
  locked: ReadonlySet<number>;
  held: ReadonlySet<string>;
  /** The limit that numbers of z are drawn within; Infinity for the whole prior. */
  truncation: number;
  prior: Prior;
  directions: readonly Direction[];
  pins: readonly Pin[];
  slots: Readonly<Record<SlotName, readonly Pin[]>>;
}

export type LatentStore = ReturnType<typeof createLatents>;

/** A store of what is done in the latent space; `now` is the time in milliseconds. */
export function createLatents(now: () => number = () => performance.now()) {
  return createUndoable<LatentState>(
    {
      z: new Float32Array(0),
      base: new Float32Array(0),
      origin: null,
      locked: new Set(),
      held: new Set(),
      truncation: Infinity,
      prior: { zSize: 0, zDistribution: 'uniform' },
      directions: [],
      pins: [],
      slots: emptySlots(),
    },
    now,
  );
}

/** Every tool's list with nothing in it. */
export function emptySlots(): LatentState['slots'] {
  return { stops: [], a: [], b: [], c: [], start: [], end: [], corners: [] };
}

/** How far a slider goes to either side: all of U(-1, 1), or three standard deviations of N(0, 1), 99.7 % of it. */
export function sliderLimit({ zDistribution }: LatentState['prior']): number {
  return zDistribution === 'uniform' ? 1 : 3;
}

/** How far the slider of a direction goes to either side, in standard deviations of the prior along it. */
export const DIRECTION_LIMIT = 4;

/**
 * Puts sample `index` of row-major `grid` latents on the sliders; locks are lifted. Under another prior than before,
 * what belonged to the old one goes, and can not be undone; pins stay, for they may come from a file.
 */
export function pickLatent(store: LatentStore, grid: Float32Array, index: number, { zSize, zDistribution }: Prior): void {
  const prior = { zSize, zDistribution };
  const base = Float32Array.from(grid.subarray(index * zSize, (index + 1) * zSize));
  const picked = { z: base.slice(), base, origin: index, locked: new Set<number>(), held: new Set<string>(), prior };
  const before = store.getState().prior;
  if (before.zSize === zSize && before.zDistribution === zDistribution) store.change({ ...picked, prior: before });
  else store.begin({ ...picked, truncation: Infinity, directions: [], slots: emptySlots() });
}

/** Puts a z on the sliders; locks stay, and `reset` comes back to it. */
export function setLatent(store: LatentStore, z: Float32Array): void {
  store.change({ z: Float32Array.from(z), base: Float32Array.from(z), origin: null });
}

/** Sets one number of z. */
export function setDimension(store: LatentStore, dimension: number, value: number): void {
  const z = store.getState().z.slice();
  z[dimension] = value;
  store.change({ z }, `z${dimension}`);
}

/** Moves z along a direction to a coordinate in standard deviations of the prior. */
export function setCoordinate(store: LatentStore, { id, vector }: Direction, value: number): void {
  const { z, prior } = store.getState();
  store.change({ z: withCoordinate(z, vector, value, prior) }, `along ${id}`);
}

/** Where z stands along a direction, in standard deviations of the prior. */
export function coordinateOf({ z, prior }: Pick<LatentState, 'z' | 'prior'>, { vector }: Direction): number {
  return vector.length === z.length ? coordinate(z, vector, prior) : 0;
}

/** Draws z anew within the truncation, all of it but what is locked. */
export function randomizeLatent(store: LatentStore, seed: number): void {
  const state = store.getState();
  const { z, truncation, prior } = state;
  const drawn = drawLatents(new RandomStream(seed, 'randomize'), 1, prior);
  const next = holding(z, changeTruncation(drawn, Infinity, truncation, prior), heldOf(state));
  store.change({ z: next, base: next.slice(), origin: null });
}

/** Back to the z that was picked or drawn, but for what is locked. */
export function resetLatent(store: LatentStore): void {
  const state = store.getState();
  store.change({ z: holding(state.z, state.base, heldOf(state)) });
}

/** Moves the limit of the draw: the numbers of z keep their quantiles, but for what is locked. At its most there is none. */
export function setTruncation(store: LatentStore, limit: number): void {
  const state = store.getState();
  const { z, base, truncation: from, prior } = state;
  const to = limit >= truncationRange(prior).max ? Infinity : limit;
  const moved = (latent: Float32Array) => holding(latent, changeTruncation(latent, from, to, prior), heldOf(state));
  store.change({ truncation: to, z: moved(z), base: moved(base) }, 'truncation');
}

function heldOf({ locked, held, directions, z }: LatentState) {
  const vectors = directions.filter(({ id, vector }) => held.has(id) && vector.length === z.length);
  return { dimensions: locked, directions: vectors.map(({ vector }) => vector) };
}

export function toggleLock(store: LatentStore, dimension: number): void {
  store.change({ locked: toggled(store.getState().locked, dimension) });
}

/** Locks a direction, or unlocks it. */
export function toggleHeld(store: LatentStore, id: string): void {
  store.change({ held: toggled(store.getState().held, id) });
}

function toggled<T>(set: ReadonlySet<T>, item: T): Set<T> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}

export function unlockAll(store: LatentStore): void {
  store.change({ locked: new Set(), held: new Set() });
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
