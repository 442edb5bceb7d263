import { X } from 'lucide-react';
import type { Task } from '../../state/task';
import { IconButton } from '../common/button';
import { useSlot, useTexts } from '../common/hooks';
import styles from './panels.module.css';

/** How far a running task is, in words and as a bar, and the button that gives it up. */
export function TaskLine({ task, label }: { task: Task<'topImages'> | Task<'maximize'>; label: string }) {
  const { t } = useTexts();
  // Either task's slot can be listened to; what differs between them is only what they find.
  const { running } = useSlot(task.slot as Task<'topImages'>['slot']);
  if (!running) return null;
  return (
    <output className={styles.job}>
      <span>{label}</span>
      <progress aria-label={label} value={running.done} max={running.total} />
      <IconButton icon={X} size="small" label={t('job.cancel')} onClick={() => void task.cancel()} />
    </output>
  );
}
