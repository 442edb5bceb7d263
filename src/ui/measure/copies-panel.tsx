import type { Memorisation } from '../../core/measures';
import { formatMeasure, formatShare } from '../../i18n/text';
import { useTexts } from '../common/hooks';
import { Pictures } from '../explore/tiles';
import { distanceHistogram } from './distance-histogram';
import { useMeasure } from './hooks';
import styles from './measure.module.css';
import { PairedBars } from './paired-bars';
import { ReportCaption } from './report-caption';

const BINS = 24;
/** Side of a picture in CSS pixels. */
const SIDE = 64;

/** Whether samples repeat training images: distances beside those to held-out images, and the most suspicious pictures. */
export function CopiesPanel() {
  const { t } = useTexts();
  const report = useMeasure((state) => state.report);
  if (!report?.full) return <ReportCaption />;
  const { memorisation } = report.full;
  return (
    <>
      <ReportCaption />
      {memorisation ? <Copies found={memorisation} /> : <p className={styles.note}>{t('measure.memory.absent')}</p>}
    </>
  );
}

function Copies({ found }: { found: Memorisation }) {
  const { t, language } = useTexts();
  const { share, samples, pool, toTraining, toHeldOut, suspects } = found;
  const { most, counts } = distanceHistogram(toTraining, toHeldOut, BINS);
  const bins = counts.map((_, n) => formatMeasure(language, (most * (n + 0.5)) / BINS));
  return (
    <div className={styles.halves}>
      <figure className={styles.figure}>
        <h3>{t('measure.memory')}</h3>
        <figcaption data-testid="memory-share">
          {t('measure.memory.text', { share: formatShare(language, share), n: samples, pool })}
        </figcaption>
        <PairedBars
          labels={bins}
          samples={counts.map(([training]) => training)}
          reals={counts.map(([, heldOut]) => heldOut)}
          names={['measure.memory.toTraining', 'measure.memory.toHeldOut']}
          plain
          describe={(n) => t('measure.memory.bin', { distance: bins[n]!, training: counts[n]![0], heldOut: counts[n]![1] })}
        />
        <p className={styles.small}>{t('measure.memory.histogram', { most: formatMeasure(language, most) })}</p>
      </figure>
      <figure className={styles.figure}>
        <h3>{t('measure.memory.suspects')}</h3>
        {(['samples', 'training', 'heldOut'] as const).map((kind) => (
          <div key={kind} className={styles.suspects}>
            <span>{t(SUSPECTS[kind])}</span>
            <Pictures images={suspects[kind]} side={SIDE} label={t(SUSPECTS[kind])} />
          </div>
        ))}
      </figure>
    </div>
  );
}

const SUSPECTS = {
  samples: 'measure.generated',
  training: 'measure.memory.toTraining',
  heldOut: 'measure.memory.toHeldOut',
} as const;
