import { Menu } from '@base-ui/react/menu';
import { Ellipsis } from 'lucide-react';
import { ACTIONS, act, nextOf, ruleOfAction } from '../../actions/registry';
import type { Action, ActionId } from '../../actions/registry';
import { LANGUAGES, LANGUAGE_NAMES } from '../../i18n/text';
import { preferences, session } from '../../state/app';
import { useApp, usePreferences, useTexts } from '../common/hooks';
import button from '../common/button.module.css';
import styles from './phone-menu.module.css';

const ITEMS = ['language', 'theme', 'export', 'share', 'help'] as const satisfies readonly ActionId[];

/** What the header has no room for on a phone. */
export function PhoneMenu() {
  const { t, language } = useTexts();
  const theme = usePreferences((state) => state.theme);
  const shown = useApp((state) => ITEMS.filter((id) => ruleOfAction(state, id) !== 'hidden'));
  const labels: Partial<Record<ActionId, string>> = {
    language: LANGUAGE_NAMES[nextOf(LANGUAGES, language)],
    theme: `${t('header.theme')}: ${t(`theme.${theme}`)}`,
  };
  return (
    <Menu.Root>
      <Menu.Trigger className={button.icon!} aria-label={t('header.menu')}>
        <Ellipsis size={18} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={styles.positioner!} align="end" sideOffset={4} collisionPadding={8}>
          <Menu.Popup className={styles.popup!}>
            {shown.map((id) => (
              <MenuItem key={id} id={id} label={labels[id]} />
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

/** An action of the registry; `label` says more than its name where there is more to say. */
function MenuItem({ id, label }: { id: ActionId; label: string | undefined }) {
  const { t } = useTexts();
  const action: Action = ACTIONS[id];
  const { icon: Icon, labelKey } = action;
  const usable = useApp((state) => action.enabled(state) && ruleOfAction(state, id) === null);
  return (
    <Menu.Item className={styles.item!} disabled={!usable} onClick={() => void act(id, { session, preferences })}>
      <Icon size={18} aria-hidden />
      {label ?? t(labelKey)}
    </Menu.Item>
  );
}
