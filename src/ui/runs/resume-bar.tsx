import { History, X } from 'lucide-react';
import { lastSaved } from '../../core/kept-run';
import { session } from '../../state/app';
import { Button, IconButton } from '../common/button';
import { useApp, useTexts } from '../common/hooks';
import bar from '../shell/viewed-bar.module.css';
import { runName } from './run-name';
import { timeAgo } from './time-ago';
import { useNow } from './use-now';

/** Offers to go on with the run of the last visit; nothing waits for an answer. */
export function ResumeBar() {
  const { t, language } = useTexts();
  const kept = useApp((state) => state.resume);
  const ready = useApp((state) => state.connection === 'ready' && state.run !== null);
  const now = useNow();
  if (!kept || !ready) return null;
  const step = kept.checkpoints.at(-1)?.step ?? 0;
  const time = timeAgo(language, lastSaved(kept), now);
  return (
    <aside className={bar.bar} aria-label={t('resume.yes')} data-testid="resume">
      <History size={16} aria-hidden />
      <p>{t('resume.offer', { name: runName(kept, t), step, time })}</p>
      <Button onClick={() => void session.resume(kept)}>{t('resume.yes')}</Button>
      <IconButton
        icon={X}
        size="small"
        label={t('action.dismiss')}
        onClick={() => session.store.setState({ resume: null })}
      />
    </aside>
  );
}
