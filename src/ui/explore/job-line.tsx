import { explore } from '../../state/app';
import type { JobName, Progress } from '../../state/explore-settings';
import { useTexts } from '../common/hooks';
import { ProgressLine } from '../common/progress-line';

/** How far a task of Explore is. */
export function JobLine({ name, progress }: { name: JobName; progress: Progress | null }) {
  const { t } = useTexts();
  // Other tasks tell shares of the whole.
  const steps = progress?.total ?? 0;
  return (
    <ProgressLine
      label={steps > 1 ? t('job.step', { job: t(`job.${name}`), done: progress?.done ?? 0, total: steps }) : t(`job.${name}`)}
      done={progress?.done}
      total={progress?.total}
      onCancel={() => void explore.cancel(name)}
      testId={`job-${name}`}
    />
  );
}
