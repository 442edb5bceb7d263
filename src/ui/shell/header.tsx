import { isPresetId, PRESET_IDS } from '../../core/presets';
import { isTextKey, LANGUAGES, LANGUAGE_NAMES } from '../../i18n/text';
import type { TextKey } from '../../i18n/text';
import { preferences, session } from '../../state/app';
import { THEMES } from '../../state/preferences';
import { ActionButton } from '../common/action-button';
import { useApp, usePhone, usePreferences, useTexts } from '../common/hooks';
import { Select } from '../common/select';
import { BackendBadge } from './backend-badge';
import styles from './header.module.css';
import { StatusLine } from './status-line';

/** What is trained on what, how far it is, what computes it, and the page's own controls. */
export function Header() {
  const { t } = useTexts();
  const phone = usePhone();
  return (
    <header className={styles.header}>
      <h1 className={styles.name}>{t('app.name')}</h1>
      {!phone && <Pickers />}
      <StatusLine />
      <div className={styles.end}>
        <BackendBadge />
        {!phone && <LookPickers />}
        {!phone && <ActionButton id="share" form="icon" />}
        <ActionButton id="help" form="icon" />
      </div>
    </header>
  );
}

/** A data set's name, or its id where the dictionaries have none. */
export function dataName(id: string, t: (key: TextKey) => string): string {
  const key = `data.name.${id}`;
  return isTextKey(key) ? t(key) : id;
}

/** The choice of data set and preset. */
export function Pickers() {
  const { t } = useTexts();
  const { dataIds, draft } = useApp(({ dataIds, draft }) => ({ dataIds, draft }));
  const sets = dataIds.includes(draft.dataId) ? dataIds : [draft.dataId, ...dataIds];
  return (
    <div className={styles.pickers}>
      <Select
        quiet
        aria-label={t('header.data')}
        value={draft.dataId}
        options={sets.map((id) => ({ value: id, text: dataName(id, t) }))}
        onPick={(id) => session.chooseData(id)}
      />
      <Select
        quiet
        className={styles.preset}
        aria-label={t('header.preset')}
        value={draft.preset}
        options={PRESET_IDS.map((id) => ({ value: id, text: t(`preset.${id}`) }))}
        onPick={(id) => isPresetId(id) && session.choosePreset(id)}
      />
    </div>
  );
}

/** The choice of language and theme. */
export function LookPickers() {
  const { t } = useTexts();
  const language = usePreferences((state) => state.language);
  const theme = usePreferences((state) => state.theme);
  return (
    <div className={styles.pickers}>
      <Select
        quiet
        aria-label={t('header.language')}
        value={language}
        options={LANGUAGES.map((id) => ({ value: id, text: LANGUAGE_NAMES[id] }))}
        onPick={(id) => preferences.setState({ language: id })}
      />
      <Select
        quiet
        aria-label={t('header.theme')}
        value={theme}
        options={THEMES.map((id) => ({ value: id, text: t(`theme.${id}`) }))}
        onPick={(id) => preferences.setState({ theme: id })}
      />
    </div>
  );
}
