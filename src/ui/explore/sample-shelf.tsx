import { useMemo } from 'react';
import { session } from '../../state/app';
import { imageSizeInView } from '../../state/store';
import { useApp, usePixelRatio, useTexts } from '../common/hooks';
import { Choosable, sampleImages } from '../train/choosable';
import { ImagesCanvas } from '../common/images-canvas';
import { IMAGE_GAP } from '../train/picture-layout';
import styles from './explore-view.module.css';

const COLUMNS = 8;
const ROWS = 1;
/** Width of the shelf in CSS pixels: that of the large picture. */
const WIDTH = 320;

/** The first samples of the grid, to begin from. */
export function SampleShelf() {
  const { t } = useTexts();
  const ratio = usePixelRatio();
  const size = useApp(imageSizeInView);
  const layout = useMemo(() => {
    const gap = Math.round(IMAGE_GAP * ratio);
    const scale = Math.max(1, Math.floor(((WIDTH * ratio + gap) / COLUMNS - gap) / size));
    const columns = Math.max(1, Math.min(COLUMNS, Math.floor((WIDTH * ratio + gap) / (size * scale + gap))));
    return { columns, rows: ROWS, scale, gap };
  }, [ratio, size]);
  const side = (size * layout.scale) / ratio;
  return (
    <figure className={styles.shelf}>
      <figcaption>{t('latent.pick')}</figcaption>
      <Choosable
        count={layout.columns * layout.rows}
        columns={layout.columns}
        pitch={side + layout.gap / ratio}
        side={side}
      >
        {(handlers, buttons) => (
          <ImagesCanvas
            slot={session.pictures.samples}
            imagesOf={sampleImages}
            layout={layout}
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
