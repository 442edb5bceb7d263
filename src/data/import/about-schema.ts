import * as v from 'valibot';
import { DROP_MODES, FIT_MODES } from '../../core/own-images';
import type { OwnSetAbout } from './own-set';

const byte = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(255));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const flagCounts = v.object({ new: count, exact: count, near: count });

const channels = v.picklist([1, 3]);

const schema = v.object({
  version: v.literal(1),
  id: v.pipe(v.string(), v.startsWith('own:')),
  name: v.pipe(v.string(), v.minLength(1)),
  hash: v.string(),
  size: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1024)),
  channels,
  modelChannels: v.optional(channels),
  fit: v.picklist(FIT_MODES),
  background: v.tuple([byte, byte, byte]),
  classNames: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(256)),
  counts: v.object({ train: flagCounts, heldOut: flagCounts }),
  created: v.number(),
  drop: v.picklist(DROP_MODES),
});

/** Reads what was stored of a set; null where it is none of this version. */
export function parseAbout(stored: unknown): OwnSetAbout | null {
  const parsed = v.safeParse(schema, stored);
  if (!parsed.success) return null;
  const { modelChannels = parsed.output.channels, ...about } = parsed.output;
  return { ...about, modelChannels };
}
