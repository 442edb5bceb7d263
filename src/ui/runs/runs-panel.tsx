import { useState } from 'react';
import { session } from '../../state/app';
import { formatBytes } from '../../i18n/text';
import { useApp, useTexts } from '../common/hooks';
import { Comparison } from './comparison';
import { OpenFile } from './open-file';
import { RunRow } from './run-row';
import styles from './runs-panel.module.css';
import { WhileTraining } from './while-training';

/** Runs that can be compared at once. */
const MOST = 4;

/** All runs that are kept in this browser: what each is, what can be done with it, and those chosen side by side. */
export function RunsPanel() {
  const { t, language } = useTexts();
  const kept = useApp((state) => state.kept);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const runs = kept?.runs ?? [];
  const compared = chosen.flatMap((id) => runs.find((run) => run.id === id) ?? []);
  const toggle = (id: string) =>
    setChosen(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id].slice(-MOST));
  const leave = () => session.store.setState({ dialog: null });
  return (
    <div className={styles.panel}>
      <OpenFile onLeave={leave} />
      {runs.length === 0 && <p>{t(kept ? 'runs.empty' : 'runs.unavailable')}</p>}
      {runs.length > 0 && (
        <ul className={styles.list}>
          {runs.map((run) => (
            <RunRow
              key={run.id}
              run={run}
              chosen={chosen.includes(run.id)}
              onChoose={() => toggle(run.id)}
              onLeave={leave}
            />
          ))}
        </ul>
      )}
      {runs.length > 0 && compared.length < 2 && <p className={styles.hint}>{t('runs.compareHint')}</p>}
      {compared.length > 0 && <Comparison key={chosen.join()} runs={compared} />}
      <WhileTraining />
      {kept && (
        <p className={styles.hint}>
          {t('runs.room', { used: formatBytes(language, kept.bytes), budget: formatBytes(language, kept.budget) })}.{' '}
          {t('runs.thin')}
        </p>
      )}
    </div>
  );
}
