import { useEffect, useRef } from 'react';
import { dataSets } from '../../state/app';
import { dataInView, modelInView } from '../../state/store';
import type { DataStatistics } from '../../worker/protocol';
import { drawImages } from '../common/draw-images';
import { useApp, usePixelRatio, useTexts } from '../common/hooks';
import { histogramPath } from './histogram-path';
import { useDataSets } from './hooks';
import styles from './statistics.module.css';

/** Side of the mean image in CSS pixels, at most. */
const MEAN_SIDE = 96;
const CHANNELS = ['red', 'green', 'blue'] as const;

/** What the training images have in common: their mean, and how often each brightness occurs. */
export function Statistics() {
  const { t } = useTexts();
  const loaded = useApp((state) => `${modelInView(state)?.id} ${dataInView(state)?.id} ${dataInView(state)?.loaded}`);
  const statistics = useDataSets((state) => state.statistics);
  useEffect(() => void dataSets.readStatistics(), [loaded]);
  if (!statistics) return null;
  return (
    <div className={styles.statistics}>
      <Mean statistics={statistics} />
      <Histogram statistics={statistics} />
      <p className={styles.note}>{t('data.statisticsOf', { count: statistics.images })}</p>
    </div>
  );
}

function Mean({ statistics: { mean } }: { statistics: DataStatistics }) {
  const { t } = useTexts();
  const canvas = useRef<HTMLCanvasElement>(null);
  const ratio = usePixelRatio();
  const scale = Math.max(1, Math.floor((MEAN_SIDE * ratio) / mean.size));
  const side = (mean.size * scale) / ratio;
  useEffect(() => {
    if (canvas.current) drawImages(canvas.current, mean, { columns: 1, rows: 1, scale, gap: 0 });
  }, [mean, scale]);
  return (
    <figure>
      <canvas ref={canvas} data-testid="mean-image" style={{ width: side, height: side }}>
        {t('data.mean')}
      </canvas>
      <figcaption>{t('data.mean')}</figcaption>
    </figure>
  );
}

function Histogram({ statistics: { histogram } }: { statistics: DataStatistics }) {
  const { t } = useTexts();
  const channels = histogram.length / 256;
  const most = histogram.reduce((a, b) => Math.max(a, b), 1);
  return (
    <figure className={styles.histogram}>
      <svg viewBox="0 0 256 96" preserveAspectRatio="none" role="img" aria-label={t('data.histogramLabel')} data-testid="histogram">
        {Array.from({ length: channels }, (_, c) => (
          <path
            key={c}
            className={channels === 1 ? styles.grey : styles[CHANNELS[c] ?? 'red']}
            d={histogramPath(histogram.subarray(c * 256, (c + 1) * 256), most, 96)}
          />
        ))}
      </svg>
      <figcaption>
        {t('data.histogram')}
        {channels === 3 && (
          <span className={styles.legend}>
            {CHANNELS.map((name) => (
              <span key={name} className={styles[name]}>
                {t(`data.${name}`)}
              </span>
            ))}
          </span>
        )}
      </figcaption>
    </figure>
  );
}
