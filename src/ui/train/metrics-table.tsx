import { useEffect, useState } from 'react';
import { Copy } from 'lucide-react';
import { copyText } from '../../actions/share';
import { METRICS } from '../../core/metrics';
import { formatNumber } from '../../i18n/text';
import { session } from '../../state/app';
import type { History } from '../../state/history';
import { browserClock, throttle } from '../../state/timing';
import { Button } from '../common/button';
import { useTexts } from '../common/hooks';
import styles from './metrics-table.module.css';
import { useCurves } from './use-curves';

/** Rows of the table: evenly over the run, the newest always last. */
const ROWS = 30;
/** Shortest time between two updates, in milliseconds: a table that changes faster cannot be read. */
const UPDATE_MS = 1000;

/** The charts' numbers for those who cannot see a plot. */
export function MetricsTable() {
  const { t, language } = useTexts();
  const [, setVersion] = useState(0);
  useEffect(() => {
    let mounted = true;
    const update = throttle(() => mounted && setVersion((version) => version + 1), UPDATE_MS, browserClock);
    const stop = session.changes.subscribe(update);
    return () => {
      mounted = false;
      stop();
    };
  }, []);
  const { history, until } = useCurves();
  const rows = evenly(history.lengthUntil(until), ROWS);
  const columns = METRICS.map((metric) => ({ metric, values: history.column(metric) }));
  return (
    <div className={styles.scroll}>
      <Button tone="quiet" icon={Copy} className={styles.copy} onClick={() => void copyText(csvOf(history, rows))}>
        {t('chart.copy')}
      </Button>
      <p className={styles.note}>{t('chart.turns')}</p>
      <table className={styles.table}>
        <caption>{t('chart.tableCaption', { count: rows.length })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('chart.step')}</th>
            {METRICS.map((metric) => (
              <th key={metric} scope="col">
                {t(`metric.${metric}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row}>
              <th scope="row">{history.steps[row]}</th>
              {columns.map(({ metric, values }) => (
                <td key={metric}>{Number.isNaN(values[row]) ? '–' : formatNumber(language, values[row]!)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The rows as comma-separated values, the names of the columns first. */
function csvOf(history: History, rows: readonly number[]): string {
  const columns = [history.steps, ...METRICS.map((metric) => history.column(metric))];
  const lines = rows.map((row) => columns.map((column) => column[row]).join(','));
  return [['step', ...METRICS].join(','), ...lines].join('\n');
}

/** At most `count` of the numbers 0 to `length` - 1, evenly spaced, the last always among them. */
function evenly(length: number, count: number): number[] {
  if (length <= count) return Array.from({ length }, (_, i) => i);
  return Array.from({ length: count }, (_, i) => Math.round((i * (length - 1)) / (count - 1)));
}
