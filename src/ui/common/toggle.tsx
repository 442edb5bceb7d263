import { Switch } from '@base-ui/react/switch';
import styles from './toggle.module.css';

interface ToggleProps {
  on: boolean;
  onToggle: (on: boolean) => void;
  id?: string;
  label?: string;
  describedBy?: string;
  disabled?: boolean;
}

/** An on/off switch; named by `label` or by a `<label>` for its `id`. */
export function Toggle({ on, onToggle, id, label, describedBy, disabled }: ToggleProps) {
  return (
    <Switch.Root
      id={id}
      className={styles.track!}
      checked={on}
      disabled={disabled}
      onCheckedChange={onToggle}
      aria-label={label}
      aria-describedby={describedBy}
    >
      <Switch.Thumb className={styles.thumb!} />
    </Switch.Root>
  );
}
