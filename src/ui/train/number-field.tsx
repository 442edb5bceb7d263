import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { NumberSetting, SettingKey } from '../../core/settings';
import { useTexts } from '../common/hooks';
import styles from './number-field.module.css';
import { stepped } from './number-steps';

/** Time after the last key before what was typed counts, in milliseconds; Enter and leaving the field are at once. */
const TYPING_MS = 700;

interface NumberFieldProps {
  id: string;
  settingKey: SettingKey;
  setting: NumberSetting;
  value: number;
  invalid: boolean;
  describedBy: string;
  onValue: (value: number) => void;
}

/** A number as text: arrow keys step it, and what is no number stays to be corrected, with a word about it. */
export function NumberField({ id, settingKey, setting, value, invalid, describedBy, onValue }: NumberFieldProps) {
  const { message } = useTexts();
  const [text, setText] = useState<string | null>(null);
  const timer = useRef<number>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const number = text === null ? value : readNumber(text);
  const unreadable = text !== null && number === null;

  const commit = (typed: string | null) => {
    clearTimeout(timer.current);
    const read = typed === null ? null : readNumber(typed);
    if (read === null) return;
    setText(null);
    if (read !== value) onValue(read);
  };
  const type = (typed: string) => {
    setText(typed);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => commit(typed), TYPING_MS);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter') return commit(text);
    if (event.key === 'Escape') return setText(null);
    const by = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    commit(String(stepped(setting, number ?? value, by)));
  };
  return (
    <span className={styles.wrap}>
      <input
        id={id}
        className={styles.input}
        inputMode={setting.integer ? 'numeric' : 'decimal'}
        autoComplete="off"
        value={text ?? String(value)}
        aria-invalid={invalid || unreadable || undefined}
        aria-describedby={describedBy}
        onChange={(event) => type(event.target.value)}
        onBlur={() => commit(text)}
        onKeyDown={press}
      />
      {unreadable && (
        <span className={styles.error} role="alert">
          {message({ code: 'settingNotNumber', params: { setting: settingKey, value: text } })}
        </span>
      )}
    </span>
  );
}

/** The number that a text holds, or null; a decimal comma is understood. */
function readNumber(text: string): number | null {
  const plain = text.trim().replace(/^(-?\d+),(\d+)$/, '$1.$2');
  return plain === '' || Number.isNaN(Number(plain)) ? null : Number(plain);
}
