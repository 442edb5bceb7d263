import { createStore } from 'zustand/vanilla';
import { parseDataId } from '../core/data-id';
import { isOwnId } from '../core/own-images';
import type { Pin } from '../core/pins';
import { SETTING_KEYS } from '../core/settings';
import { labPage } from './lab-page';
import { openView } from './lesson';
import { notify } from './notices';
import type { PreferenceStore } from './preferences';
import type { Session } from './session';
import { isTraining } from './store';
import type { Draft } from './store';
import { readUrl } from './url';
import type { Startup } from './url';

/** What opening links needs from the page. */
export interface LinkParts {
  session: Pick<Session, 'store' | 'latents' | 'newRun'>;
  preferences: PreferenceStore;
}

/** Opens shared addresses: the one that the page began with, and those that come while it is open. */
export class Links {
  /** The link that waits for a word of the person, because it would end a run that has been trained. */
  readonly store = createStore<{ asked: Startup | null }>()(() => ({ asked: null }));
  readonly #session: LinkParts['session'];
  readonly #preferences: PreferenceStore;

  constructor({ session, preferences }: LinkParts) {
    this.#session = session;
    this.#preferences = preferences;
  }

  /** Sets up what the page's own address asks for beside the run. */
  begin(startup: Startup): void {
    this.#setUp(startup);
  }

  /**
   * Opens the address that has come into the page's address bar. One that asks for another run replaces an untrained one
   * at once, and a trained one when the person agrees; one that cannot be read changes nothing.
   */
  async hear(address: Pick<Location, 'search' | 'hash'>): Promise<void> {
    // An address within the page, as of the link that skips to the pictures.
    if (!address.hash.includes('=')) return;
    const { store } = this.#session;
    const startup = readUrl(address);
    const state = store.getState();
    const { set } = parseDataId(startup.draft.dataId);
    const known = isOwnId(set) || state.dataIds.length === 0 || state.dataIds.includes(set);
    notify(store, startup.problems);
    if (!known) notify(store, [{ code: 'dataUnknown', params: { id: set, options: state.dataIds.join(', ') } }]);
    if (startup.unreadable || !known) return;
    const trained = state.run !== null && (state.step > 0 || isTraining(state));
    if (trained && !sameDraft(startup.draft, state.applied)) this.store.setState({ asked: startup });
    else await this.#open(startup);
  }

  /** Opens the link that waited. */
  async accept(): Promise<void> {
    const { asked } = this.store.getState();
    this.store.setState({ asked: null });
    if (asked) await this.#open(asked);
  }

  /** Leaves everything as it is. */
  decline(): void {
    this.store.setState({ asked: null });
  }

  async #open(startup: Startup): Promise<void> {
    const { store } = this.#session;
    const { applied } = store.getState();
    this.#setUp(startup);
    store.setState({ draft: startup.draft });
    if (!sameDraft(startup.draft, applied)) await this.#session.newRun();
  }

  #setUp({ language, view, page, layer, lesson, pins = [] }: Startup): void {
    const { store, latents } = this.#session;
    if (language) this.#preferences.setState({ language });
    if (lesson) store.setState({ lesson });
    if (layer) store.setState({ layer });
    if (page) labPage.setState({ page });
    const state = store.getState();
    store.setState({ view: openView(state, view ?? state.view) });
    const kept = latents.getState().pins;
    const added = pins.filter((pin) => !kept.some((other) => samePin(pin, other)));
    if (added.length > 0) latents.change({ pins: [...kept, ...added] });
  }
}

function sameDraft(a: Draft, b: Draft | null): boolean {
  return b !== null && a.dataId === b.dataId && SETTING_KEYS.every((key) => a.config[key] === b.config[key]);
}

function samePin(a: Pin, b: Pin): boolean {
  return a.name === b.name && a.z.length === b.z.length && a.z.every((value, n) => value === b.z[n]);
}
