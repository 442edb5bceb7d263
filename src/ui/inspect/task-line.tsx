import type { Task } from '../../state/task';
import { useSlot } from '../common/hooks';
import { ProgressLine } from '../common/progress-line';

/** How far a running task of Look inside is; nothing while none runs. */
export function TaskLine({ task, label }: { task: Task<'topImages'> | Task<'maximize'>; label: string }) {
  // Either task's slot can be listened to; what differs between them is only what they find.
  const { running } = useSlot(task.slot as Task<'topImages'>['slot']);
  if (!running) return null;
  return <ProgressLine label={label} done={running.done} total={running.total} onCancel={() => void task.cancel()} />;
}
