import { Eye } from 'lucide-react';
import { session } from '../../state/app';
import { Button } from '../common/button';
import type { AppState } from '../../state/store';
import { isTraining } from '../../state/store';
import { isAbsence } from '../../state/viewing';
import { dataName } from '../common/data-name';
import { useApp, useTexts } from '../common/hooks';
import type { Texts } from '../common/hooks';
import styles from './viewed-bar.module.css';

/** Says that a model other than the run's is looked at, and offers the way back and to train it on. */
export function ViewedBar() {
  const { t, message } = useTexts();
  const viewed = useApp((state) => state.viewed);
  const own = useApp((state) => ownRunWords(state, t));
  if (!viewed) return null;
  const { run, origin, missing } = viewed;
  return (
    <aside className={styles.bar} aria-label={t('viewed.title')} data-testid="viewed">
      <Eye size={16} aria-hidden />
      <p>
        {t(`viewed.${origin.kind}`, { name: origin.name, step: run.step, data: dataName(run.dataId, t) })}{' '}
        {missing && (isAbsence(missing) ? t('viewed.noData') : `${message(missing)} ${t('viewed.lookOnly')}`)} {own}
      </p>
      <Button onClick={() => void session.continueFromView()}>{t('viewed.continue')}</Button>
      <Button onClick={() => void session.viewRun()}>{t('viewed.back')}</Button>
    </aside>
  );
}

/** What the run that is trained does while another model is in view; nothing of one that has not begun. */
function ownRunWords(state: AppState, t: Texts['t']): string {
  const { run, step } = state;
  if (!run) return '';
  if (isTraining(state)) return t('viewed.run.trains', { data: dataName(run.dataId, t) });
  return step > 0 ? t('viewed.run.waits', { data: dataName(run.dataId, t), step }) : '';
}
