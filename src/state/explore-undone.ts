import { sameLatent } from './explore-pins';
import type { LatentState, LatentStore } from './latents';

/** What a step that leaves the large picture alone has changed: without a word it would seem to do nothing. */
export type QuietChange = 'lock' | 'name' | 'directions' | 'pins' | 'list';

/** What differs between two states whose z is the same; null where the z, or nothing that has a word, differs. */
export function quietChange(before: LatentState, after: LatentState): QuietChange | null {
  if (!sameLatent(before.z, after.z)) return null;
  if (before.held !== after.held || before.locked !== after.locked) return 'lock';
  if (before.directions !== after.directions) return sameIds(before.directions, after.directions) ? 'name' : 'directions';
  if (before.pins !== after.pins) return sameIds(before.pins, after.pins) ? 'name' : 'pins';
  return before.slots === after.slots ? null : 'list';
}

/** Tells of each step undone, or done again, what it changed; until the returned function is called. */
export function watchUndo(
  store: LatentStore,
  tell: (change: QuietChange | null, way: 'undone' | 'redone') => void,
): () => void {
  return store.temporal.subscribe((now, before) => {
    const undone = now.futureStates.length > before.futureStates.length;
    // A step of the person's own makes the list of what can be done again a new, empty one.
    const redone = now.pastStates.length > before.pastStates.length && now.futureStates === before.futureStates;
    const left = undone ? now.futureStates.at(-1) : redone ? now.pastStates.at(-1) : undefined;
    if (left) tell(quietChange({ ...store.getState(), ...left }, store.getState()), undone ? 'undone' : 'redone');
  });
}

function sameIds(before: readonly { id: string }[], after: readonly { id: string }[]): boolean {
  return before.length === after.length && before.every(({ id }, n) => id === after[n]!.id);
}
