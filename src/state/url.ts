import { BACKEND_NAMES, isBackendName } from '../core/backend-name';
import type { BackendName } from '../core/backend-name';
import { checkConfig, parseSetting } from '../core/config';
import type { Message } from '../core/messages';
import type { Pin } from '../core/pins';
import { isPresetId, PRESETS, PRESET_IDS } from '../core/presets';
import type { StepKind } from '../core/run';
import type { Config } from '../core/settings';
import { isLanguage, LANGUAGES } from '../i18n/text';
import type { Language } from '../i18n/text';
import type { LabPage } from './lab-page';
import type { Lesson } from './lesson';
import { readShared, writeShared } from './shared';
import type { Shared, SharedParts } from './shared';
import type { Draft, LayerChoice, View } from './store';

/** What an address asks for, and what in it could not be understood. */
export interface Startup {
  draft: Draft;
  backend?: BackendName;
  step?: StepKind;
  language?: Language;
  /** Whether it says how many channels the images have; where it does not, the data set does. */
  channelsGiven: boolean;
  /** Whether a program drives the page, which then gives it the worker's client. */
  automation: boolean;
  problems: readonly Message[];
  /** What a shared address sets up beside the draft. */
  view?: View;
  page?: LabPage;
  layer?: LayerChoice;
  pins?: readonly Pin[];
  lesson?: Lesson;
  /** Whether a shared address could not be read at all. */
  unreadable?: boolean;
}

const DEFAULT_PRESET = 'class';
const DEFAULT_DATA = 'mnist';
const STEP_KINDS: readonly StepKind[] = ['plan', 'tfjs'];

/** The key of the part of an address that `shareUrl` writes. */
const SHARE_KEY = 'share';

/**
 * Reads an address: `preset`, `data`, `lang` and settings by their key from the query or after the `#` (which wins),
 * `backend`, `step` and `automation` from the query, and `share`, which comes between the two. Whatever is unknown or
 * unusable is left out and becomes a problem.
 */
export function readUrl({ search, hash }: Pick<Location, 'search' | 'hash'>): Startup {
  const query = new URLSearchParams(search);
  const fragment = new URLSearchParams(hash.replace(/^#/, ''));
  const problems: Message[] = [];
  const startup: Omit<Startup, 'draft'> = { automation: query.has('automation'), channelsGiven: false, problems };
  let preset: Draft['preset'] = DEFAULT_PRESET;
  let dataId = DEFAULT_DATA;
  const settings: Partial<Config> = {};
  const link = fragment.get(SHARE_KEY);
  const { entries = [], ...shared } = link === null ? {} : partsOf(link, problems);
  for (const [key, text] of [...query, ...entries, ...fragment]) {
    if (key === 'automation' || key === SHARE_KEY) continue;
    if (key === 'preset') {
      if (isPresetId(text)) preset = text;
      else problems.push({ code: 'presetUnknown', params: { preset: text, options: PRESET_IDS.join(', ') } });
    } else if (key === 'data') dataId = text;
    else if (key === 'lang') {
      if (isLanguage(text)) startup.language = text;
      else problems.push({ code: 'languageUnknown', params: { language: text, options: LANGUAGES.join(', ') } });
    } else if (key === 'backend') {
      if (isBackendName(text)) startup.backend = text;
      else problems.push({ code: 'backendUnknown', params: { backend: text, options: BACKEND_NAMES.join(', ') } });
    } else if (key === 'step') {
      const kind = STEP_KINDS.find((known) => known === text);
      if (kind) startup.step = kind;
      else problems.push({ code: 'stepUnknown', params: { step: text, options: STEP_KINDS.join(', ') } });
    } else {
      const parsed = parseSetting(key, text);
      if (parsed.ok) Object.assign(settings, parsed.value);
      else problems.push(parsed.message);
    }
  }
  const config = fitting({ ...PRESETS[preset], ...settings }, PRESETS[preset], problems);
  return { ...startup, ...shared, channelsGiven: 'channels' in settings, draft: { preset, dataId, config } };
}

/** What a shared address says; what cannot be read of it becomes a problem. */
function partsOf(link: string, problems: Message[]): Partial<SharedParts> & Pick<Startup, 'unreadable'> {
  const read = readShared(link);
  if (!read.ok) {
    problems.push(read.message);
    return { unreadable: true };
  }
  const { problems: found, ...parts } = read.value;
  problems.push(...found);
  return parts;
}

/** The config, with what contradicts itself put back to the preset's value. */
function fitting(config: Config, preset: Config, problems: Message[]): Config {
  const wrong = Object.entries(checkConfig(config)) as [keyof Config, Message][];
  problems.push(...wrong.map(([, message]) => message));
  return { ...config, ...Object.fromEntries(wrong.map(([key]) => [key, preset[key]])) };
}

/** An address that opens the page as it is set up, and whether all pins are in it. */
export interface SharedAddress {
  href: string;
  complete: boolean;
}

/** The address that opens the page as it is set up now, null when it would be too long; `base` is the page's own. */
export function shareUrl(base: string, shared: Shared): SharedAddress | null {
  const written = writeShared(shared);
  if (!written) return null;
  const url = new URL(base);
  url.search = '';
  url.hash = `${SHARE_KEY}=${written.text}`;
  return { href: url.href, complete: written.complete };
}
