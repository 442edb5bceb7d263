import { RefreshCw } from 'lucide-react';
import { useMemo } from 'react';
import { session } from '../../state/app';
import { IconButton } from '../common/button';
import { tilesSize } from '../common/draw-images';
import type { TileLayout } from '../common/draw-images';
import { modelInView } from '../../state/store';
import { useApp, usePixelRatio, useSlot, useTexts } from '../common/hooks';
import { ImagesCanvas } from '../common/images-canvas';
import { dataName } from '../common/data-name';
import { Choosable, sampleImages } from './choosable';
import type { PictureLayout } from './picture-layout';
import styles from './pictures.module.css';

interface PictureProps {
  layout: PictureLayout;
  /** Pixels of an image's side. */
  size: number;
}

const realImages = (value: typeof session.pictures.real.value) => value;

/** What G makes of the same z all along: the run's progress in pictures. Choosing one puts its z on the sliders. */
export function SampleGrid({ layout, size }: PictureProps) {
  const { t } = useTexts();
  const { columns, scale, gap } = layout;
  const tiles = useMemo<TileLayout>(() => ({ columns, rows: columns, scale, gap }), [columns, scale, gap]);
  const ratio = usePixelRatio();
  const samples = useSlot(session.pictures.samples);
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>
        <strong>{t('samples.caption', { count: columns * columns })}</strong>
        <span>{samples ? t('samples.step', { step: samples.step }) : t('samples.waiting')}</span>
      </figcaption>
      <Choosable count={columns * columns} columns={columns} pitch={layout.side + gap / ratio} side={layout.side}>
        {(handlers, buttons) => (
          <ImagesCanvas
            data-testid="samples"
            className={styles.choosable}
            slot={session.pictures.samples}
            imagesOf={sampleImages}
            layout={tiles}
            size={size}
            {...handlers}
          >
            {buttons}
          </ImagesCanvas>
        )}
      </Choosable>
    </figure>
  );
}

/** Images of the data set beside what G makes, at the same scale. */
export function RealBatch({ layout, size }: PictureProps) {
  const { t } = useTexts();
  const { realColumns, realRows, scale, gap } = layout;
  const tiles = useMemo<TileLayout>(
    () => ({ columns: realColumns, rows: realRows, scale, gap }),
    [realColumns, realRows, scale, gap],
  );
  const data = useApp((state) => dataName(modelInView(state)?.dataId ?? state.draft.dataId, t));
  const absent = useApp(({ viewed }) => viewed !== null && viewed.data === null);
  const ratio = usePixelRatio();
  if (absent) {
    const width = tilesSize(tiles, size).width / ratio;
    return (
      <p className={styles.absent} style={{ width }}>
        {t('real.absent')}
      </p>
    );
  }
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>
        <strong className={styles.real}>{t('real.caption', { data })}</strong>
        <IconButton
          icon={RefreshCw}
          size="small"
          label={t('real.again')}
          onClick={() => void session.drawReal()}
        />
      </figcaption>
      <ImagesCanvas
        data-testid="real-batch"
        slot={session.pictures.real}
        imagesOf={realImages}
        layout={tiles}
        size={size}
      >
        {t('real.label', { data })}
      </ImagesCanvas>
    </figure>
  );
}
