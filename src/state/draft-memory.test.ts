import { describe, expect, it } from 'vitest';
import { PRESETS } from '../core/presets';
import { readReloaded, rememberDraft } from './draft-memory';
import type { Memory } from './preferences';
import { createAppStore } from './store';

/** A tab at an address: `open` is the page loading there. */
function tab(hash = '#preset=tiny&seed=3', given?: Memory) {
  const stored = new Map<string, string>();
  const at = { search: '?backend=wasm', hash };
  const memory = given ?? { getItem: (key) => stored.get(key) ?? null, setItem: (key, value) => void stored.set(key, value) };
  const parts = { memory, address: () => at };
  const open = () => {
    const startup = readReloaded(parts);
    const store = createAppStore(startup.draft);
    rememberDraft(store, parts);
    const choose = (config: object, dataId = 'mnist') =>
      store.setState(({ draft }) => ({ draft: { ...draft, dataId, config: { ...draft.config, ...config } } }));
    return { startup, store, choose };
  };
  return { at, stored, open };
}

describe('settings chosen for a run of which nothing is trained', () => {
  it('are there again after a reload, and again after the next', () => {
    const { open } = tab();
    open().choose({ learningRateD: 1e-3, channels: 3, emaDecay: 0.99, flip: true }, 'shapes');
    for (let n = 0; n < 2; n++) {
      const { startup } = open();
      expect(startup.draft).toEqual({
        preset: 'tiny',
        dataId: 'shapes',
        config: { ...PRESETS.tiny, seed: 3, learningRateD: 1e-3, channels: 3, emaDecay: 0.99, flip: true },
      });
      expect(startup).toMatchObject({ channelsGiven: true, backend: 'wasm', problems: [] });
    }
  });

  it('come back to what the address says, where they were put back', () => {
    const { open } = tab();
    const { choose } = open();
    choose({ seed: 9 });
    choose({ seed: 3 });
    expect(open().startup.draft.config).toEqual({ ...PRESETS.tiny, seed: 3 });
  });

  it('are forgotten once the run is trained, which is kept with them', () => {
    const { open } = tab();
    const { store, choose } = open();
    choose({ seed: 9 });
    store.setState({ step: 1 });
    choose({ seed: 10 });
    expect(open().startup.draft.config.seed).toBe(3);
    store.setState({ step: 0 });
    expect(open().startup.draft.config.seed).toBe(10);
  });

  it('give way to another address', () => {
    const { at, open } = tab();
    open().choose({ seed: 9 });
    at.hash = '#preset=tiny&seed=4';
    expect(open().startup.draft.config.seed).toBe(4);
  });

  it('are left out where they could not be trained, without a word', () => {
    const { open } = tab();
    open().choose({ learningRateD: 7, seed: 9 });
    const { draft, problems } = open().startup;
    expect(draft.config).toMatchObject({ learningRateD: PRESETS.tiny.learningRateD, seed: 9 });
    expect(problems).toEqual([]);
  });

  it.each(['', '{', '7', '{"address":"?backend=wasm#preset=tiny&seed=3","draft":7}'])('are none in a memory of %j', (text) => {
    const { open } = tab(undefined, { getItem: () => text, setItem: () => {} });
    expect(open().startup.draft.config.seed).toBe(3);
  });

  it('last as long as the page where there is no memory', () => {
    const blocked = () => {
      throw new Error('blocked');
    };
    const { open } = tab(undefined, { getItem: blocked, setItem: blocked });
    open().choose({ seed: 9 });
    expect(open().startup.draft.config.seed).toBe(3);
  });
});
