import { meanLatent } from '../core/arithmetic';
import { splitLatents, unit } from '../core/latent-space';
import { fail, succeed } from '../core/messages';
import type { Result } from '../core/messages';
import type { DirectionsResult } from '../worker/protocol';
import { newId } from './explore-pins';
import type { Direction, LatentStore } from './latents';

/**
 * Puts the directions found in the model's present weights among the sliders, in place of those found before; a name
 * that the person gave stays with the new direction that points most nearly the same way. One that the person named or
 * locked and that no new one is like stays as a direction of the person's own. Not a step to undo.
 */
export function adoptDirections(store: LatentStore, found: DirectionsResult): void {
  const { directions, prior, held } = store.getState();
  const before = directions.filter(({ source }) => source.kind === 'principal');
  const fresh = splitLatents(found.directions, prior.zSize).map((vector, k): Direction => {
    const old = nearest(vector, before);
    return {
      id: old?.id ?? newId(),
      name: old?.name ?? '',
      source: { kind: 'principal', rank: k + 1 },
      vector: old && alignment(vector, old.vector) < 0 ? vector.map((value) => -value) : vector,
      share: found.shares[k],
      effect: found.effects[k],
    };
  });
  const others = directions.filter(({ source }) => source.kind !== 'principal');
  const unique = fresh.map((direction, k) =>
    fresh.findIndex(({ id }) => id === direction.id) === k ? direction : { ...direction, id: newId(), name: '' },
  );
  const taken = new Set(unique.map(({ id }) => id));
  const orphans = before
    .filter(({ id, name, vector }) => !taken.has(id) && vector.length === prior.zSize && (name !== '' || held.has(id)))
    .map(({ id, name, vector }): Direction => ({ id, name, source: { kind: 'own' }, vector }));
  const all = [...unique, ...others, ...orphans];
  const kept = new Set(all.map(({ id }) => id));
  store.amend({ directions: all, held: new Set([...held].filter((id) => kept.has(id))) });
}

/** Cosine above which two directions count as the same, though training has turned it a little. */
const SAME = 0.7;

function nearest(vector: Float32Array, among: readonly Direction[]): Direction | null {
  let best: Direction | null = null;
  for (const candidate of among) {
    if (candidate.vector.length !== vector.length) continue;
    const similar = Math.abs(alignment(vector, candidate.vector));
    if (similar > (best ? Math.abs(alignment(vector, best.vector)) : SAME)) best = candidate;
  }
  return best;
}

function alignment(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

export function renameDirection(store: LatentStore, id: string, name: string): void {
  const { directions } = store.getState();
  store.change(
    { directions: directions.map((direction) => (direction.id === id ? { ...direction, name } : direction)) },
    `rename ${id}`,
  );
}

export function removeDirection(store: LatentStore, id: string): void {
  store.change({ directions: store.getState().directions.filter((direction) => direction.id !== id) });
}

/** Makes the direction from the mean of the samples at one end to that of the other (figure 8 of the paper). */
export function addOwnDirection(store: LatentStore, name: string): Result<Direction> {
  const { slots, directions } = store.getState();
  const { start, end } = slots;
  if (start.length === 0 || end.length === 0) return fail('directionEnds');
  const from = meanLatent(start.map(({ z }) => z));
  const vector = unit(meanLatent(end.map(({ z }) => z)).map((value, i) => value - from[i]!));
  if (!vector) return fail('directionNone');
  const made: Direction = { id: newId(), name, source: { kind: 'own' }, vector };
  store.change({ directions: [...directions, made] });
  return succeed(made);
}

/** Puts a label's direction among the sliders, in place of an older one of the same label. */
export function addLabelDirection(store: LatentStore, label: string, vector: Float32Array<ArrayBuffer>): void {
  const { directions } = store.getState();
  const others = directions.filter(({ source }) => source.kind !== 'label' || source.label !== label);
  store.change({ directions: [...others, { id: newId(), name: '', source: { kind: 'label', label }, vector }] });
}
