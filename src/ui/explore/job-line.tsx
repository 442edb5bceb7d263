import { X } from 'lucide-react';
import { explore } from '../../state/app';
import type { JobName, Progress } from '../../state/explore';
import { IconButton } from '../common/button';
import { useTexts } from '../common/hooks';
import styles from './tools.module.css';

/** How far a task is, in words and as a bar, and the button that gives it up. */
export function JobLine({ name, progress }: { name: JobName; progress: Progress | null }) {
  const { t } = useTexts();
  return (
    <output className={styles.job} data-testid={`job-${name}`}>
      <span>{t(`job.${name}`)}</span>
      <progress aria-label={t(`job.${name}`)} value={progress?.done} max={progress?.total ?? 1} />
      <IconButton icon={X} size="small" label={t('job.cancel')} onClick={() => void explore.cancel(name)} />
    </output>
  );
}
