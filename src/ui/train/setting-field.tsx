import { RotateCcw } from 'lucide-react';
import { useId } from 'react';
import type { Message } from '../../core/messages';
import { PRESETS } from '../../core/presets';
import { SETTINGS } from '../../core/settings';
import type { ChoiceSetting, Config, NumberSetting, Setting, SettingKey } from '../../core/settings';
import { isTextKey } from '../../i18n/text';
import { session } from '../../state/app';
import { ruleOf } from '../../state/lesson';
import { IconButton } from '../common/button';
import { useApp, useTexts } from '../common/hooks';
import type { Texts } from '../common/hooks';
import { Select } from '../common/select';
import { Slider } from '../common/slider';
import { Toggle } from '../common/toggle';
import { NumberField } from './number-field';
import { fromShare, toShare } from './number-steps';
import styles from './setting-field.module.css';

/** A setting's value as a person reads it. */
export function valueText(value: Config[SettingKey], t: Texts['t']): string {
  if (typeof value === 'boolean') return t(value ? 'settings.on' : 'settings.off');
  const key = `option.${value}`;
  return isTextKey(key) ? t(key) : String(value);
}

interface FieldProps {
  settingKey: SettingKey;
  error: Message | undefined;
  /** Gives a number a slider as well, for what is played with while training. */
  slider?: boolean;
}

/** One setting: quiet at its preset's value; changed, it is marked and can be put back. */
export function SettingField({ settingKey: key, error, slider = false }: FieldProps) {
  const { t, message } = useTexts();
  const id = useId();
  const value = useApp((state) => state.draft.config[key]);
  const usual = useApp((state) => PRESETS[state.draft.preset][key]);
  const locked = useApp((state) => ruleOf(state, `setting:${key}`) === 'locked');
  const changed = value !== usual;
  const setting: Setting = SETTINGS[key];
  const label = t(`setting.${key}`);
  return (
    <div className={styles.field} data-setting={key} data-changed={changed || undefined}>
      <label htmlFor={id} className={styles.label}>
        {label}
        {changed && <span className="visually-hidden"> ({t('settings.changed')})</span>}
      </label>
      {changed && !locked && (
        <IconButton
          icon={RotateCcw}
          size="small"
          className={styles.reset}
          label={t('settings.resetOne', { setting: label, value: valueText(usual, t) })}
          onClick={() => session.setSetting(key, usual)}
        />
      )}
      <fieldset className={styles.control} disabled={locked}>
        <Control id={id} settingKey={key} setting={setting} value={value} invalid={error !== undefined} locked={locked} />
      </fieldset>
      {slider && !locked && setting.kind === 'number' && (
        <RateSlider settingKey={key} setting={setting} value={Number(value)} label={label} />
      )}
      <span id={`${id}-help`} className="visually-hidden">
        {t(`help.${key}`)}
      </span>
      {error && (
        <p id={`${id}-error`} className={styles.error}>
          {message(error)}
        </p>
      )}
    </div>
  );
}

interface ControlProps {
  id: string;
  settingKey: SettingKey;
  setting: Setting;
  value: Config[SettingKey];
  invalid: boolean;
  locked: boolean;
}

function Control({ id, settingKey: key, setting, value, invalid, locked }: ControlProps) {
  const { t } = useTexts();
  const describedBy = invalid ? `${id}-help ${id}-error` : `${id}-help`;
  switch (setting.kind) {
    case 'number':
      return (
        <NumberField
          id={id}
          setting={setting}
          settingKey={key}
          value={Number(value)}
          invalid={invalid}
          describedBy={describedBy}
          onValue={(next) => session.setSetting(key, next)}
        />
      );
    case 'choice':
      return (
        <Select
          id={id}
          className={styles.wide}
          value={String(value)}
          aria-describedby={describedBy}
          aria-invalid={invalid || undefined}
          options={setting.options.map((option) => ({ value: String(option), text: valueText(option as Config[SettingKey], t) }))}
          onPick={(text) => pickOption(key, setting, text)}
        />
      );
    case 'switch':
      return (
        <Toggle
          id={id}
          on={value === true}
          disabled={locked}
          describedBy={describedBy}
          onToggle={(on) => session.setSetting(key, on)}
        />
      );
    default:
      return setting satisfies never;
  }
}

function pickOption(key: SettingKey, setting: ChoiceSetting, text: string): void {
  const option = setting.options.find((known) => String(known) === text);
  if (option !== undefined) session.setSetting(key, option as Config[SettingKey]);
}

interface RateSliderProps {
  settingKey: SettingKey;
  setting: NumberSetting;
  value: number;
  label: string;
}

function RateSlider({ settingKey, setting, value, label }: RateSliderProps) {
  const steps = setting.logarithmic ? 200 : Math.round((setting.max - setting.min) / (setting.integer ? 1 : 0.01));
  return (
    <Slider
      className={styles.slider}
      aria-label={label}
      aria-valuetext={String(value)}
      min={0}
      max={1}
      step={1 / steps}
      value={toShare(setting, value)}
      onSlide={(share) => session.setSetting(settingKey, fromShare(setting, share))}
    />
  );
}
