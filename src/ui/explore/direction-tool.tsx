import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { meanLatent } from '../../core/arithmetic';
import { lerp } from '../../core/interpolation';
import { formatShare } from '../../i18n/text';
import type { TextKey } from '../../i18n/text';
import type { LabelsResult } from '../../worker/protocol';
import { explore, session } from '../../state/app';
import { modelInView } from '../../state/store';
import { addLabelDirection, addOwnDirection } from '../../state/explore-directions';
import { Button } from '../common/button';
import { useClassNames } from '../common/data-name';
import { useApp, useLatents, useSlot, useTexts } from '../common/hooks';
import panel from '../common/panel.module.css';
import { useJob, useRendered } from './hooks';
import { JobLine } from './job-line';
import { LatentList } from './latent-list';
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
      <p className={panel.note}>{t('direction.intro')}</p>
      <div className={styles.columns}>
        <LatentList slot="start" title={t('direction.start')} />
        <LatentList slot="end" title={t('direction.end')} />
      </div>
      {ready ? <Between /> : <p className={panel.note}>{t('direction.needs')}</p>}
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
      <LabelDirections />
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
    <figure className={panel.figure}>
      <div className={styles.scrolled}>
        <Tiles slot={slot} count={STEPS} side={64} label={t('direction.between')} />
      </div>
      <figcaption>{t('direction.between')}</figcaption>
    </figure>
  );
}

/** Directions toward the labels of the data set, where it has any. */
function LabelDirections() {
  const { t, language } = useTexts();
  const classNames = useClassNames(useApp((state) => modelInView(state)?.dataId ?? ''));
  const found = useSlot(explore.labels);
  const { running, progress } = useJob('labels');
  const zSize = useLatents((state) => state.prior.zSize);
  if (classNames.length < 2) return null;
  return (
    <section className={styles.stack} aria-label={t('direction.labels')}>
      <h3>{t('direction.labels')}</h3>
      <p className={panel.note}>{t(labelsNote(found))}</p>
      {found && (
        <p className={panel.note}>
          {t('direction.labels.intro', {
            count: found.fitted,
            accuracy: formatShare(language, found.accuracy),
            tested: found.tested,
            samples: found.samples,
          })}
        </p>
      )}
      <div className={styles.row}>
        {found?.labels.map((label, n) => (
          <Button
            key={label}
            icon={Plus}
            onClick={() => add(classNames[label]!, found.directions.slice(n * zSize, (n + 1) * zSize))}
          >
            {t('direction.labels.add', { label: classNames[label]!, count: found.counts[n]! })}
          </Button>
        ))}
        <Button onClick={() => void explore.findLabels()}>
          {t(found ? 'direction.labels.again' : 'direction.labels.find')}
        </Button>
        {running && <JobLine name="labels" progress={progress} />}
      </div>
    </section>
  );
}

function labelsNote(found: LabelsResult | null): TextKey {
  if (!found) return 'direction.labels.about';
  return found.labels.length > 0 ? 'direction.labels.made' : 'direction.labels.none';
}

function add(label: string, vector: Float32Array<ArrayBuffer>): void {
  addLabelDirection(session.latents, label, vector);
  explore.store.setState({ tool: 'sliders' });
}
