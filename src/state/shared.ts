import * as v from 'valibot';
import { readLink, writeLink } from '../codecs/share-link';
import { isSettingKey } from '../core/config';
import { succeed } from '../core/messages';
import type { Message, Result } from '../core/messages';
import { readPins, writePins } from '../core/pins';
import type { Pin } from '../core/pins';
import type { Language } from '../i18n/text';
import { newId } from './explore-pins';
import { LAB_PAGES } from './lab-page';
import type { LabPage } from './lab-page';
import { parseLesson } from './lesson';
import type { Lesson } from './lesson';
import { changedKeys, VIEWS } from './store';
import type { Draft, LayerChoice, View } from './store';

/** All that a shared address sets up. */
export interface Shared {
  draft: Draft;
  language: Language;
  view: View;
  /** The page of the Lab, where that is the view. */
  page?: LabPage;
  layer: LayerChoice | null;
  pins: readonly Pin[];
  lesson: Lesson | null;
}

/** What was read from a shared address; what it does not name, or cannot be read, is missing. */
export interface SharedParts {
  /** `preset`, `data`, `lang` and settings as text, to be read like those of a plain address. */
  entries: readonly (readonly [key: string, text: string])[];
  view?: View;
  page?: LabPage;
  layer?: LayerChoice;
  pins: readonly Pin[];
  lesson?: Lesson;
  problems: readonly Message[];
}

const contentSchema = v.object({
  preset: v.optional(v.unknown()),
  data: v.optional(v.unknown()),
  lang: v.optional(v.unknown()),
  set: v.optional(v.unknown()),
  view: v.optional(v.unknown()),
  page: v.optional(v.unknown()),
  layer: v.optional(v.unknown()),
  pins: v.optional(v.unknown()),
  lesson: v.optional(v.unknown()),
});
const wordSchema = v.pipe(v.string(), v.maxLength(200));
const settingsSchema = v.record(v.string(), v.union([wordSchema, v.number(), v.boolean()]));
const layerSchema = v.object({ network: v.picklist(['generator', 'discriminator']), name: v.pipe(v.string(), v.maxLength(20)) });

/** The text of a link; without the pins, where they do not fit, and `complete` says so. Null when even then it is too long. */
export function writeShared({ draft, language, view, page, layer, pins, lesson }: Shared): { text: string; complete: boolean } | null {
  const keys = new Set([...changedKeys(draft), 'channels' as const]);
  const content = {
    preset: draft.preset,
    data: draft.dataId,
    // Whoever opens a plan of the page's own reads it in their language.
    ...(!lesson?.plan && { lang: language }),
    // Channels always: what an address does not say of them, the data set does.
    set: Object.fromEntries([...keys].map((key) => [key, draft.config[key]])),
    view,
    ...(view === 'lab' && page && { page }),
    ...(layer && { layer }),
    ...(lesson && { lesson }),
  };
  const all = pins.length > 0 ? writeLink({ ...content, pins: JSON.parse(writePins(pins)) as unknown }) : writeLink(content);
  if (all !== null) return { text: all, complete: true };
  const rest = writeLink(content);
  return rest === null ? null : { text: rest, complete: false };
}

/**
 * Reads the text of a link. What it does not know it passes by; a part that cannot be read becomes a problem, and the
 * rest is used. Fails where nothing can be read.
 */
export function readShared(text: string): Result<SharedParts> {
  const read = readLink(text);
  if (!read.ok) return read;
  const content = v.safeParse(contentSchema, read.value);
  if (!content.success) return { ok: false, message: { code: 'linkDamaged', detail: 'no object' } };
  const problems: Message[] = [];
  const part = <T>(name: keyof v.InferOutput<typeof contentSchema>, reader: (value: unknown) => T | null): T | undefined => {
    const value = content.output[name];
    if (value === undefined) return undefined;
    const known = reader(value);
    if (known === null) problems.push({ code: 'linkPart', params: { part: name } });
    return known ?? undefined;
  };
  const by = <S extends v.GenericSchema>(schema: S) => (value: unknown): v.InferOutput<S> | null => {
    const parsed = v.safeParse(schema, value);
    return parsed.success ? parsed.output : null;
  };
  const words = (['preset', 'data', 'lang'] as const).flatMap((name) => {
    const word = part(name, by(wordSchema));
    return word === undefined ? [] : [[name, word] as const];
  });
  const settings = Object.entries(part('set', by(settingsSchema)) ?? {});
  return succeed({
    entries: [...words, ...settings.filter(([key]) => isSettingKey(key)).map(([key, value]) => [key, String(value)] as const)],
    view: part('view', by(v.picklist(VIEWS))),
    page: part('page', by(v.picklist(LAB_PAGES))),
    layer: part('layer', by(layerSchema)),
    pins: part('pins', pinsIn) ?? [],
    lesson: part('lesson', parseLesson),
    problems,
  });
}

function pinsIn(value: unknown): Pin[] | null {
  const pins = readPins(JSON.stringify(value), newId);
  return pins.ok ? pins.value : null;
}
