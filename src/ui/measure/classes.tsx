import type { MeasureReport } from '../../core/measures';
import { formatMeasure, formatShare } from '../../i18n/text';
import { useTexts } from '../common/hooks';
import styles from './measure.module.css';
import { PairedBars } from './paired-bars';

/** Shares of the classes among samples and training images, and how alike images of one class are. */
export function Classes({ report: { classes, full } }: { report: MeasureReport }) {
  const { t, language } = useTexts();
  if (!classes) return <p className={styles.note}>{t('measure.classes.absent')}</p>;
  const likeness = full?.classDiversity ?? null;
  return (
    <>
      <figure className={styles.figure} data-testid="class-histogram">
        <h3>{t('measure.classes')}</h3>
        <figcaption>{t('measure.classes.text')}</figcaption>
        <PairedBars
          labels={classes.names}
          samples={classes.samples}
          reals={classes.training}
          describe={(n) =>
            t('measure.classShare', {
              name: classes.names[n]!,
              samples: formatShare(language, classes.samples[n]!),
              training: formatShare(language, classes.training[n]!),
            })
          }
        />
      </figure>
      {likeness && (
        <figure className={styles.figure}>
          <h3>{t('measure.classLikeness')}</h3>
          <figcaption>{t('measure.classLikeness.text')}</figcaption>
          <PairedBars
            labels={likeness.map(({ label }) => classes.names[label]!)}
            samples={likeness.map(({ value }) => value ?? 0)}
            reals={likeness.map(({ baseline }) => baseline ?? 0)}
            describe={(n) => {
              const { label, value, baseline } = likeness[n]!;
              const word = (number: number | null) => (number === null ? t('measure.tooFew') : formatMeasure(language, number));
              return t('measure.likenessOf', { name: classes.names[label]!, samples: word(value), training: word(baseline) });
            }}
          />
        </figure>
      )}
    </>
  );
}
