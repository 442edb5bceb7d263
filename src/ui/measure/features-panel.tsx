import type { RepresentationReport, RepresentationRow } from '../../core/representation';
import { formatMeasure, formatShare } from '../../i18n/text';
import { measure } from '../../state/app';
import { Button } from '../common/button';
import { useTexts } from '../common/hooks';
import { ProgressLine } from '../common/progress-line';
import { useMeasure } from './hooks';
import styles from './measure.module.css';

/** What D's features are worth to a linear classifier, beside pixels, K-means and a D that was never trained. */
export function FeaturesPanel() {
  const { t } = useTexts();
  const { representing, representation } = useMeasure((state) => state);
  return (
    <>
      <p className={styles.note}>{t('represent.text')}</p>
      <div className={styles.best}>
        <Button inactive={representing !== null} onClick={() => void measure.represent()}>
          {t('represent.start')}
        </Button>
        {representing && (
          <ProgressLine label={t('represent.running')} {...representing} onCancel={() => void measure.cancelRepresent()} />
        )}
      </div>
      {representation && <Accuracies report={representation} />}
    </>
  );
}

function Accuracies({ report }: { report: RepresentationReport }) {
  const { t, language } = useTexts();
  const { step, tested, chance, labelCounts, rows } = report;
  return (
    <>
      <p>{t('represent.of', { step, n: tested, chance: formatShare(language, chance) })}</p>
      <div className={styles.scroll}>
        <table className={styles.features} data-testid="representation">
          <thead>
            <tr>
              <th scope="col">{t('represent.kind')}</th>
              {labelCounts.map((n) => (
                <th key={n} scope="col">
                  {t('represent.labels', { n })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <FeatureRow key={row.kind} row={row} labelCounts={labelCounts} />
            ))}
          </tbody>
        </table>
      </div>
      <Verdict report={report} />
    </>
  );
}

function FeatureRow({ row: { kind, columns, accuracies }, labelCounts }: { row: RepresentationRow; labelCounts: readonly number[] }) {
  const { t, language } = useTexts();
  return (
    <tr data-kind={kind}>
      <th scope="row">
        {t(`represent.kind.${kind}`)} <small>{t('represent.columns', { n: columns })}</small>
      </th>
      {accuracies.map((share, n) => (
        <td key={labelCounts[n]}>
          <span className={styles.track} aria-hidden>
            <span style={{ width: `${100 * share}%` }} />
          </span>
          {formatShare(language, share)}
        </td>
      ))}
    </tr>
  );
}

/** Whether D's features beat the others, in a sentence, where they had the fewest labels. */
function Verdict({ report: { rows, labelCounts } }: { report: RepresentationReport }) {
  const { t, language } = useTexts();
  const own = rows.find(({ kind }) => kind === 'discriminator')!;
  const others = rows.filter((row) => row !== own);
  return (
    <>
      {labelCounts.map((n, i) => {
        const best = others.reduce((a, b) => (b.accuracies[i]! > a.accuracies[i]! ? b : a));
        const lead = own.accuracies[i]! - best.accuracies[i]!;
        const params = {
          n,
          d: formatShare(language, own.accuracies[i]!),
          by: formatMeasure(language, 100 * Math.abs(lead)),
          other: t(`represent.kind.${best.kind}`),
        };
        return (
          <p key={n} className={styles.note}>
            {t(lead > 0 ? 'represent.verdict.better' : 'represent.verdict.worse', params)}
          </p>
        );
      })}
    </>
  );
}
