import { beforeEach, expect, it } from 'vitest';
import { PRESETS } from '../core/presets';
import { createPreferences } from './preferences';
import { Presence } from './presence';
import type { Session } from './session';
import { createAppStore } from './store';

let done: string[];
let hidden: boolean;
let presence: Presence;
let store: ReturnType<typeof createAppStore>;
let preferences: ReturnType<typeof createPreferences>;
let awake: number;
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

beforeEach(() => {
  [done, hidden, awake] = [[], false, 0];
  store = createAppStore({ preset: 'tiny', dataId: 'mnist', config: PRESETS.tiny });
  preferences = createPreferences(null, ['en']);
  const note = (name: string, phase?: 'training' | 'paused') => async () => {
    done.push(name);
    if (phase) store.setState({ phase });
  };
  const session = {
    store,
    keep: note('keep'),
    pause: note('pause', 'paused'),
    train: note('train', 'training'),
  } as unknown as Session;
  const wake = async () => {
    awake++;
    return async () => void awake--;
  };
  presence = new Presence({ session, preferences, hidden: () => hidden, wake });
});

async function show(shown: boolean): Promise<void> {
  hidden = !shown;
  await presence.changed();
  await settled();
}

it('keeps the run when the page is hidden, and lets it train on', async () => {
  store.setState({ phase: 'training' });
  await show(false);
  await show(true);
  expect(done).toEqual(['keep']);
});

it('pauses a hidden page where the person wants that, and trains on what it paused itself', async () => {
  preferences.setState({ whenHidden: 'pause' });
  store.setState({ phase: 'training' });
  await show(false);
  await show(true);
  expect(done).toEqual(['pause', 'keep', 'train']);
  store.setState({ phase: 'paused' });
  await show(false);
  await show(true);
  expect(done.filter((name) => name === 'train')).toHaveLength(1);
});

it('keeps the screen awake while a visible run trains, where the person wants that', async () => {
  store.setState({ phase: 'training' });
  await settled();
  expect(awake).toBe(0);
  preferences.setState({ awake: true });
  await settled();
  expect(awake).toBe(1);
  store.setState({ phase: 'paused' });
  await settled();
  expect(awake).toBe(0);
  store.setState({ phase: 'training' });
  await settled();
  expect(awake).toBe(1);
});

it('lets the screen go under a hidden page, and asks for it anew when the page is shown', async () => {
  preferences.setState({ awake: true });
  store.setState({ phase: 'training' });
  await settled();
  expect(awake).toBe(1);
  await show(false);
  expect(awake).toBe(0);
  await show(true);
  expect(awake).toBe(1);
});
