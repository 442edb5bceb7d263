import type { TextKey } from '../../i18n/text';
import { useTexts } from '../common/hooks';
import styles from './measure.module.css';

interface PairedBarsProps {
  labels: readonly string[];
  samples: readonly number[];
  reals: readonly number[];
  /** The numbers of one pair in words. */
  describe: (index: number) => string;
  /** What the two bars of a pair are; samples and real images where nothing is said. */
  names?: readonly [TextKey, TextKey];
  /** Without labels, and without room between the pairs. */
  plain?: boolean;
}

const NAMES = ['measure.generated', 'measure.real'] as const;

/** Pairs of bars, samples beside real images, one pair a label; each pair tells its numbers when pointed at. */
export function PairedBars({ labels, samples, reals, describe, names = NAMES, plain = false }: PairedBarsProps) {
  const { t } = useTexts();
  const most = Math.max(...samples, ...reals, 1e-9);
  const height = (value: number) => ({ height: `${(100 * Math.max(0, value)) / most}%` });
  return (
    <>
      <ul className={styles.pairs} data-plain={plain || undefined}>
        {labels.map((label, n) => (
          <li key={label} title={describe(n)}>
            <span className={styles.pair} aria-hidden>
              <span className={styles.sampleBar} style={height(samples[n]!)} />
              <span className={styles.realBar} style={height(reals[n]!)} />
            </span>
            {!plain && (
              <span className={styles.pairLabel} aria-hidden>
                {label}
              </span>
            )}
            <span className="visually-hidden">{describe(n)}</span>
          </li>
        ))}
      </ul>
      <p className={styles.key} aria-hidden>
        <span className={styles.generated}>
          <i className={styles.sampleBar} /> {t(names[0])}
        </span>
        <span className={styles.real}>
          <i className={styles.realBar} /> {t(names[1])}
        </span>
      </p>
    </>
  );
}
