import { dataSets } from '../../state/app';
import { formatNumber } from '../../i18n/text';
import { useTexts } from '../common/hooks';
import { useDataSets } from './hooks';
import styles from './class-list.module.css';

/** The classes with their counts; each is a switch that shows its images alone. */
export function ClassList({ names }: { names: readonly string[] }) {
  const { t, language } = useTexts();
  const label = useDataSets((state) => state.label);
  const counts = useDataSets((state) => state.statistics?.classCounts ?? []);
  return (
    <ul className={styles.classes} aria-label={t('data.classes')}>
      {names.map((name, i) => (
        <li key={name}>
          <button
            type="button"
            className={styles.class}
            aria-pressed={label === i}
            onClick={() => void dataSets.showClass(label === i ? null : i)}
          >
            {name}
            {counts[i] !== undefined && <span className={styles.count}>{formatNumber(language, counts[i])}</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}
