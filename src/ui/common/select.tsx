import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import styles from './select.module.css';

interface SelectProps<V extends string> extends Omit<ComponentProps<'select'>, 'value' | 'onChange'> {
  value: V;
  options: readonly { value: V; text: string }[];
  onPick: (value: V) => void;
  quiet?: boolean;
}

/** The platform's own list of choices, dressed like the rest; phones show it as they are used to. */
export function Select<V extends string>({ value, options, onPick, quiet, className, ...rest }: SelectProps<V>) {
  return (
    <span className={[styles.wrap, quiet && styles.quiet, className].filter(Boolean).join(' ')}>
      <select
        value={value}
        onChange={(event) => {
          const picked = options.find((option) => option.value === event.target.value);
          if (picked) onPick(picked.value);
        }}
        {...rest}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
      <ChevronDown size={14} aria-hidden />
    </span>
  );
}
