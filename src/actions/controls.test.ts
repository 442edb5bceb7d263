import { describe, expect, it, vi } from 'vitest';
import { PRESETS } from '../core/presets';
import { SETTING_KEYS } from '../core/settings';
import { isTextKey } from '../i18n/text';
import type { Session } from '../state/session';
import { createAppStore, VIEWS } from '../state/store';
import { CONTROL_GROUPS } from './controls';
import { act, ACTION_IDS, ACTIONS, ruleOfAction } from './registry';
import type { Action, Context } from './registry';

const ids = CONTROL_GROUPS.flatMap(({ controls }) => controls.map(({ id }) => id));

describe('what a lesson may hide or lock', () => {
  it('is every view, every setting, and every action but those without which nobody could read the page', () => {
    expect(new Set(ids).size).toBe(ids.length);
    const actions = ACTION_IDS.filter((id) => !(ACTIONS[id] as Action).view && !['help', 'language', 'theme'].includes(id));
    const expected = [
      ...VIEWS.map((view) => `view:${view}`),
      ...SETTING_KEYS.map((key) => `setting:${key}`),
      ...actions.map((id) => `action:${id}`),
      'picker:data',
      'picker:preset',
    ];
    expect(ids.toSorted()).toEqual(expected.toSorted());
    expect(CONTROL_GROUPS.flatMap(({ controls }) => controls).filter(({ labelKey }) => !isTextKey(labelKey))).toEqual([]);
  });

  it('is not done, by whatever key or button', async () => {
    const store = createAppStore({ preset: 'tiny', dataId: 'mnist', config: PRESETS.tiny });
    const show = vi.fn<(view: string) => void>();
    const context = { session: { store, show } as unknown as Session, preferences: {} } as unknown as Context;
    const rules = { 'view:explore': 'hidden', 'view:data': 'locked', 'action:export': 'locked' } as const;
    store.setState({ lesson: { title: '', text: '', steps: [], rules } });
    for (const id of ['viewExplore', 'viewData', 'export', 'viewInspect'] as const) await act(id, context);
    expect(show.mock.calls).toEqual([['inspect']]);
    expect(store.getState().dialog).toBeNull();
    expect(ruleOfAction(store.getState(), 'viewExplore')).toBe('hidden');
    store.setState({ lesson: null });
    await act('export', context);
    expect(store.getState().dialog).toBe('export');
  });
});
