import { useMemo } from 'react';
import { explore } from '../../state/app';
import type { FoundNeighbours } from '../../state/explore';
import { formatFixed } from '../../i18n/text';
import { modelInView } from '../../state/store';
import type { NeighbourList } from '../../worker/protocol';
import { Button } from '../common/button';
import { useApp, useSlot, useTexts } from '../common/hooks';
import panel from '../common/panel.module.css';
import { useJob, useRendered, useTile } from './hooks';
import { JobLine } from './job-line';
import { Pictures, Tiles } from './tiles';
import styles from './tools.module.css';

const SIDE = 64;

/** The training images nearest to the sample, twice: pixel by pixel, and as D sees them. A weak hint, and said to be one. */
export function NeighboursTool() {
  const { t } = useTexts();
  const found = useSlot(explore.neighbours);
  const { running, progress } = useJob('neighbours');
  const ready = useApp((state) => modelInView(state) !== null);
  return (
    <div className={styles.stack}>
      <p className={panel.note}>{t('neighbours.intro')}</p>
      <div className={styles.row}>
        <Button tone="strong" inactive={!ready} onClick={() => void explore.findNeighbours()}>
          {t('neighbours.find')}
        </Button>
        {running && <JobLine name="neighbours" progress={progress} />}
      </div>
      {found && <Neighbours found={found} />}
    </div>
  );
}

function Neighbours({ found }: { found: FoundNeighbours }) {
  const { t } = useTexts();
  const latents = useMemo(() => [found.z], [found]);
  const slot = useRendered('neighbours', latents);
  const step = useSlot(slot)?.step ?? found.step;
  return (
    <div className={styles.columns}>
      <figure className={styles.captioned}>
        <Tiles slot={slot} side={SIDE} label={t('neighbours.query', { step })} />
        <figcaption>{t('neighbours.query', { step })}</figcaption>
      </figure>
      <div className={styles.stack}>
        <Row list={found.pixels} kind="pixels" step={found.step} />
        <Row list={found.features} kind="features" step={found.step} />
      </div>
    </div>
  );
}

function Row({ list, kind, step }: { list: NeighbourList; kind: 'pixels' | 'features'; step: number }) {
  const { t, language } = useTexts();
  const caption = t(`neighbours.${kind}`, { searched: list.searched, step });
  const { side } = useTile(SIDE);
  return (
    <figure className={panel.figure} data-testid={`neighbours-${kind}`}>
      <figcaption>{caption}</figcaption>
      <div className={styles.scrolled}>
        <Pictures images={list.images} side={SIDE} label={caption} />
        <ol className={styles.below} aria-label={t(`neighbours.${kind}.distance`)}>
          {Array.from(list.distances, (distance, n) => (
            <li key={n} style={{ width: side }}>
              {formatFixed(language, distance, 3)}
            </li>
          ))}
        </ol>
      </div>
      <figcaption>{t(`neighbours.${kind}.distance`)}</figcaption>
    </figure>
  );
}
