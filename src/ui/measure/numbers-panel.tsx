import type { Measured, MeasureReport } from '../../core/measures';
import { formatMeasure, formatShare } from '../../i18n/text';
import { useTexts } from '../common/hooks';
import { Classes } from './classes';
import { useMeasure } from './hooks';
import { Judge } from './judge';
import styles from './measure.module.css';
import { ReportCaption } from './report-caption';

/** What is better of a measure: less, more, one half, or what real images have. */
type Better = 'lower' | 'higher' | 'half' | 'baseline';

interface Row {
  name: 'frechet' | 'kid' | 'oneNearestNeighbour' | 'precision' | 'recall' | 'slicedWasserstein' | 'diversity';
  better: Better;
  measured: Measured;
  spread?: { value: number | null; baseline: number | null };
  share?: boolean;
}

/** All distances beside their baselines, what classes there are, and what D thinks. */
export function NumbersPanel() {
  const report = useMeasure((state) => state.report);
  return (
    <>
      <ReportCaption />
      {report && (
        <div className={styles.split}>
          <NumbersTable report={report} />
          <div className={styles.column}>
            <Classes report={report} />
            <Judge report={report} />
          </div>
        </div>
      )}
    </>
  );
}

function rowsOf({ frechet, kid, diversity, full }: MeasureReport): Row[] {
  const rows: Row[] = [
    { name: 'frechet', better: 'lower', measured: frechet },
    { name: 'kid', better: 'lower', measured: kid, spread: { value: kid.std, baseline: kid.baselineStd } },
  ];
  if (full)
    rows.push(
      { name: 'oneNearestNeighbour', better: 'half', measured: full.oneNearestNeighbour, share: true },
      { name: 'precision', better: 'higher', measured: full.precision, share: true },
      { name: 'recall', better: 'higher', measured: full.recall, share: true },
      { name: 'slicedWasserstein', better: 'lower', measured: full.slicedWasserstein },
    );
  return [...rows, { name: 'diversity', better: 'baseline', measured: diversity }];
}

function NumbersTable({ report }: { report: MeasureReport }) {
  const { t } = useTexts();
  return (
    <table className={styles.numbers}>
      <thead>
        <tr>
          <th scope="col">{t('measure.numbers')}</th>
          <th scope="col" className={styles.generated}>
            {t('measure.samplesColumn')}
          </th>
          <th scope="col" className={styles.real}>
            {t('measure.baselineColumn')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rowsOf(report).map((row) => (
          <NumberRow key={row.name} {...row} />
        ))}
      </tbody>
    </table>
  );
}

function NumberRow({ name, better, measured, spread, share }: Row) {
  const { t } = useTexts();
  const { value, baseline, count, baselineCount } = measured;
  const reals = name === 'diversity' ? 'measure.ofTraining' : null;
  return (
    <tr>
      <th scope="row">
        {t(`measure.${name}`)} <span className={styles.better}>{t(`measure.better.${better}`)}</span>
        <p>{t(`measure.${name}.text`)}</p>
      </th>
      <NumberCell
        column={t('measure.samplesColumn')}
        value={value}
        std={spread?.value ?? null}
        count={count}
        share={share}
        testId={`measure-${name}`}
      />
      <NumberCell
        column={t(name === 'diversity' ? 'measure.trainingColumn' : 'measure.baselineColumn')}
        value={baseline}
        std={spread?.baseline ?? null}
        count={baselineCount}
        share={share}
        note={reals && t(reals)}
      />
    </tr>
  );
}

interface CellProps {
  column: string;
  value: number | null;
  std: number | null;
  count: number;
  share?: boolean;
  note?: string | null;
  testId?: string;
}

function NumberCell({ column, value, std, count, share = false, note = null, testId }: CellProps) {
  const { t, language } = useTexts();
  const format = share ? formatShare : formatMeasure;
  return (
    <td data-column={column}>
      {value === null ? (
        <span className={styles.absent}>{t(count === 0 ? 'measure.noHeldOut' : 'measure.tooFew')}</span>
      ) : (
        <strong data-testid={testId} data-value={value}>
          {format(language, value)}
        </strong>
      )}
      {value !== null && std !== null && <small>{t('measure.spread', { std: formatMeasure(language, std) })}</small>}
      <small>{note ?? t('measure.n', { n: count })}</small>
    </td>
  );
}
