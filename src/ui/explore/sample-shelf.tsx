import { session } from '../../state/app';
import { ImagesCanvas } from '../common/images-canvas';
import { useMedia, useTexts } from '../common/hooks';
import { Choosable, sampleImages } from '../train/choosable';
import { IMAGE_GAP } from '../train/picture-layout';
import { useTile } from './hooks';
import styles from './picture-panel.module.css';

/** Side of a sample in CSS pixels, as whole multiples allow. */
const SIDE = 38;
const MOST = 9;

/** The first samples of the grid, to begin from: beside the large picture where there is room, else below it. */
export function SampleShelf({ length }: { length: number }) {
  const { t } = useTexts();
  const upright = useMedia('(width >= 1000px)');
  const pitch = useTile(SIDE).side + IMAGE_GAP;
  const count = Math.min(MOST, Math.floor((length + IMAGE_GAP) / pitch));
  const columns = upright ? 1 : count;
  const tile = useTile(SIDE, columns, count / columns);
  return (
    <figure className={styles.samples}>
      <div style={{ minHeight: upright ? length : undefined }}>
        <Choosable count={count} columns={columns} pitch={pitch} side={tile.side}>
          {(handlers, buttons) => (
            <ImagesCanvas
              slot={session.pictures.samples}
              imagesOf={sampleImages}
              layout={tile.layout}
              size={tile.size}
              style={{ width: tile.width, height: tile.height, cursor: 'pointer' }}
              {...handlers}
            >
              {buttons}
            </ImagesCanvas>
          )}
        </Choosable>
      </div>
      <figcaption>{t('latent.pick')}</figcaption>
    </figure>
  );
}
