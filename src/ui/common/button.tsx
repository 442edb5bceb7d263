import type { LucideIcon } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { Tooltip } from '@base-ui/react/tooltip';
import styles from './button.module.css';

interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  icon?: LucideIcon;
  tone?: 'quiet' | 'outlined' | 'strong';
  /** Shown and focusable, but does nothing: a focus that stands on it is not lost when it stops being usable. */
  inactive?: boolean;
  children: ReactNode;
}

/** A button with a text, and an icon where there is one. */
export function Button({ icon: Icon, tone = 'outlined', inactive = false, className, onClick, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={[styles.button, styles[tone], className].filter(Boolean).join(' ')}
      aria-disabled={inactive || undefined}
      onClick={inactive ? undefined : onClick}
      {...rest}
    >
      {Icon && <Icon size={16} aria-hidden />}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'disabled' | 'children'> {
  icon: LucideIcon;
  /** Its accessible name, shown as a tooltip. */
  label: string;
  inactive?: boolean;
  size?: 'normal' | 'small';
}

/** A button that is only an icon; its name shows when it is pointed at or focused. */
export function IconButton({ icon: Icon, label, inactive = false, size = 'normal', className, onClick, ...rest }: IconButtonProps) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger
        render={
          <button
            type="button"
            className={[styles.icon, size === 'small' && styles.small, className].filter(Boolean).join(' ')}
            aria-label={label}
            aria-disabled={inactive || undefined}
            onClick={inactive ? undefined : onClick}
            {...rest}
          />
        }
      >
        <Icon size={size === 'small' ? 14 : 18} aria-hidden />
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6}>
          <Tooltip.Popup className={styles.tooltip}>{label}</Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
