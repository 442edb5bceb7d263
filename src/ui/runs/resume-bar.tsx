import { History, X } from 'lucide-react';
import { lastSaved } from '../../core/kept-run';
import type { KeptRun } from '../../core/kept-run';
import { runs, session } from '../../state/app';
import { Button, IconButton } from '../common/button';
import { useApp, useTexts } from '../common/hooks';
import bar from '../shell/viewed-bar.module.css';
import { runName } from './run-name';
import { timeAgo } from './time-ago';
import { useDataAbsent } from './use-data-absent';
import { useNow } from './use-now';

/** Offers to go on with the run of the last visit; nothing waits for an answer. */
export function ResumeBar() {
  const kept = useApp((state) => state.resume);
  const ready = useApp((state) => state.connection === 'ready' && state.run !== null);
  return kept && ready ? <Offer kept={kept} /> : null;
}

/** The offer itself; where the run's data set is missing it says so, and offers to look at the model instead. */
function Offer({ kept }: { kept: KeptRun }) {
  const { t, language } = useTexts();
  const now = useNow();
  const absent = useDataAbsent(kept.dataId);
  const name = runName(kept, t);
  const step = kept.checkpoints.at(-1)?.step ?? 0;
  const time = timeAgo(language, lastSaved(kept), now);
  return (
    <aside className={bar.bar} aria-label={t('resume.yes')} data-testid="resume">
      <History size={16} aria-hidden />
      <p>{t(absent ? 'resume.absent' : 'resume.offer', { name, step, time })}</p>
      {absent ? (
        <Button
          onClick={() => {
            session.store.setState({ resume: null });
            void runs.look({ run: kept.id, step, name });
          }}
        >
          {t('runs.look')}
        </Button>
      ) : (
        <Button onClick={() => void session.resume(kept)}>{t('resume.yes')}</Button>
      )}
      <IconButton
        icon={X}
        size="small"
        label={t('action.dismiss')}
        onClick={() => session.store.setState({ resume: null })}
      />
    </aside>
  );
}
