import { describe, expect, it } from 'vitest';
import { PRESETS } from '../core/presets';
import type { RunSummary } from '../core/run';
import { isTextKey } from '../i18n/text';
import { createAppStore } from '../state/store';
import type { AppState } from '../state/store';
import { ACTION_IDS, ACTIONS } from './registry';
import type { Action } from './registry';

const draft = { preset: 'tiny', dataId: 'mnist', config: PRESETS.tiny } as const;
const run = { id: 'run-1', config: { ...PRESETS.tiny, steps: 100 } } as RunSummary;
const state = (changes: Partial<AppState>): AppState => ({ ...createAppStore(draft).getState(), run, ...changes });
const enabled = (id: keyof typeof ACTIONS, changes: Partial<AppState>) =>
  (ACTIONS[id] as Action).enabled(state(changes));

describe('the actions', () => {
  it('have a text each, and no key twice', () => {
    const keys = ACTION_IDS.map((id) => ACTIONS[id].key).filter((key) => key !== null);
    expect(new Set(keys).size).toBe(keys.length);
    for (const id of ACTION_IDS) expect(isTextKey(ACTIONS[id].labelKey), id).toBe(true);
  });

  it('train and step only while nothing runs, and pause only while something does', () => {
    for (const phase of ['idle', 'paused', 'failed'] as const) {
      expect([enabled('train', { phase }), enabled('step', { phase }), enabled('pause', { phase })]).toEqual([
        true,
        true,
        false,
      ]);
    }
    for (const phase of ['training', 'compiling'] as const) {
      expect([enabled('train', { phase }), enabled('step', { phase }), enabled('pause', { phase })]).toEqual([
        false,
        false,
        true,
      ]);
    }
  });

  it('do not start twice, nor without a run, nor past the last step, nor on a lost GPU', () => {
    expect(enabled('train', { starting: true })).toBe(false);
    expect(enabled('train', { run: null })).toBe(false);
    expect(enabled('train', { step: 100, phase: 'finished' })).toBe(false);
    expect(enabled('train', { step: 99, phase: 'paused' })).toBe(true);
    expect(enabled('train', { phase: 'lost' })).toBe(false);
    expect(enabled('reset', { phase: 'lost' })).toBe(false);
  });
});
