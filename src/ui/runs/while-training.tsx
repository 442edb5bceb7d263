import { preferences } from '../../state/app';
import { WHEN_HIDDEN } from '../../state/preferences';
import { usePreferences, useTexts } from '../common/hooks';
import { Select } from '../common/select';
import { Toggle } from '../common/toggle';
import styles from './runs-panel.module.css';

/** What training does when nobody looks, and whether the screen stays awake for it. */
export function WhileTraining() {
  const { t } = useTexts();
  const whenHidden = usePreferences((state) => state.whenHidden);
  const awake = usePreferences((state) => state.awake);
  const able = 'wakeLock' in navigator;
  return (
    <section className={styles.while} aria-label={t('runs.while')}>
      <h3>{t('runs.while')}</h3>
      <label className={styles.choice}>
        {t('runs.hidden')}
        <Select
          value={whenHidden}
          options={WHEN_HIDDEN.map((value) => ({ value, text: t(`runs.hidden.${value}`) }))}
          onPick={(value) => preferences.setState({ whenHidden: value })}
        />
      </label>
      <label className={styles.choice}>
        {t('runs.awake')}
        <Toggle on={awake && able} disabled={!able} onToggle={(on) => preferences.setState({ awake: on })} />
      </label>
      {!able && <p className={styles.hint}>{t('runs.awake.none')}</p>}
    </section>
  );
}
