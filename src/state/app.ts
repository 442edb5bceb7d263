import { client } from './client';
import { DataSets } from './data-sets';
import { readReloaded, rememberDraft } from './draft-memory';
import { Presence } from './presence';
import { browserMemory, createPreferences } from './preferences';
import { Explore } from './explore';
import { Exporter } from './exports';
import { Inspect } from './inspect';
import { Lessons } from './lessons';
import { Links } from './links';
import { Measure } from './measure';
import { dismissOnTurning } from './notices';
import { browserRunLocks } from './run-locks';
import type { ReadyParts } from './ready-models';
import { Runs } from './runs';
import { Session } from './session';
import { createAppStore } from './store';
import { browserClock } from './timing';
import { readUrl } from './url';
import { pageLacksWebGpu } from './webgpu-page';
import { holdScreen } from './wake-lock';

const drafts = { memory: browserMemory('sessionStorage'), address: () => location };
const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
// An address that was opened on purpose means what it says.
const startup = navigation?.type === 'reload' ? readReloaded(drafts) : readUrl(location);
if (startup.automation) window.dcgan = client;

/** What the person prefers on this device. */
export const preferences = createPreferences(browserMemory(), navigator.languages, startup.language);

/** The page's one session with its worker, opened as soon as the page's code has loaded. */
export const session = new Session({
  client,
  store: createAppStore(startup.draft),
  clock: browserClock,
  base: document.baseURI,
  pageLacksWebGpu: () => pageLacksWebGpu(navigator),
  locks: browserRunLocks(navigator.locks as LockManager | undefined),
  today: () => Date.now(),
  newId: () => crypto.randomUUID(),
});

dismissOnTurning(session.store);
rememberDraft(session.store, drafts);

/** What a person does with data sets on this page. */
export const dataSets = new DataSets({
  client,
  session,
  now: () => performance.now(),
  addressOf: (file) => URL.createObjectURL(file),
  release: (url) => URL.revokeObjectURL(url),
  persist: () => navigator.storage.persist(),
});

// A new worker knows of the kept sets only.
session.store.subscribe((now, before) => {
  if (now.connection === 'ready' && before.connection !== 'ready') void dataSets.refresh();
});

/** What the page does in the latent space of the session's model. */
export const explore = new Explore({ client, session, clock: browserClock });

/** How good the session's model is. */
export const measure = new Measure({ client, session });

/** Where ready-made models come from. */
export const readyParts: ReadyParts = {
  session,
  fetchFile: async (path) => {
    const response = await fetch(new URL(path, document.baseURI));
    if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  },
};

/** What the page does with kept runs. */
export const runs = new Runs({ client, session, clock: browserClock });

/** What the page sees inside the session's model. */
export const inspect = new Inspect({ client, session, clock: browserClock });

/** Keeps the page within the lesson in force. */
export const lessons = new Lessons(session.store, browserMemory());

/** Opens shared addresses. */
export const links = new Links({ session, preferences });
links.begin(startup);
addEventListener('hashchange', () => void links.hear(location));

/** Makes files of the model in view. */
export const exporter = new Exporter({ client, session });

const presence = new Presence({
  session,
  preferences,
  hidden: () => document.hidden,
  wake: 'wakeLock' in navigator ? holdScreen : null,
});
document.addEventListener('visibilitychange', () => void presence.changed());
addEventListener('pagehide', () => void session.keep());

// A program that drives the page starts the backend and makes the runs itself.
if (!startup.automation) void session.open(startup);
