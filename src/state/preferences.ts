import { createStore } from 'zustand/vanilla';
import { isLanguage } from '../i18n/text';
import type { Language } from '../i18n/text';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
/** What training does while the page is hidden. */
export const WHEN_HIDDEN = ['train', 'pause'] as const;
export type WhenHidden = (typeof WHEN_HIDDEN)[number];

/** What a person prefers on this device, whatever is trained. */
export interface Preferences {
  language: Language;
  theme: Theme;
  /** Whether single keys trigger actions. */
  shortcuts: boolean;
  whenHidden: WhenHidden;
  /** Whether the screen is kept awake while a run trains. */
  awake: boolean;
}

/** The part of `localStorage` that preferences need; it may throw, as when a browser blocks it. */
export type Memory = Pick<Storage, 'getItem' | 'setItem'>;
export type PreferenceStore = ReturnType<typeof createPreferences>;

const MEMORY_KEY = 'dcgan-playground.preferences';

/**
 * A store of preferences, filled from memory and kept there. Languages: `asked` (from the address) comes before what is
 * remembered, and that before the browser's own. Without a usable memory the choice lasts as long as the page.
 */
export function createPreferences(memory: Memory | null, browserLanguages: readonly string[], asked?: Language) {
  const remembered = recall(memory);
  const own = browserLanguages.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage);
  const store = createStore<Preferences>()(() => ({
    language: asked ?? remembered.language ?? own ?? 'en',
    theme: remembered.theme ?? 'system',
    shortcuts: remembered.shortcuts ?? true,
    whenHidden: remembered.whenHidden ?? 'train',
    awake: remembered.awake ?? false,
  }));
  store.subscribe((preferences) => keep(memory, preferences));
  return store;
}

function recall(memory: Memory | null): Partial<Preferences> {
  try {
    const stored: unknown = JSON.parse(memory?.getItem(MEMORY_KEY) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return {};
    const known: Partial<Preferences> = {};
    if ('language' in stored && isLanguage(stored.language)) known.language = stored.language;
    if ('theme' in stored) known.theme = THEMES.find((theme) => theme === stored.theme);
    if ('shortcuts' in stored && typeof stored.shortcuts === 'boolean') known.shortcuts = stored.shortcuts;
    if ('whenHidden' in stored) known.whenHidden = WHEN_HIDDEN.find((choice) => choice === stored.whenHidden);
    if ('awake' in stored && typeof stored.awake === 'boolean') known.awake = stored.awake;
    return known;
  } catch {
    // Blocked or damaged memory: begin as if nothing were remembered.
    return {};
  }
}

function keep(memory: Memory | null, preferences: Preferences): void {
  try {
    memory?.setItem(MEMORY_KEY, JSON.stringify(preferences));
  } catch {
    // Full or blocked memory: the choice still holds for this visit, which is all that can be done.
  }
}

/** The browser's memory of this device, or of this tab alone; null where even asking for it throws. */
export function browserMemory(of: 'localStorage' | 'sessionStorage' = 'localStorage'): Memory | null {
  try {
    return globalThis[of] ?? null;
  } catch {
    return null;
  }
}
