import { explore } from '../../state/app';
import { modelInView } from '../../state/store';
import type { NeighbourList } from '../../worker/protocol';
import { Button } from '../common/button';
import { useApp, useSlot, useTexts } from '../common/hooks';
import { useJob } from './hooks';
import { JobLine } from './job-line';
import { Pictures } from './tiles';
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
      <p className={styles.intro}>{t('neighbours.intro')}</p>
      <div className={styles.row}>
        <Button tone="strong" inactive={!ready || running} onClick={() => void explore.findNeighbours()}>
          {t('neighbours.find')}
        </Button>
        {running && <JobLine name="neighbours" progress={progress} />}
      </div>
      {found && (
        <>
          <figure className={styles.figure}>
            <Pictures images={found.query} side={SIDE} label={t('neighbours.query', { step: found.step })} />
            <figcaption>{t('neighbours.query', { step: found.step })}</figcaption>
          </figure>
          <Row list={found.pixels} kind="pixels" />
          <Row list={found.features} kind="features" />
        </>
      )}
    </div>
  );
}

function Row({ list, kind }: { list: NeighbourList; kind: 'pixels' | 'features' }) {
  const { t } = useTexts();
  const distances = Array.from(list.distances, (distance) => distance.toFixed(2)).join(' · ');
  const caption = t(`neighbours.${kind}`, { searched: list.searched, distances });
  return (
    <figure className={styles.figure} data-testid={`neighbours-${kind}`}>
      <Pictures images={list.images} side={SIDE} label={caption} />
      <figcaption>{caption}</figcaption>
    </figure>
  );
}
