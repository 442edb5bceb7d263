import { measure } from '../../state/app';
import { formatMeasure } from '../../i18n/text';
import type { MeasuredPoint } from '../../state/measure';
import { Button } from '../common/button';
import { useTexts } from '../common/hooks';
import { useMeasure } from './hooks';
import styles from './measure.module.css';
import { PointChart } from './point-chart';
import type { ChartLine } from './point-chart';

interface Chart {
  title: 'measure.frechet' | 'measure.kid' | 'measure.diversity' | 'measure.judge';
  lines: readonly ChartLine[];
}

const line = (
  read: (point: MeasuredPoint) => number | null,
  tone: ChartLine['tone'],
  dashed = false,
): ChartLine => ({ read, tone, dashed });

const CHARTS: readonly Chart[] = [
  {
    title: 'measure.frechet',
    lines: [line(({ frechet }) => frechet, 'generator'), line(({ frechetBaseline }) => frechetBaseline, 'real', true)],
  },
  { title: 'measure.kid', lines: [line(({ kid }) => kid, 'generator')] },
  {
    title: 'measure.diversity',
    lines: [line(({ diversity }) => diversity, 'generator'), line(({ diversityReal }) => diversityReal, 'real', true)],
  },
  {
    title: 'measure.judge',
    lines: [line(({ training }) => training, 'discriminator'), line(({ heldOut }) => heldOut, 'discriminator', true)],
  },
];

/** The measures of the run over its steps, taken while it is trained, with its best step marked. */
export function CurvesPanel() {
  const { t, language } = useTexts();
  const { points, best, every } = useMeasure((state) => state);
  if (points.length === 0)
    return (
      <p className={styles.note}>
        {every === 0 ? t('measure.curves.off') : t('measure.curves.empty', { every: t('measure.schedule.every', { n: every }) })}
      </p>
    );
  return (
    <>
      <p className={styles.note}>{t('measure.curves.text')}</p>
      <div className={styles.halves}>
        {CHARTS.map(({ title, lines }) => (
          <figure key={title} className={styles.figure}>
            <h3>{t(title)}</h3>
            <PointChart points={points} lines={lines} marked={best?.step ?? null} label={t(title)} />
          </figure>
        ))}
      </div>
      {best && (
        <div className={styles.best} data-testid="best-step">
          <p>{t('measure.curves.best', { step: best.step, frechet: formatMeasure(language, best.frechet) })}</p>
          <Button onClick={() => void measure.viewBest(t('measure.bestName'))}>{t('measure.lookAtBest')}</Button>
        </div>
      )}
    </>
  );
}
