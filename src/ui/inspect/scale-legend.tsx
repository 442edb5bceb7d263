import { formatNumber } from '../../i18n/text';
import { useTexts } from '../common/hooks';
import styles from './panels.module.css';

interface ScaleLegendProps {
  /** The value at which the scale ends; null where each picture has its own. */
  limit: number | null;
  /** Whether red, green and blue are values themselves, with grey for zero. */
  colours?: boolean;
}

/** The colours from the least to the greatest value, zero in the middle. */
export function ScaleLegend({ limit, colours = false }: ScaleLegendProps) {
  const { t, language } = useTexts();
  const high = limit === null ? t('inspect.itsGreatest') : formatNumber(language, limit, 2);
  return (
    <div>
      <p className="visually-hidden">{t(colours ? 'inspect.scaleColours' : 'inspect.scale', { low: `−${high}`, high })}</p>
      <div className={styles.legend} aria-hidden>
        <span>−{high}</span>
        <span className={styles.legendBar} data-colours={colours || undefined} />
        <span>0</span>
        <span>{high}</span>
      </div>
    </div>
  );
}
