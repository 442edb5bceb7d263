import { RefreshCw } from 'lucide-react';
import { useMemo } from 'react';
import { session } from '../../state/app';
import { Button } from '../common/button';
import { useApp, usePixelRatio, useSize, useTexts } from '../common/hooks';
import { ImagesCanvas } from '../common/images-canvas';
import { dataName } from '../shell/header';
import { IMAGE_GAP } from '../train/picture-layout';
import styles from './data-view.module.css';

/** The side that an image has at least, where a whole multiple allows it, in CSS pixels; and images at most. */
const LEAST_SIDE = 64;
const MOST_IMAGES = 64;
const COLUMNS = [8, 6, 5, 4, 3, 2] as const;

const realImages = (value: typeof session.pictures.real.value) => value;

/** The training images large, where they come from, on what terms, and how many there are. */
export function DataView() {
  const { t } = useTexts();
  const id = useApp((state) => state.data?.id ?? state.draft.dataId);
  return (
    <div className={styles.view}>
      <RealImages />
      <section className={styles.facts} aria-label={dataName(id, t)}>
        <h2>{dataName(id, t)}</h2>
        <Facts />
      </section>
    </div>
  );
}

function RealImages() {
  const { t } = useTexts();
  const [follow, room] = useSize();
  const ratio = usePixelRatio();
  const size = useApp((state) => state.run?.config.imageSize ?? state.draft.config.imageSize);
  const name = useApp((state) => dataName(state.data?.id ?? state.draft.dataId, t));
  const layout = useMemo(() => layoutImages(room?.width ?? 0, size, ratio), [room?.width, size, ratio]);
  const count = layout.columns * layout.rows;
  return (
    <figure ref={follow} className={styles.images}>
      <ImagesCanvas
        slot={session.pictures.real}
        imagesOf={realImages}
        layout={layout}
        size={size}
      >
        {t('real.label', { data: name })}
      </ImagesCanvas>
      <figcaption className={styles.caption}>
        <span>{t('data.caption', { count, size })}</span>
        <Button icon={RefreshCw} onClick={() => void session.drawReal()}>
          {t('real.again')}
        </Button>
      </figcaption>
    </figure>
  );
}

/** A square of images as large as the room allows. */
function layoutImages(width: number, size: number, ratio: number) {
  const gap = Math.round(IMAGE_GAP * ratio);
  const scaleOf = (columns: number) => Math.floor(((width * ratio + gap) / columns - gap) / size);
  const enough = (columns: number) => (scaleOf(columns) * size) / ratio >= Math.min(LEAST_SIDE, width / 2);
  const columns = COLUMNS.find(enough) ?? 2;
  return { columns, rows: Math.min(columns, MOST_IMAGES / columns), scale: Math.max(1, scaleOf(columns)), gap };
}

function Facts() {
  const { t } = useTexts();
  const data = useApp((state) => state.data);
  if (!data) return <p>{t('data.waiting')}</p>;
  return (
    <>
      <dl className={styles.list}>
        <dt>{t('data.counts')}</dt>
        <dd>
          <p>{t('data.trainCount', { count: data.total })}</p>
          <p>{t('data.heldOutCount', { count: data.heldOut })}</p>
          {data.loaded < data.total && <p>{t('data.loaded', { loaded: data.loaded, total: data.total })}</p>}
        </dd>
        <dt>{t('data.classes')}</dt>
        <dd>
          {data.classNames.length === 0 ? (
            t('data.noClasses')
          ) : (
            <ul className={styles.classes}>
              {data.classNames.map((name) => (
                <li key={name}>{name}</li>
              ))}
            </ul>
          )}
        </dd>
        <dt>{t('data.channels')}</dt>
        <dd>{t(data.channels === 1 ? 'data.grey' : 'data.colour')}</dd>
        <dt>{t('data.source')}</dt>
        <dd>
          <a href={data.sourceUrl} rel="noreferrer" target="_blank">
            {data.source}
          </a>
        </dd>
        <dt>{t('data.licence')}</dt>
        <dd>{data.licence}</dd>
      </dl>
      <p className={styles.note}>{t('data.heldOutNote')}</p>
    </>
  );
}
