import { beforeEach, describe, expect, it, vi } from 'vitest';
import { PRESETS } from '../core/presets';
import type { RunSummary } from '../core/run';
import { addPin } from './explore-pins';
import { createLatents } from './latents';
import type { Lesson } from './lesson';
import { labPage } from './lab-page';
import { Links } from './links';
import { createPreferences } from './preferences';
import type { Shared } from './shared';
import { createAppStore } from './store';
import { shareUrl } from './url';

const DRAFT = { preset: 'tiny' as const, dataId: 'mnist', config: PRESETS.tiny };
const OTHER = { ...DRAFT, config: { ...PRESETS.tiny, seed: 7 } };
const LESSON: Lesson = { title: 'Noise', text: '', steps: [], rules: { 'view:explore': 'hidden' } };
const pin = (name: string) => ({ id: name, name, z: Float32Array.of(1, 2) });

let store: ReturnType<typeof createAppStore>;
let latents: ReturnType<typeof createLatents>;
let preferences: ReturnType<typeof createPreferences>;
let links: Links;
let newRun: ReturnType<typeof vi.fn<() => Promise<void>>>;

function address(changes: Partial<Shared>): URL {
  const shared: Shared = { draft: DRAFT, language: 'en', view: 'train', layer: null, pins: [], lesson: null, ...changes };
  return new URL(shareUrl('https://example.org/', shared)!.href);
}

function train(step: number): void {
  const run = { id: 'run-1' } as unknown as RunSummary;
  store.setState({ run, applied: DRAFT, step, dataIds: ['mnist', 'emoji'] });
}

const codes = () => store.getState().notices.flatMap(({ messages }) => messages.map(({ code }) => code));

beforeEach(() => {
  store = createAppStore(DRAFT);
  latents = createLatents();
  preferences = createPreferences(null, ['en']);
  newRun = vi.fn(async () => {});
  links = new Links({ session: { store, latents, newRun }, preferences });
});

describe('a link that comes while the page is open', () => {
  it('starts its run at once where nothing has been trained', async () => {
    train(0);
    await links.hear(address({ draft: OTHER, language: 'ko', view: 'inspect', layer: { network: 'generator', name: 'g2' } }));
    expect(store.getState()).toMatchObject({ draft: OTHER, view: 'inspect', layer: { name: 'g2' } });
    expect(preferences.getState().language).toBe('ko');
    expect(newRun).toHaveBeenCalledOnce();
  });

  it('leads to the page of the Lab that it was made on', async () => {
    train(0);
    await links.hear(address({ view: 'lab', page: 'tanh' }));
    expect(store.getState().view).toBe('lab');
    expect(labPage.getState().page).toBe('tanh');
    await links.hear(address({ view: 'train', page: 'clinic' }));
    expect(labPage.getState().page).toBe('tanh');
  });

  it('asks before it replaces a trained run, and leaves everything when declined', async () => {
    train(5);
    await links.hear(address({ draft: OTHER, view: 'data', pins: [pin('a')], lesson: LESSON }));
    expect(links.store.getState().asked).not.toBeNull();
    links.decline();
    expect(store.getState()).toMatchObject({ draft: DRAFT, view: 'train', lesson: null });
    expect(latents.getState().pins).toEqual([]);
    expect(newRun).not.toHaveBeenCalled();
  });

  it('opens when accepted', async () => {
    train(5);
    await links.hear(address({ draft: OTHER, lesson: LESSON }));
    await links.accept();
    expect(store.getState()).toMatchObject({ draft: OTHER, lesson: LESSON });
    expect(links.store.getState().asked).toBeNull();
    expect(newRun).toHaveBeenCalledOnce();
  });

  it('that asks for the very run brings its view and pins without asking', async () => {
    train(5);
    addPin(latents, Float32Array.of(1, 2), 'a');
    await links.hear(address({ view: 'data', pins: [pin('a'), pin('b')] }));
    expect(store.getState().view).toBe('data');
    expect(latents.getState().pins.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(links.store.getState().asked).toBeNull();
    expect(newRun).not.toHaveBeenCalled();
  });

  it('goes to a view that its lesson shows', async () => {
    train(0);
    await links.hear(address({ view: 'explore', lesson: LESSON }));
    expect(store.getState().view).toBe('train');
  });

  it.each([
    ['damaged', { hash: '#share=1.xx' }, 'linkDamaged'],
    ['too long', { hash: `#share=1.${'x'.repeat(100_000)}` }, 'linkTooLong'],
    ['on data that are not here', { hash: '#data=cats&seed=3' }, 'dataUnknown'],
  ])('that is %s changes nothing, and says so', async (_, { hash }, code) => {
    train(5);
    const before = store.getState();
    await links.hear({ search: '', hash });
    expect(codes()).toEqual([code]);
    expect({ ...store.getState(), notices: [] }).toEqual({ ...before, notices: [] });
    expect(links.store.getState().asked).toBeNull();
  });

  it('is none where it is a place within the page', async () => {
    train(5);
    await links.hear({ search: '', hash: '#view' });
    expect(codes()).toEqual([]);
    expect(links.store.getState().asked).toBeNull();
  });
});
