import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { coordinate, norm } from '../core/latent-space';
import type { DirectionsResult } from '../worker/protocol';
import { addLabelDirection, addOwnDirection, adoptDirections, removeDirection, renameDirection } from './explore-directions';
import {
  addPin, addToSlot, fillSlot, importPins, isFull, moveInSlot, movePin, pasteLatent, removeFromSlot, removePin, renamePin, showPin,
} from './explore-pins';
import {
  createLatents, pickLatent, randomizeLatent, resetLatent, setCoordinate, setDimension, setLatent, setTruncation,
  toggleHeld, toggleLock, unlockAll,
} from './latents';
import type { LatentState, LatentStore } from './latents';

const PRIOR = { zSize: 4, zDistribution: 'normal' } as const;
const GRID = Float32Array.from({ length: 12 }, (_, i) => (i - 6) / 4);
const found = (...rows: number[][]): DirectionsResult => ({
  directions: Float32Array.from(rows.flat()),
  shares: Float64Array.from(rows, (_, k) => 0.5 / (k + 1)),
  effects: Float64Array.from(rows, () => 0.1),
  step: 1,
});

let time: number;
let store: LatentStore;

beforeEach(() => {
  time = 0;
  // Far enough apart that no two changes are one gesture, unless a test stops the clock.
  store = createLatents(() => (time += 5000));
  pickLatent(store, GRID, 1, PRIOR);
  adoptDirections(store, found([1, 0, 0, 0], [0, 1, 0, 0]));
  addPin(store, Float32Array.of(1, 2, 3, 4), 'kept');
  fillSlot(store, 'a', [{ name: 'kept', z: Float32Array.of(1, 1, 1, 1) }]);
  addToSlot(store, 'start', { name: '', z: Float32Array.of(0, 0, 0, 0) });
  addToSlot(store, 'end', { name: '', z: Float32Array.of(0, 3, 0, 4) });
});

const first = () => store.getState().directions[0]!;

/** Every operation on the latent space, by name. */
const OPERATIONS: Record<string, () => unknown> = {
  pick: () => pickLatent(store, GRID, 2, PRIOR),
  set: () => setLatent(store, Float32Array.of(9, 8, 7, 6)),
  dimension: () => setDimension(store, 1, 0.75),
  coordinate: () => setCoordinate(store, first(), 2),
  randomize: () => randomizeLatent(store, 3),
  reset: () => {
    store.amend({ z: Float32Array.of(5, 5, 5, 5) });
    resetLatent(store);
  },
  truncation: () => setTruncation(store, 0.8),
  lock: () => toggleLock(store, 2),
  hold: () => toggleHeld(store, first().id),
  unlock: () => {
    store.amend({ locked: new Set([1]) });
    unlockAll(store);
  },
  addPin: () => addPin(store, store.getState().z),
  renamePin: () => renamePin(store, store.getState().pins[0]!.id, 'other'),
  removePin: () => removePin(store, store.getState().pins[0]!.id),
  importPins: () => importPins(store, '{"format":"dcgan-pins","version":1,"pins":[{"name":"x","z":[1,2]}]}'),
  paste: () => pasteLatent(store, '1 2 3 4.5'),
  showPin: () => showPin(store, store.getState().pins[0]!),
  addToSlot: () => addToSlot(store, 'stops', store.getState().pins[0]!),
  removeFromSlot: () => removeFromSlot(store, 'a', store.getState().slots.a[0]!.id),
  fillSlot: () => fillSlot(store, 'corners', []),
  nameDirection: () => renameDirection(store, first().id, 'thickness'),
  removeDirection: () => removeDirection(store, first().id),
  ownDirection: () => addOwnDirection(store, 'mine'),
  labelDirection: () => addLabelDirection(store, '7', Float32Array.of(0, 0, 1, 0)),
};

const snapshot = () => ({ ...store.getState() });
const same = (a: LatentState, b: LatentState) =>
  (Object.keys(a) as (keyof LatentState)[]).every((key) => Object.is(a[key], b[key]));

