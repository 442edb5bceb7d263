import type { PreferenceStore } from './preferences';
import type { Session } from './session';
import { isTraining } from './store';

/** The part of the browser that presence needs; tests give stand-ins. */
export interface PresenceParts {
  session: Session;
  preferences: PreferenceStore;
  /** Whether the page is hidden now. */
  hidden: () => boolean;
  /** Keeps the screen awake until the returned function is called; null where the browser cannot. */
  wake: (() => Promise<() => Promise<void>>) | null;
}

/** What training does as the page is hidden and shown again, and as the screen would go dark. */
export class Presence {
  readonly #parts: PresenceParts;
  /** Whether the page itself paused the run, and so has to train it on. */
  #paused = false;
  #awake: (() => Promise<void>) | null = null;
  #settling: Promise<void> = Promise.resolve();

  constructor(parts: PresenceParts) {
    this.#parts = parts;
    parts.session.store.subscribe((now, before) => {
      if (isTraining(now) !== isTraining(before)) this.#followAwake();
    });
    parts.preferences.subscribe(() => this.#followAwake());
  }

  /** The page was hidden, or shown again. A hidden page may be gone soon: what was trained is kept first. */
  async changed(): Promise<void> {
    const { session, preferences, hidden } = this.#parts;
    // The browser itself lets the screen go dark under a hidden page, and has to be asked anew for one that is shown.
    this.#followAwake();
    if (hidden()) {
      const training = isTraining(session.store.getState());
      if (training && preferences.getState().whenHidden === 'pause') {
        this.#paused = true;
        await session.pause();
      }
      await session.keep();
    } else if (this.#paused) {
      this.#paused = false;
      await session.train();
    }
  }

  #followAwake(): void {
    this.#settling = this.#settling.then(() => this.#setAwake());
  }

  async #setAwake(): Promise<void> {
    const { session, preferences, hidden, wake } = this.#parts;
    const wanted = preferences.getState().awake && isTraining(session.store.getState()) && !hidden();
    if (wanted && !this.#awake && wake) {
      try {
        this.#awake = await wake();
      } catch (error) {
        // On a low battery the browser refuses; training goes on all the same.
        if (!(error instanceof DOMException)) throw error;
      }
    } else if (!wanted && this.#awake) {
      const release = this.#awake;
      this.#awake = null;
      await release();
    }
  }
}
