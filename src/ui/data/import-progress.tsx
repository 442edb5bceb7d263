import { X } from 'lucide-react';
import { formatDuration } from '../../i18n/text';
import { dataSets } from '../../state/app';
import { Button } from '../common/button';
import { useTexts } from '../common/hooks';
import { useDataSets } from './hooks';
import styles from './import-progress.module.css';

/** How far an import is, how long it will take, and the way to stop it. */
export function ImportProgress() {
  const { t, language } = useTexts();
  const status = useDataSets((state) => state.status);
  if (!status) return null;
  const { done, total, leftMs } = status;
  const words = total === 0 ? t('own.looking') : t('own.progress', { done, total });
  const left = leftMs === null || done === total ? '' : ` · ${t('status.left', { time: formatDuration(language, leftMs) })}`;
  return (
    <div className={styles.status} data-testid="import-progress">
      <progress className={styles.bar} aria-label={t('own.importing')} {...(total > 0 ? { value: done, max: total } : {})} />
      <span className={styles.words}>{words + left}</span>
      <Button icon={X} tone="quiet" onClick={() => dataSets.cancel()}>
        {t('own.cancel')}
      </Button>
    </div>
  );
}