describe('undo', () => {
  it.each(Object.keys(OPERATIONS))('takes back and does again: %s', (name) => {
    const before = snapshot();
    OPERATIONS[name]!();
    const after = snapshot();
    expect(same(before, after)).toBe(false);
    store.undo();
    const back = snapshot();
    // Reset and unlock were given something to do without a step of its own.
    if (name !== 'reset' && name !== 'unlock') expect(back).toEqual(before);
    store.redo();
    expect(snapshot()).toEqual(after);
  });

  it('goes through any sequence of operations and back', () => {
    const names = Object.keys(OPERATIONS).filter((name) => !name.startsWith('remove') && name !== 'renamePin');
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 8 }), (sequence) => {
        const states = [snapshot()];
        for (const name of sequence) {
          if (name === 'reset' || name === 'unlock') continue;
          OPERATIONS[name]!();
          if (!same(states.at(-1)!, snapshot())) states.push(snapshot());
        }
        for (const state of states.slice(0, -1).toReversed()) {
          store.undo();
          expect(same(snapshot(), state)).toBe(true);
        }
        for (const state of states.slice(1)) {
          store.redo();
          expect(same(snapshot(), state)).toBe(true);
        }
        for (let n = 1; n < states.length; n++) store.undo();
      }),
      { numRuns: 60 },
    );
  });

  it('takes a whole drag of a slider as one step, and two drags as two', () => {
    let now = 0;
    store = createLatents(() => now);
    pickLatent(store, GRID, 1, PRIOR);
    const start = store.getState().z;
    for (let n = 1; n <= 20; n++, now += 16) setDimension(store, 0, n / 10);
    const between = store.getState().z;
    now += 3000;
    for (let n = 1; n <= 20; n++, now += 16) setDimension(store, 0, -n / 10);
    store.undo();
    expect(store.getState().z).toBe(between);
    store.undo();
    expect(store.getState().z).toBe(start);
  });

  it('takes sliders apart however fast they follow each other', () => {
    store = createLatents(() => 0);
    pickLatent(store, GRID, 1, PRIOR);
    setDimension(store, 0, 1);
    const between = store.getState().z;
    setDimension(store, 1, 1);
    store.undo();
    expect(store.getState().z).toBe(between);
  });

  it('does not reach behind a model of another prior', () => {
    pickLatent(store, GRID, 0, { zSize: 3, zDistribution: 'uniform' });
    const fresh = snapshot();
    expect(fresh.directions).toEqual([]);
    expect(fresh.pins).toHaveLength(1);
    expect(fresh.slots.a).toEqual([]);
    store.undo();
    expect(same(snapshot(), fresh)).toBe(true);
  });
});

describe('locks', () => {
  it('keep a direction’s coordinate when z is shuffled or reset', () => {
    const at = () => coordinate(store.getState().z, first().vector, PRIOR);
    const held = at();
    toggleHeld(store, first().id);
    toggleLock(store, 3);
    const number = store.getState().z[3];
    randomizeLatent(store, 8);
    expect(at()).toBeCloseTo(held, 5);
    expect(store.getState().z[3]).toBe(number);
    expect(store.getState().z[1]).not.toBe(GRID[5]);
    resetLatent(store);
    expect(at()).toBeCloseTo(held, 5);
  });
});

describe('truncation', () => {
  it('keeps the draw within the limit, comes back where it was, and binds later draws', () => {
    const z = store.getState().z;
    setTruncation(store, 0.6);
    expect(Math.max(...store.getState().z.map(Math.abs))).toBeLessThanOrEqual(0.6 + 1e-6);
    randomizeLatent(store, 1);
    expect(Math.max(...store.getState().z.map(Math.abs))).toBeLessThanOrEqual(0.6 + 1e-6);
    store.undo();
    setTruncation(store, 3);
    expect(store.getState().truncation).toBe(Infinity);
    store.getState().z.forEach((value, i) => expect(value).toBeCloseTo(z[i]!, 3));
  });
});

describe('bad input', () => {
  it.each([
    ['a z of the wrong length', () => pasteLatent(store, '1 2 3'), 'latentLength'],
    ['a z that is not numbers', () => pasteLatent(store, '1 2 3 four'), 'latentNotNumbers'],
    ['a pin of another z size', () => showPin(store, { z: Float32Array.of(1, 2) }), 'latentLength'],
    ['a pin of another z size in a tool', () => addToSlot(store, 'a', { name: '', z: Float32Array.of(1) }), 'latentLength'],
    ['a file that holds no pins', () => importPins(store, '{}'), 'pinsNotRead'],
  ])('%s is refused with a message and changes nothing', (_, act, code) => {
    const before = snapshot();
    expect(act()).toMatchObject({ ok: false, message: { code } });
    expect(same(snapshot(), before)).toBe(true);
  });

  it('names how many numbers there were and how many it needs', () => {
    expect(pasteLatent(store, '1 2 3')).toMatchObject({ message: { params: { found: 3, expected: 4 } } });
  });
});

