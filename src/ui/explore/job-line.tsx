import { explore } from '../../state/app';
import type { JobName, Progress } from '../../state/explore-settings';
import { useTexts } from '../common/hooks';
import { ProgressLine } from '../common/progress-line';

/** How far a task of Explore is. */
export function JobLine({ name, progress }: { name: JobName; progress: Progress | null }) {
  const { t } = useTexts();
  return (
    <ProgressLine
      label={t(`job.${name}`)}
      done={progress?.done}
      total={progress?.total}
      onCancel={() => void explore.cancel(name)}
      testId={`job-${name}`}
    />
  );
}
