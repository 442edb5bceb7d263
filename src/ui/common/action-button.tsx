import { ACTIONS, act, ruleOfAction } from '../../actions/registry';
import type { Action, ActionId } from '../../actions/registry';
import { preferences, session } from '../../state/app';
import { Button, IconButton } from './button';
import { useApp, useTexts } from './hooks';

const context = { session, preferences };

interface ActionButtonProps {
  id: ActionId;
  form?: 'text' | 'icon';
  tone?: 'quiet' | 'outlined' | 'strong';
  /** For an action that is on or off. */
  pressed?: boolean;
  className?: string;
}

/** The button of an action of the registry: its name, icon, key and whether it can be done now. */
export function ActionButton({ id, form = 'text', tone, pressed, className }: ActionButtonProps) {
  const { t } = useTexts();
  const action: Action = ACTIONS[id];
  const rule = useApp((state) => ruleOfAction(state, id));
  const inactive = !useApp((state) => action.enabled(state)) || rule === 'locked';
  const shortcuts = action.key === null ? undefined : action.key.replace('?', 'Shift+?');
  const shared = {
    inactive,
    icon: action.icon,
    className,
    'aria-pressed': pressed,
    'aria-keyshortcuts': shortcuts,
    onClick: () => void act(id, context),
  };
  const label = t(action.labelKey);
  if (rule === 'hidden') return null;
  if (form === 'icon') return <IconButton label={label} {...shared} />;
  return (
    <Button tone={tone} {...shared}>
      {label}
    </Button>
  );
}
