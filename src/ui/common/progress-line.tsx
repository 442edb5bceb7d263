import { X } from 'lucide-react';
import { IconButton } from './button';
import { useTexts } from './hooks';
import styles from './progress-line.module.css';

interface ProgressLineProps {
  /** What is happening. */
  label: string;
  /** How much of `total` is done; without it nobody knows yet. */
  done?: number;
  total?: number;
  onCancel: () => void;
  testId?: string;
}

/** How far a long task is, in words and as a bar, and the button that gives it up. */
export function ProgressLine({ label, done, total = 1, onCancel, testId }: ProgressLineProps) {
  const { t } = useTexts();
  return (
    <output className={styles.line} data-testid={testId}>
      <span>{label}</span>
      <progress aria-label={label} value={done} max={total} />
      <IconButton icon={X} size="small" label={t('job.cancel')} onClick={onCancel} />
    </output>
  );
}
