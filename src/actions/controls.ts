import { SETTING_KEYS } from '../core/settings';
import type { TextKey } from '../i18n/text';
import { VIEWS } from '../state/store';
import { ACTION_IDS, ACTIONS } from './registry';
import type { Action, ActionId } from './registry';

/** Something that a lesson may hide or lock. */
export interface Control {
  id: string;
  labelKey: TextKey;
}

/** Actions that no lesson takes away: without them a learner could not read the page. */
const ALWAYS: ReadonlySet<ActionId> = new Set<ActionId>(['help', 'language', 'theme']);

/** Everything that a lesson may hide or lock, in the groups in which a teacher finds them. */
export const CONTROL_GROUPS: readonly { titleKey: TextKey; controls: readonly Control[] }[] = [
  { titleKey: 'view.label', controls: VIEWS.map((view) => ({ id: `view:${view}`, labelKey: `view.${view}` })) },
  {
    titleKey: 'settings.title',
    controls: [
      { id: 'picker:data', labelKey: 'header.data' },
      { id: 'picker:preset', labelKey: 'header.preset' },
      ...SETTING_KEYS.map((key): Control => ({ id: `setting:${key}`, labelKey: `setting.${key}` })),
    ],
  },
  {
    titleKey: 'lesson.actions',
    controls: ACTION_IDS.filter((id) => !ALWAYS.has(id) && viewOf(id) === undefined).map((id) => ({
      id: `action:${id}`,
      labelKey: ACTIONS[id].labelKey,
    })),
  },
];

function viewOf(id: ActionId): Action['view'] {
  const action: Action = ACTIONS[id];
  return action.view;
}
