import { beforeEach, describe, expect, it } from 'vitest';
import { renameDirection } from './explore-directions';
import { addPin, addToSlot, renamePin } from './explore-pins';
import { watchUndo } from './explore-undone';
import { createLatents, pickLatent, setDimension, toggleHeld, toggleLock } from './latents';
import type { LatentStore } from './latents';

let time: number;
let store: LatentStore;
let told: (string | null)[][];

beforeEach(() => {
  time = 0;
  store = createLatents(() => (time += 5000));
  pickLatent(store, Float32Array.of(0, 1), 0, { zSize: 2, zDistribution: 'normal' });
  store.amend({ directions: [{ id: 'd', name: '', source: { kind: 'own' }, vector: Float32Array.of(1, 0) }] });
  addPin(store, Float32Array.of(1, 1));
  told = [];
  watchUndo(store, (change, way) => told.push([change, way]));
});

describe('a step that is undone and done again', () => {
  it.each<[string | null, () => unknown]>([
    ['lock', () => toggleHeld(store, 'd')],
    ['lock', () => toggleLock(store, 1)],
    ['name', () => renameDirection(store, 'd', 'thickness')],
    ['name', () => renamePin(store, store.getState().pins[0]!.id, 'seven')],
    ['pins', () => addPin(store, Float32Array.of(0, 0))],
    ['list', () => addToSlot(store, 'a', { name: '', z: Float32Array.of(0, 0) })],
    ['directions', () => store.change({ directions: [] })],
    [null, () => setDimension(store, 0, 0.5)],
  ])('is told as a change of: %s', (change, act) => {
    act();
    expect(told).toEqual([]);
    store.undo();
    store.redo();
    expect(told).toEqual([[change, 'undone'], [change, 'redone']]);
    store.undo();
    setDimension(store, 0, 0.25);
    expect(told).toHaveLength(3);
  });
});
