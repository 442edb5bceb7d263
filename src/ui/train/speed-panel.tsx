import { Copy } from 'lucide-react';
import { useState } from 'react';
import { copyText } from '../../actions/share';
import { formatNumber } from '../../i18n/text';
import { session } from '../../state/app';
import type { SpeedReport } from '../../worker/protocol';
import { IconButton } from '../common/button';
import { useApp, useSlot, useTexts } from '../common/hooks';
import type { Texts } from '../common/hooks';
import styles from './speed-panel.module.css';

/** Where time and memory go, measured while it trains, and a button that copies it all for a report. */
export function SpeedPanel() {
  const texts = useTexts();
  const { t } = texts;
  const report = useSlot(session.speed);
  const [copied, setCopied] = useState(false);
  // It tells of the run that is trained, which is not what is seen then.
  const planned = useApp((state) => state.run?.stepKind === 'plan');
  const elsewhere = useApp((state) => state.viewed !== null);
  if (!report || elsewhere) return null;
  return (
    <section className={styles.panel} aria-label={t('speed.title')}>
      <p>{speedWords(report, planned, texts).join(' · ')}</p>
      <IconButton
        icon={Copy}
        size="small"
        label={t(copied ? 'speed.copied' : 'speed.copy')}
        onClick={() => void copyText(reportText(report)).then(setCopied)}
      />
    </section>
  );
}

function speedWords(report: SpeedReport, planned: boolean, { t, language }: Texts): string[] {
  const ms = (value: number) => formatNumber(language, value, 3);
  const { msPerStep, msD, msG, jsMsPerStep, tensors, gpuBytes } = report;
  const words: string[] = [];
  if (msPerStep !== null) words.push(t('speed.step', { ms: ms(msPerStep) }));
  if (msD !== null) words.push(t('speed.d', { ms: ms(msD) }));
  if (msG !== null) words.push(t('speed.g', { ms: ms(msG) }));
  // Only a planned step has a part that JavaScript spends; elsewhere JavaScript waits within the step, or computes it.
  if (planned && jsMsPerStep !== null) words.push(t('speed.js', { ms: ms(jsMsPerStep) }));
  if (gpuBytes > 0) words.push(t('speed.memory', { size: t('size.bytes', { n: Math.round(gpuBytes / 2 ** 20) }) }));
  words.push(t('speed.tensors', { count: tensors }));
  return words;
}

/** The report as text for others: what computes, what is trained, and the measured numbers. */
function reportText(report: SpeedReport): string {
  const { backend, run, draft, step } = session.store.getState();
  const { imageSize, baseFilters, batchSize } = (run ?? draft).config;
  return JSON.stringify(
    { ...backend, passedOver: undefined, preset: draft.preset, imageSize, baseFilters, batchSize, step, ...report },
    null,
    2,
  );
}
