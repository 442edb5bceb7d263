import { GitBranchPlus, TriangleAlert } from 'lucide-react';
import { session } from '../../state/app';
import { draftErrors, isTraining, pendingKeys } from '../../state/store';
import type { AppState } from '../../state/store';
import { Button } from '../common/button';
import { dataName } from '../common/data-name';
import { useApp, useTexts } from '../common/hooks';
import type { Texts } from '../common/hooks';
import styles from './pending-bar.module.css';

/** Changes that are named one by one; of more it says how many. */
const NAMED = 3;

/**
 * What has changed that the run cannot take up, what happens to the run, and a new one for the asking; where it cannot be
 * made, what is wrong and a way to put it right. Stands wherever the person may be when they change something.
 */
export function PendingBar({ form }: { form: 'bar' | 'column' }) {
  const { t, message } = useTexts();
  const errors = useApp((state) => Object.values(draftErrors(state)).map(message));
  const text = useApp((state) => pendingText(state, t));
  if (text === null && errors.length === 0) return null;
  const wrong = errors.length > 0;
  const Icon = wrong ? TriangleAlert : GitBranchPlus;
  return (
    <section
      className={styles.pending}
      data-form={form}
      data-wrong={wrong || undefined}
      aria-label={t('pending.title')}
      data-testid="pending"
    >
      <Icon size={16} aria-hidden />
      <output>{wrong ? errors.join(' ') : text}</output>
      <div className={styles.buttons}>
        {wrong && (
          <Button tone="strong" onClick={() => session.putRight()}>
            {t('pending.putRight')}
          </Button>
        )}
        {text !== null && (
          <Button tone={wrong ? 'outlined' : 'strong'} inactive={wrong} onClick={() => void session.newRun()}>
            {t('action.newRun')}
          </Button>
        )}
        <Button tone="quiet" onClick={() => session.discardChanges()}>
          {t('action.discard')}
        </Button>
      </div>
    </section>
  );
}

/** What waits for a new run, in words; null where nothing does, or where it is made without asking. */
function pendingText(state: AppState, t: Texts['t']): string | null {
  const { run, step, draft, waiting } = state;
  const keys = pendingKeys(state);
  if (!run || keys.length === 0 || waiting !== null || (step === 0 && !isTraining(state))) return null;
  const names = keys
    .slice(0, keys.length > NAMED + 1 ? NAMED : keys.length)
    .map((key) => (key === 'data' ? t('pending.data', { data: dataName(draft.dataId, t) }) : t(`setting.${key}`)));
  if (keys.length > names.length) names.push(t('pending.more', { count: keys.length - names.length }));
  return t('pending.text', { names: names.join(', '), data: dataName(run.dataId, t), step });
}
