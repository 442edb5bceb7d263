import { CALIBRATION_BINS } from '../../core/calibration';
import type { CalibrationBin } from '../../core/calibration';
import { GUESSING } from '../../core/lab-reports';
import type { DiscriminatorReport, MeasureReport } from '../../core/measures';
import { formatMeasure, formatShare } from '../../i18n/text';
import { useTexts } from '../common/hooks';
import styles from './measure.module.css';

/** How often D is right, and whether its scores keep their word. */
export function Judge({ report: { discriminator } }: { report: MeasureReport }) {
  const { t } = useTexts();
  return (
    <figure className={styles.figure}>
      <h3 className={styles.judge}>{t('measure.judge')}</h3>
      <figcaption>{t('measure.judge.text', { half: GUESSING })}</figcaption>
      <div className={styles.judgement}>
        <Accuracies report={discriminator} />
        <Calibration report={discriminator} />
      </div>
    </figure>
  );
}

function Accuracies({ report: { training, heldOut, generated, count } }: { report: DiscriminatorReport }) {
  const { t, language } = useTexts();
  const rows = [['training', training], ['heldOut', heldOut], ['generated', generated]] as const;
  return (
    <dl className={styles.accuracies}>
      {rows.map(([name, share]) => (
        <div key={name}>
          <dt>{t(`measure.judge.${name}`)}</dt>
          <dd>
            <span className={styles.track} aria-hidden>
              <span style={{ width: `${100 * (share ?? 0)}%` }} />
            </span>
            {share === null ? t('measure.noHeldOut') : formatShare(language, share)}
          </dd>
        </div>
      ))}
      <small>{t('measure.n', { n: count })}</small>
    </dl>
  );
}

/** Side of the plot in its own units. */
const SIDE = 100;
/** Room for the names and ends of the axes. */
const MARGIN = 14;

function Calibration({ report: { bins, calibrationError } }: { report: DiscriminatorReport }) {
  const { t, language } = useTexts();
  const most = Math.max(...bins.map(({ count }) => count), 1);
  const shown = bins.flatMap((bin, n) => (bin.count > 0 ? [{ ...bin, n }] : []));
  const words = (bin: CalibrationBin) =>
    t('measure.calibration.bin', { score: formatMeasure(language, bin.score), real: formatShare(language, bin.real), count: bin.count });
  return (
    <div>
      <svg
        className={styles.calibration}
        viewBox={`${-MARGIN} -6 ${SIDE + MARGIN + 6} ${SIDE + MARGIN + 6}`}
        role="img"
        aria-label={t('measure.calibration')}
      >
        <g className={styles.axis} aria-hidden>
          <text x="0" y={SIDE + 10}>0</text>
          <text x={SIDE} y={SIDE + 10}>1</text>
          <text x={SIDE / 2} y={SIDE + 10}>{t('measure.calibration.x')}</text>
          <text transform={`translate(-5 ${SIDE / 2}) rotate(-90)`}>{t('measure.calibration.y')}</text>
          <text x="-6" y={SIDE}>0</text>
          <text x="-6" y="6">1</text>
        </g>
        <rect width={SIDE} height={SIDE} className={styles.frame} />
        <line x1="0" y1={SIDE} x2={SIDE} y2="0" className={styles.diagonal} />
        {shown.map((bin) => (
          <circle key={bin.n} cx={SIDE * bin.score} cy={SIDE * (1 - bin.real)} r={1.5 + 3 * Math.sqrt(bin.count / most)}>
            <title>{words(bin)}</title>
          </circle>
        ))}
      </svg>
      <p className={styles.small}>
        {t('measure.calibration')} {t('measure.calibration.text', { error: formatShare(language, calibrationError) })}
      </p>
      <ul className="visually-hidden">
        {shown.map((bin) => (
          <li key={bin.n / CALIBRATION_BINS}>{words(bin)}</li>
        ))}
      </ul>
    </div>
  );
}
