import { parseDataId } from '../../core/data-id';
import type { FeaturesUsed, MeasureReport } from '../../core/measures';
import { summarizeQuality } from '../../core/quality-summary';
import { formatMeasure, formatShare } from '../../i18n/text';
import { useApp, useTexts } from '../common/hooks';
import { className, dataName } from '../common/data-name';
import { useMeasure } from './hooks';
import styles from './measure.module.css';

/** On what the numbers of the report rest, in words; before there is one, what to expect. */
export function ReportCaption() {
  const { t } = useTexts();
  const report = useMeasure((state) => state.report);
  const step = useApp((state) => (state.viewed ? state.viewed.run.step : state.step));
  const samples = useMeasure((state) => state.samples);
  if (!report)
    return (
      <div className={styles.caption}>
        <p className={styles.note}>{t('measure.intro')}</p>
        <p>{t('measure.first', { count: samples })}</p>
        <p className={styles.note}>{t('measure.features.help')}</p>
      </div>
    );
  const { counts, options, features } = report;
  return (
    <div className={styles.caption}>
      <p data-testid="measure-of">
        {t('measure.of', { step: report.step, ...counts, seed: options.seed })}
        {step !== report.step && <span className={styles.stale}> {t('measure.stale', { step })}</span>}
      </p>
      <Summary report={report} />
      <FeaturesNote features={features} dataId={report.dataId} />
    </div>
  );
}

/** The answer before the numbers: how near the samples are to real images, and what they lack. */
function Summary({ report }: { report: MeasureReport }) {
  const { t, language } = useTexts();
  const { closeness, lacks, missing } = summarizeQuality(report);
  const { set } = parseDataId(report.dataId);
  const names = missing.map((name) => className(set, report.classes!.names.indexOf(name), name, t));
  const sentences = [
    closeness ? t(`measure.sum.${closeness.kind}`, { ratio: formatMeasure(language, closeness.ratio) }) : t('measure.sum.unknown'),
    ...lacks.map(({ kind, value, baseline }) =>
      t(`measure.sum.${kind}`, { share: formatShare(language, value), baseline: formatShare(language, baseline) }),
    ),
    ...(names.length > 0 ? [t('measure.sum.missing', { classes: names.join(', ') })] : []),
  ];
  return (
    <p className={styles.summary} data-testid="measure-summary">
      {sentences.join(' ')}
    </p>
  );
}

function FeaturesNote({ features: { kind, columns, network }, dataId }: { features: FeaturesUsed; dataId: string }) {
  const { t, language } = useTexts();
  const params = network && {
    accuracy: formatShare(language, network.accuracy),
    heldOut: network.heldOut,
    hash: network.sha256.slice(0, 8),
  };
  return (
    <p className={styles.note} title={network?.sha256}>
      {t(`measure.by.${kind}`, { columns, data: dataName(dataId, t), ...params })}
    </p>
  );
}
