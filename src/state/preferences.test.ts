import { describe, expect, it } from 'vitest';
import { createPreferences } from './preferences';
import type { Memory } from './preferences';

function memory(initial?: string): Memory & { stored: Map<string, string> } {
  const stored = new Map<string, string>();
  return {
    stored,
    getItem: (key) => stored.get(key) ?? initial ?? null,
    setItem: (key, value) => void stored.set(key, value),
  };
}

const blocked: Memory = {
  getItem: () => {
    throw new Error('blocked');
  },
  setItem: () => {
    throw new Error('blocked');
  },
};

describe('createPreferences', () => {
  it('follows the address, then what is remembered, then the browser', () => {
    expect(createPreferences(memory(), ['ko-KR', 'en']).getState().language).toBe('ko');
    expect(createPreferences(memory(), ['fr', 'de']).getState().language).toBe('en');
    const remembered = memory(
      '{"language":"en","theme":"dark","shortcuts":false,"whenHidden":"pause","awake":true}',
    );
    expect(createPreferences(remembered, ['ko']).getState()).toEqual({
      language: 'en',
      theme: 'dark',
      shortcuts: false,
      whenHidden: 'pause',
      awake: true,
    });
    expect(createPreferences(remembered, ['en'], 'ko').getState().language).toBe('ko');
  });

  it('remembers a choice for the next visit', () => {
    const kept = memory();
    createPreferences(kept, ['en']).setState({ theme: 'dark', language: 'ko' });
    expect(createPreferences(kept, ['en']).getState()).toMatchObject({ theme: 'dark', language: 'ko' });
  });

  it('works without memory, with a blocked one and with a damaged one', () => {
    for (const given of [null, blocked, memory('{"theme":7,"language":'), memory('null')]) {
      const store = createPreferences(given, ['ko']);
      store.setState({ theme: 'light' });
      expect(store.getState()).toMatchObject({ theme: 'light', language: 'ko' });
    }
  });
});
