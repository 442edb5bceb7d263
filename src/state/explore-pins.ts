import { fail, succeed } from '../core/messages';
import type { Result } from '../core/messages';
import { moveItem, parseLatent, readPins } from '../core/pins';
import type { Pin, StoredPin } from '../core/pins';
import { setLatent } from './latents';
import type { LatentStore, SlotName } from './latents';

/** Most latents in a tool's list; a plane has four corners. */
const MOST: Record<SlotName, number> = { stops: 32, a: 16, b: 16, c: 16, start: 16, end: 16, corners: 4 };

/** A latent with what it is called; empty for nothing. */
export interface NamedLatent {
  name: string;
  z: Float32Array;
}

/** Makes ids that no other pin of this visit has. */
export function newId(): string {
  return crypto.randomUUID();
}

/** Keeps a copy of a z as a pin, under a name or the next free number. */
export function addPin(store: LatentStore, z: Float32Array, name = ''): Pin {
  addPins(store, [{ name, z }]);
  return store.getState().pins.at(-1)!;
}

/** Keeps copies of several latents as pins, in one step to undo. */
export function addPins(store: LatentStore, latents: readonly NamedLatent[]): void {
  const pins: Pin[] = [...store.getState().pins];
  for (const { name, z } of latents)
    pins.push({ id: newId(), name: name === '' ? nextName(pins) : name, z: Float32Array.from(z) });
  store.change({ pins });
}

/** What came of opening pins: how many were added, and how many of the same name and z were there already. */
export interface MergedPins {
  added: number;
  already: number;
}

/** Adds the pins of a file that are not there yet, each once. */
export function mergePins(store: LatentStore, stored: readonly StoredPin[]): MergedPins {
  const same = (a: StoredPin, b: StoredPin) => a.name === b.name && sameLatent(a.z, b.z);
  const { pins } = store.getState();
  const missing = stored.filter(
    (one, n) => ![...pins, ...stored.slice(0, n)].some((pin) => same(pin, one)),
  );
  if (missing.length > 0) addPins(store, missing);
  return { added: missing.length, already: stored.length - missing.length };
}

/** The number after the greatest that a pin is called by, so that new pins stand in their order. */
function nextName(pins: readonly Pin[]): string {
  return String(1 + Math.max(0, ...pins.map(({ name }) => (/^\d{1,6}$/.test(name) ? Number(name) : 0))));
}

export function renamePin(store: LatentStore, id: string, name: string): void {
  const { pins } = store.getState();
  store.change({ pins: pins.map((pin) => (pin.id === id ? { ...pin, name } : pin)) }, `rename ${id}`);
}

export function removePin(store: LatentStore, id: string): void {
  store.change({ pins: store.getState().pins.filter((pin) => pin.id !== id) });
}

/** Moves a pin to another place in the row; out of range, it stays. */
export function movePin(store: LatentStore, id: string, to: number): void {
  const { pins } = store.getState();
  store.change({ pins: moveItem(pins, pins.findIndex((pin) => pin.id === id), to) });
}

/** The pins that the model at hand can make pictures of. */
export function fits({ z }: { z: Float32Array }, zSize: number): boolean {
  return z.length === zSize;
}

/** Whether two latents are the same, number by number. */
export function sameLatent(a: Float32Array, b: Float32Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

/** Puts a pin's z on the sliders; refused when it is of another model's size. */
export function showPin(store: LatentStore, pin: { z: Float32Array }): Result<null> {
  const { zSize } = store.getState().prior;
  if (!fits(pin, zSize)) return fail('latentLength', { found: pin.z.length, expected: zSize });
  setLatent(store, pin.z);
  return succeed(null);
}

/** Reads a z from text onto the sliders; refused with a message and nothing changed when it is none for this model. */
export function pasteLatent(store: LatentStore, text: string): Result<null> {
  const parsed = parseLatent(text, store.getState().prior.zSize);
  if (!parsed.ok) return parsed;
  setLatent(store, parsed.value);
  return succeed(null);
}

/** Adds the pins of a file that are new, or, with a message, none. Those of another z size are kept, but can not be shown here. */
export function importPins(store: LatentStore, text: string): Result<MergedPins> {
  const read = readPins(text, newId);
  if (!read.ok) return read;
  return succeed(mergePins(store, read.value));
}

/** Whether a tool's list has as many latents as it takes. */
export const isFull = (slot: SlotName, count: number) => count >= MOST[slot];

/** Adds a latent to a tool's list, as a copy under a name of its own; a full list loses its first. */
export function addToSlot(store: LatentStore, slot: SlotName, { name, z }: NamedLatent): Result<null> {
  const { slots, prior } = store.getState();
  if (!fits({ z }, prior.zSize)) return fail('latentLength', { found: z.length, expected: prior.zSize });
  const copy = { id: newId(), name, z: Float32Array.from(z) };
  store.change({ slots: { ...slots, [slot]: [...slots[slot], copy].slice(-MOST[slot]) } });
  return succeed(null);
}

/** Puts latents in the place of a tool's list. */
export function fillSlot(store: LatentStore, slot: SlotName, latents: readonly NamedLatent[]): void {
  const filled = latents.map(({ name, z }) => ({ id: newId(), name, z: Float32Array.from(z) }));
  store.change({ slots: { ...store.getState().slots, [slot]: filled } });
}

export function removeFromSlot(store: LatentStore, slot: SlotName, id: string): void {
  const { slots } = store.getState();
  store.change({ slots: { ...slots, [slot]: slots[slot].filter((entry) => entry.id !== id) } });
}

/** Moves an entry of a tool's list to another place in it. */
export function moveInSlot(store: LatentStore, slot: SlotName, id: string, to: number): void {
  const { slots } = store.getState();
  const from = slots[slot].findIndex((entry) => entry.id === id);
  store.change({ slots: { ...slots, [slot]: moveItem(slots[slot], from, to) } });
}
