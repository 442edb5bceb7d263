import { Flag, X } from 'lucide-react';
import { useState } from 'react';
import { readyParts, session } from '../../state/app';
import { READY_MODELS, viewReadyModel } from '../../state/ready-models';
import type { View } from '../../state/store';
import { goToStop } from '../../state/tour';
import { Button, IconButton } from '../common/button';
import { useApp, useTexts } from '../common/hooks';
import styles from './ready-bar.module.css';

/** The views that have little to show of networks that nobody has trained. */
const VIEWS: readonly View[] = ['train', 'explore', 'inspect', 'measure'];

/** While nothing is trained yet: offers to look at a ready-made model, and to be shown around. */
export function ReadyBar() {
  const { t } = useTexts();
  const [refused, setRefused] = useState(false);
  // Whoever was here before is offered their own run first.
  const untrained = useApp(
    ({ run, step, viewed, resume, phase }) =>
      run !== null && step === 0 && viewed === null && resume === null && phase === 'idle',
  );
  const fitting = useApp(({ view }) => VIEWS.includes(view));
  if (!untrained || !fitting || refused) return null;
  return (
    <aside className={styles.bar} aria-label={t('ready.title')} data-testid="ready-models">
      <p>{t('ready.text')}</p>
      {READY_MODELS.map((id) => {
        const name = t(`ready.${id}`);
        return (
          <Button key={id} onClick={() => void viewReadyModel(readyParts, id, name)}>
            {name}
          </Button>
        );
      })}
      <Button tone="quiet" icon={Flag} onClick={() => goToStop(session, 0)}>
        {t('lab.tour.offer')}
      </Button>
      <IconButton icon={X} size="small" label={t('ready.refuse')} onClick={() => setRefused(true)} />
    </aside>
  );
}
