import { useMemo, useState } from 'react';
import type { FocusEvent, PointerEvent } from 'react';
import { isSettingKey } from '../../core/config';
import { PRESETS } from '../../core/presets';
import { LIVE_KEYS, SETTING_KEYS, SETTINGS } from '../../core/settings';
import type { Group, SettingKey } from '../../core/settings';
import { ruleOf } from '../../state/lesson';
import { draftErrors } from '../../state/store';
import { useApp, usePhone, useTexts } from '../common/hooks';
import { ClassChoice } from '../data/class-choice';
import { PendingBar } from '../shell/pending-bar';
import { SettingField, valueText } from './setting-field';
import styles from './settings-form.module.css';

const GROUPS: readonly Group[] = ['networks', 'guidelines', 'optimizer', 'run'];
/** Numbers that are played with while training. */
const PLAYED: ReadonlySet<SettingKey> = new Set(['learningRateD', 'learningRateG', 'dSteps', 'labelSmoothing']);

const NEW_RUN_GROUPS = GROUPS.map((group) => ({
  group,
  keys: SETTING_KEYS.filter((key) => SETTINGS[key].group === group && SETTINGS[key].scope !== 'live'),
}));

/** Every setting, in two parts: what may change while a run goes on, and what needs a new one. */
export function SettingsForm() {
  const { t } = useTexts();
  const draft = useApp((state) => state.draft);
  const data = useApp((state) => state.data);
  const errors = useMemo(() => draftErrors({ draft, data }), [draft, data]);
  const lesson = useApp((state) => state.lesson);
  const shown = (key: SettingKey) => ruleOf({ lesson }, `setting:${key}`) !== 'hidden';
  const [pointed, setPointed] = useState<SettingKey | null>(null);
  const point = (event: PointerEvent | FocusEvent) => {
    const key = (event.target as Element).closest<HTMLElement>('[data-setting]')?.dataset['setting'];
    if (key !== undefined && isSettingKey(key)) setPointed(key);
  };
  const elsewhere = useApp((state) => state.viewed !== null);
  return (
    <div className={styles.form} onPointerOver={point} onFocus={point}>
      <div className={styles.scroll}>
        {elsewhere && <p className={styles.whose}>{t('viewed.settings')}</p>}
        <section className={styles.part}>
          <h2 className={styles.title}>{t('settings.live')}</h2>
          <p className={styles.note}>{t('settings.liveNote')}</p>
          {LIVE_KEYS.filter(shown).map((key) => (
            <SettingField key={key} settingKey={key} error={errors[key]} slider={PLAYED.has(key)} />
          ))}
        </section>
        <section className={styles.part}>
          <h2 className={styles.title}>{t('settings.newRun')}</h2>
          <p className={styles.note}>{t('settings.newRunNote')}</p>
          <ClassChoice />
          {NEW_RUN_GROUPS.filter(({ keys }) => keys.some(shown)).map(({ group, keys }) => (
            <div key={group} className={styles.group}>
              <h3>{t(`group.${group}`)}</h3>
              {keys.filter(shown).map((key) => (
                <SettingField key={key} settingKey={key} error={errors[key]} />
              ))}
            </div>
          ))}
        </section>
      </div>
      <PendingBar form="column" />
      <Info settingKey={pointed} />
    </div>
  );
}

/** What the setting under the pointer or the focus does, always in the same place. Screen readers have it at the field. */
function Info({ settingKey }: { settingKey: SettingKey | null }) {
  const { t } = useTexts();
  const phone = usePhone();
  const preset = useApp((state) => state.draft.preset);
  if (phone && settingKey === null) return null;
  return (
    <div className={styles.info} aria-hidden>
      {settingKey === null ? (
        <p>{t('settings.info')}</p>
      ) : (
        <>
          <p className={styles.infoHead}>
            <strong>{t(`setting.${settingKey}`)}</strong>
            <span>{t('settings.default', { value: valueText(PRESETS[preset][settingKey], t) })}</span>
          </p>
          <p>{t(`help.${settingKey}`)}</p>
        </>
      )}
    </div>
  );
}
