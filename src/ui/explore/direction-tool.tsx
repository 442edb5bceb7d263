import { useMemo, useState } from 'react';
import { meanLatent } from '../../core/arithmetic';
import { lerp } from '../../core/interpolation';
import { explore, session } from '../../state/app';
import { addOwnDirection } from '../../state/explore-directions';
import { Button } from '../common/button';
import { useLatents, useTexts } from '../common/hooks';
import { LatentList } from './latent-list';
import { useRendered } from './hooks';
import { Tiles } from './tiles';
import styles from './tools.module.css';

/** Pictures on the way from one end to the other. */
const STEPS = 9;

/** Figure 8 of the paper: samples at two ends make a direction, which then has a slider like the others. */
export function DirectionTool() {
  const { t } = useTexts();
  const [name, setName] = useState('');
  const ready = useLatents(({ slots }) => slots.start.length > 0 && slots.end.length > 0);
  const make = () => {
    const made = addOwnDirection(session.latents, name.trim());
    if (!made.ok) return explore.tell(made.message);
    setName('');
    return explore.store.setState({ tool: 'sliders' });
  };
  return (
    <div className={styles.stack}>
      <p className={styles.intro}>{t('direction.intro')}</p>
      <div className={styles.columns}>
        <LatentList slot="start" title={t('direction.start')} />
        <LatentList slot="end" title={t('direction.end')} />
      </div>
      {ready && <Between />}
      <div className={styles.row}>
        <input
          className={styles.name}
          aria-label={t('direction.name')}
          placeholder={t('direction.name')}
          maxLength={40}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button tone="strong" inactive={!ready} onClick={make}>
          {t('direction.make')}
        </Button>
      </div>
    </div>
  );
}

function Between() {
  const { t } = useTexts();
  const { start, end } = useLatents((state) => state.slots);
  const latents = useMemo(() => {
    const [from, to] = [meanLatent(start.map(({ z }) => z)), meanLatent(end.map(({ z }) => z))];
    return Array.from({ length: STEPS }, (_, n) => lerp(from, to, n / (STEPS - 1)));
  }, [start, end]);
  const slot = useRendered('direction', latents);
  return (
    <figure className={styles.figure}>
      <Tiles slot={slot} count={STEPS} side={64} label={t('direction.between')} />
      <figcaption>{t('direction.between')}</figcaption>
    </figure>
  );
}
