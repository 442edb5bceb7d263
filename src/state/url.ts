import { BACKEND_NAMES, isBackendName } from '../core/backend-name';
import type { BackendName } from '../core/backend-name';
import { checkConfig, parseSetting } from '../core/config';
import type { Message } from '../core/messages';
import { isPresetId, PRESETS, PRESET_IDS } from '../core/presets';
import type { StepKind } from '../core/run';
import type { Config } from '../core/settings';
import { isLanguage, LANGUAGES } from '../i18n/text';
import type { Language } from '../i18n/text';
import { changedKeys } from './store';
import type { Draft } from './store';

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
}

const DEFAULT_PRESET = 'class';
const DEFAULT_DATA = 'mnist';
const STEP_KINDS: readonly StepKind[] = ['plan', 'tfjs'];

/**
 * Reads an address: `preset`, `data`, `lang` and settings by their key from the query or after the `#` (which wins),
 * `backend`, `step` and `automation` from the query. Whatever is unknown or unusable is left out and becomes a problem.
 */
export function readUrl({ search, hash }: Pick<Location, 'search' | 'hash'>): Startup {
  const query = new URLSearchParams(search);
  const fragment = new URLSearchParams(hash.replace(/^#/, ''));
  const problems: Message[] = [];
  const startup: Omit<Startup, 'draft'> = { automation: query.has('automation'), channelsGiven: false, problems };
  let preset: Draft['preset'] = DEFAULT_PRESET;
  let dataId = DEFAULT_DATA;
  const settings: Partial<Config> = {};
  for (const [key, text] of [...query, ...fragment]) {
    if (key === 'automation') continue;
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
  return { ...startup, channelsGiven: 'channels' in settings, draft: { preset, dataId, config } };
}

/** The config, with what contradicts itself put back to the preset's value. */
function fitting(config: Config, preset: Config, problems: Message[]): Config {
  const wrong = Object.entries(checkConfig(config)) as [keyof Config, Message][];
  problems.push(...wrong.map(([, message]) => message));
  return { ...config, ...Object.fromEntries(wrong.map(([key]) => [key, preset[key]])) };
}

/** The address that opens the page as it is set now; `base` is the page's own address. */
export function shareUrl(base: string, draft: Draft, language: Language): string {
  const url = new URL(base);
  url.search = '';
  const parts = new URLSearchParams({ data: draft.dataId, preset: draft.preset, lang: language });
  for (const key of changedKeys(draft)) parts.set(key, String(draft.config[key]));
  url.hash = parts.toString();
  return url.href;
}
