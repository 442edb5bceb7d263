import { fail, succeed } from './messages';
import type { Result } from './messages';

/** A named latent that the person keeps. `id` tells pins of the same name apart. */
export interface Pin {
  id: string;
  name: string;
  z: Float32Array<ArrayBuffer>;
}

/** A pin as a file has it. */
export type StoredPin = Pick<Pin, 'name' | 'z'>;

const FORMAT = 'dcgan-pins';
const VERSION = 1;
/** More than any z that a model here can have, and few enough to read at once. */
export const MOST_PINS = 1000;
export const LONGEST_NAME = 80;

/** Nine digits name every float32 exactly. */
const DIGITS = 9;

/** A z as text: its numbers with commas between them, exact to the last bit. */
export function formatLatent(z: Float32Array): string {
  return Array.from(z, (value) => String(Number(value.toPrecision(DIGITS)))).join(', ');
}

/** Reads a z from text: numbers with commas, semicolons, spaces or line ends between them, in brackets or not. */
export function parseLatent(text: string, zSize: number): Result<Float32Array<ArrayBuffer>> {
  const parts = text.replaceAll(/[[\](){}]/g, ' ').split(/[\s,;]+/).filter((part) => part !== '');
  const wrong = parts.find((part) => !isLatentValue(Number(part)));
  if (wrong !== undefined) return fail('latentNotNumbers', { value: shorten(wrong) });
  if (parts.length !== zSize) return fail('latentLength', { found: parts.length, expected: zSize });
  return succeed(Float32Array.from(parts, Number));
}

/** Pins as the text of a file. */
export function writePins(pins: readonly Pin[]): string {
  const listed = pins.map(({ name, z }) => ({ name, z: Array.from(z, (value) => Number(value.toPrecision(DIGITS))) }));
  return JSON.stringify({ format: FORMAT, version: VERSION, pins: listed });
}

/** Reads a file of pins; all of it is refused when any of it is wrong. `makeId` names each pin. */
export function readPins(text: string, makeId: () => string): Result<Pin[]> {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch {
    return fail('pinsNotRead');
  }
  if (!isRecord(file) || file.format !== FORMAT || file.version !== VERSION || !Array.isArray(file.pins))
    return fail('pinsNotRead');
  if (file.pins.length > MOST_PINS) return fail('pinsTooMany', { count: file.pins.length, limit: MOST_PINS });
  const pins: Pin[] = [];
  for (const entry of file.pins as unknown[]) {
    if (!isRecord(entry) || typeof entry.name !== 'string' || !Array.isArray(entry.z) || entry.z.length === 0)
      return fail('pinsNotRead');
    const z: unknown[] = entry.z;
    const wrong = z.find((value) => typeof value !== 'number' || !isLatentValue(value));
    if (wrong !== undefined) return fail('latentNotNumbers', { value: shorten(JSON.stringify(wrong)) });
    pins.push({ id: makeId(), name: entry.name.slice(0, LONGEST_NAME), z: Float32Array.from(z as number[]) });
  }
  return succeed(pins);
}

/** The list with the item at `from` moved to `to`; out of range, unchanged. */
export function moveItem<T>(items: readonly T[], from: number, to: number): readonly T[] {
  if (from === to || !(from in items) || !(to in items)) return items;
  const moved = items.toSpliced(from, 1);
  return moved.toSpliced(to, 0, items[from]!);
}

/** Latents are small numbers; what float32 cannot hold or no prior gives is a mistake. */
function isLatentValue(value: number): boolean {
  return Number.isFinite(value) && Math.abs(value) <= 1e6;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function shorten(text: string): string {
  return text.length > 20 ? `${text.slice(0, 20)}…` : text;
}
