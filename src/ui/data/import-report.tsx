import { useState } from 'react';
import type { ImportReport } from '../../worker/protocol';
import { Button } from '../common/button';
import { useTexts } from '../common/hooks';
import { useDataSets } from './hooks';
import styles from './import-report.module.css';

/** How many of the files that were left out are named at once. */
const FIRST = 20;

/** What came of the last import: how much was taken, what was left out and why. */
export function ImportReportPanel() {
  const { t } = useTexts();
  const report = useDataSets((state) => state.report);
  if (!report) return null;
  const { set, skippedCount } = report;
  return (
    <output className={styles.report}>
      {set && (
        <p>
          {t('own.taken', { name: set.name, train: set.train, heldOut: set.heldOut })}{' '}
          {t('own.repeats', { exact: set.duplicates.exact, near: set.duplicates.near })}
        </p>
      )}
      {skippedCount > 0 && <SkippedFiles report={report} />}
    </output>
  );
}

function SkippedFiles({ report: { skipped, skippedCount } }: { report: ImportReport }) {
  const { t } = useTexts();
  const [all, setAll] = useState(false);
  const listed = all ? skipped : skipped.slice(0, FIRST);
  const unnamed = skippedCount - skipped.length;
  return (
    <div className={styles.skipped}>
      <h3>{t('own.skipped', { count: skippedCount })}</h3>
      <ul data-testid="skipped-files">
        {listed.map(({ path, reason }, i) => (
          <li key={`${i} ${path}`}>
            <span className={styles.path}>{path}</span>
            <span className={styles.reason}>{t(`skip.${reason}`)}</span>
          </li>
        ))}
        {all && unnamed > 0 && <li>{t('own.skippedMore', { count: unnamed })}</li>}
      </ul>
      {!all && skippedCount > listed.length && (
        <Button tone="quiet" onClick={() => setAll(true)}>
          {t('own.skippedMore', { count: skippedCount - listed.length })}
        </Button>
      )}
    </div>
  );
}