describe('pins', () => {
  it('get the next free number, keep their order when moved, and their own z', () => {
    const z = Float32Array.of(0, 0, 0, 1);
    const pin = addPin(store, z);
    z[0] = 9;
    addPin(store, z);
    expect(store.getState().pins.map(({ name }) => name)).toEqual(['kept', '1', '2']);
    expect(pin.z[0]).toBe(0);
    movePin(store, pin.id, 0);
    expect(store.getState().pins.map(({ name }) => name)).toEqual(['1', 'kept', '2']);
    movePin(store, pin.id, 7);
    expect(store.getState().pins.map(({ name }) => name)).toEqual(['1', 'kept', '2']);
  });

  it('of a file come once each, and it is told how many were there already', () => {
    const file = (...names: string[]) =>
      JSON.stringify({ format: 'dcgan-pins', version: 1, pins: names.map((name) => ({ name, z: [1, 2, 3, 4] })) });
    expect(importPins(store, file('kept', 'x', 'x'))).toMatchObject({ ok: true, value: { added: 1, already: 2 } });
    expect(importPins(store, file('kept', 'x'))).toMatchObject({ ok: true, value: { added: 0, already: 2 } });
    expect(store.getState().pins.map(({ name }) => name)).toEqual(['kept', 'x']);
  });

  it('made after others are numbered after them, also when some are gone or bear a name', () => {
    const made = [1, 2, 3].map(() => addPin(store, new Float32Array(4)));
    removePin(store, made[0]!.id);
    renamePin(store, made[1]!.id, 'a seven');
    expect(addPin(store, new Float32Array(4)).name).toBe('4');
  });

  it('in a list of a tool are copies that can be moved; a full list loses its first', () => {
    const full: boolean[] = [];
    for (const name of ['p', 'q', 'r', 's', 't']) {
      full.push(isFull('corners', store.getState().slots.corners.length));
      addToSlot(store, 'corners', { name, z: new Float32Array(4) });
    }
    expect(full).toEqual([false, false, false, false, true]);
    const names = () => store.getState().slots.corners.map(({ name }) => name);
    expect(names()).toEqual(['q', 'r', 's', 't']);
    moveInSlot(store, 'corners', store.getState().slots.corners[3]!.id, 0);
    expect(names()).toEqual(['t', 'q', 'r', 's']);
  });
});

describe('directions', () => {
  it('of one’s own go from the mean of one end to the mean of the other', () => {
    const made = addOwnDirection(store, 'older');
    expect(made.ok && [...made.value.vector]).toEqual([0, expect.closeTo(0.6, 6), 0, expect.closeTo(0.8, 6)]);
    expect(store.getState().directions.at(-1)!.name).toBe('older');
  });

  it('of one’s own need two different ends', () => {
    fillSlot(store, 'end', store.getState().slots.start);
    expect(addOwnDirection(store, 'x')).toMatchObject({ message: { code: 'directionNone' } });
    fillSlot(store, 'end', []);
    expect(addOwnDirection(store, 'x')).toMatchObject({ message: { code: 'directionEnds' } });
  });

  it('found anew keep name, lock and sign of the old one that they are nearest to', () => {
    const [one, two] = store.getState().directions;
    renameDirection(store, one!.id, 'thickness');
    toggleHeld(store, one!.id);
    addOwnDirection(store, 'mine');
    adoptDirections(store, found([0.1, 0.99, 0, 0], [-0.99, 0.1, 0, 0], [0, 0, 1, 0]));
    const { directions, held } = store.getState();
    expect(directions.map(({ name }) => name)).toEqual(['', 'thickness', '', 'mine']);
    expect(directions[0]!.id).toBe(two!.id);
    expect(directions[1]!.id).toBe(one!.id);
    expect(directions[1]!.vector[0]).toBeCloseTo(0.99, 5);
    expect(held).toEqual(new Set([one!.id]));
    expect(new Set(directions.map(({ id }) => id)).size).toBe(4);
    expect(directions.every(({ vector }) => Math.abs(norm(vector) - 1) < 0.01)).toBe(true);
  });

  it('that were named or locked, and that no new one is like, stay as one’s own', () => {
    const [one, two] = store.getState().directions;
    renameDirection(store, one!.id, 'thickness');
    toggleHeld(store, two!.id);
    adoptDirections(store, found([0, 0, 1, 0], [0, 0, 0, 1]));
    const { directions, held } = store.getState();
    expect(directions.map(({ name, source: { kind } }) => [name, kind])).toEqual([
      ['', 'principal'], ['', 'principal'], ['thickness', 'own'], ['', 'own'],
    ]);
    expect([directions[2]!.id, directions[3]!.id]).toEqual([one!.id, two!.id]);
    expect(held).toEqual(new Set([two!.id]));
  });
});
