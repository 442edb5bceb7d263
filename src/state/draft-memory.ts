import { checkConfig } from '../core/config';
import { SETTING_KEYS } from '../core/settings';
import type { Memory } from './preferences';
import type { AppState, AppStore, Draft } from './store';
import { readUrl } from './url';
import type { Startup } from './url';

const MEMORY_KEY = 'dcgan-playground.draft';

/** Where a draft is remembered, as long as the tab is open, and the address that it belongs to. */
export interface DraftMemory {
  memory: Memory | null;
  address: () => Pick<Location, 'search' | 'hash'>;
}

/**
 * What an address asks for, with the settings that had been chosen under it when the page was reloaded, if any. They were
 * all fit to be trained, so that no more is wrong than with the address itself.
 */
export function readReloaded({ memory, address }: DraftMemory): Startup {
  const { search, hash } = address();
  const startup = readUrl({ search, hash });
  const text = recall(memory, search + hash);
  if (text === null) return startup;
  const { draft, channelsGiven } = readUrl({ search: '', hash: text });
  return { ...startup, draft, channelsGiven };
}

/** Remembers what is chosen for a run of which nothing is trained: what is trained is kept with its settings. */
export function rememberDraft(store: AppStore, { memory, address }: DraftMemory): void {
  const note = ({ draft, step }: AppState) => {
    const { search, hash } = address();
    keep(memory, step === 0 ? JSON.stringify({ address: search + hash, draft: asText(draft) }) : '');
  };
  store.subscribe((now, before) => {
    if (now.draft !== before.draft || (now.step === 0) !== (before.step === 0)) note(now);
  });
}

/** A draft as an address would name it, without what no run could have. */
function asText({ preset, dataId, config }: Draft): string {
  const wrong = checkConfig(config);
  const settings = SETTING_KEYS.filter((key) => !wrong[key]).map((key) => [key, String(config[key])]);
  return new URLSearchParams([['preset', preset], ['data', dataId], ...settings]).toString();
}

function recall(memory: Memory | null, address: string): string | null {
  try {
    const stored: unknown = JSON.parse(memory?.getItem(MEMORY_KEY) || 'null');
    if (typeof stored !== 'object' || stored === null || !('address' in stored) || !('draft' in stored)) return null;
    return stored.address === address && typeof stored.draft === 'string' ? stored.draft : null;
  } catch {
    // Blocked or damaged memory: begin as if nothing were remembered.
    return null;
  }
}

function keep(memory: Memory | null, text: string): void {
  try {
    memory?.setItem(MEMORY_KEY, text);
  } catch {
    // Full or blocked memory: a reload then begins as the address says, which is all that can be done.
  }
}
