import { Flag, X } from 'lucide-react';
import { useState } from 'react';
import { session } from '../../state/app';
import type { View } from '../../state/store';
import { goToStop } from '../../state/tour';
import { Button, IconButton } from '../common/button';
import { useApp, useMedia, usePhone, useTexts } from '../common/hooks';
import styles from './ready-bar.module.css';
import { ReadyButtons } from './ready-buttons';

/** The views that have little to show of networks that nobody has trained. */
const VIEWS: readonly View[] = ['train', 'explore', 'inspect', 'measure'];

const showAround = () => goToStop(session, 0);

/** While nothing is trained yet: says in a line what the page is, offers to look at a ready-made model, and to be shown around. */
export function ReadyBar() {
  const { t } = useTexts();
  const phone = usePhone();
  const roomy = useMedia('(width >= 1360px)');
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
      <ReadyButtons />
      {phone ? (
        <IconButton icon={Flag} label={t('lab.tour.offer')} onClick={showAround} />
      ) : (
        <Button tone="quiet" icon={Flag} onClick={showAround}>
          {t(roomy ? 'lab.tour.offer' : 'lab.tour.start')}
        </Button>
      )}
      <IconButton icon={X} size="small" label={t('ready.refuse')} onClick={() => setRefused(true)} />
    </aside>
  );
}
