import { formatNumber } from '../../i18n/text';
import { useTexts } from '../common/hooks';
import styles from './panels.module.css';

interface ScaleLegendProps {
  /** The value at which the scale ends; null where each picture has its own. */
  limit: number | null;
  /** Whether red, green and blue are values themselves, with grey for zero. */
  colours?: boolean;
  /** Whether any value is negative; without it the scale begins at zero. */
  signed?: boolean;
}

/** The colours from the least to the greatest value, zero in the middle or, where nothing is negative, at the start. */
export function ScaleLegend({ limit, colours = false, signed = true }: ScaleLegendProps) {
  const { t, language } = useTexts();
  const high = limit === null ? t('inspect.itsGreatest') : formatNumber(language, limit, 2);
  return (
    <div>
      <p className="visually-hidden">{t(colours ? 'inspect.scaleColours' : signed ? 'inspect.scale' : 'inspect.scalePositive', { low: `−${high}`, high })}</p>
      <div className={styles.legend} data-positive={!signed || undefined} aria-hidden>
        <span className={styles.legendBar} data-colours={colours || undefined} data-positive={!signed || undefined} />
        {signed && <span>−{high}</span>}
        <span>0</span>
        <span>{high}</span>
      </div>
    </div>
  );
}
