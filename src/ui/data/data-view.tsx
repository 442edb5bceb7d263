import { RefreshCw } from 'lucide-react';
import { useMemo } from 'react';
import type { Images } from '../../core/images';
import { isOwnId } from '../../core/own-images';
import { dataSets, session } from '../../state/app';
import { dataIdInView, dataInView, imageSizeInView } from '../../state/store';
import { Button } from '../common/button';
import { useApp, usePixelRatio, useSize, useTexts } from '../common/hooks';
import { ImagesCanvas } from '../common/images-canvas';
import { dataName, useClassNames } from '../common/data-name';
import { IMAGE_GAP } from '../train/picture-layout';
import { ClassList } from './class-list';
import styles from './data-view.module.css';
import { DropTarget } from './drop-target';
import { FewImages } from './few-images';
import { useDataSets } from './hooks';
import { OwnImages } from './own-images';
import { Statistics } from './statistics';

/** The side that an image has at least, where a whole multiple allows it, in CSS pixels; and images at most. */
const LEAST_SIDE = 64;
const MOST_IMAGES = 64;
const COLUMNS = [8, 6, 5, 4, 3, 2] as const;

const itself = (value: Images | null) => value;

/** The training images large, what they have in common, where they come from; and the way to bring one's own. */
export function DataView() {
  const { t } = useTexts();
  const name = useApp((state) => dataName(dataIdInView(state), t));
  return (
    <DropTarget className={styles.view!}>
      <RealImages />
      <section className={styles.facts} aria-label={name}>
        <h2>{name}</h2>
        <Facts />
        <FewImages />
        <Statistics />
      </section>
      <OwnImages />
    </DropTarget>
  );
}

function RealImages() {
  const { t } = useTexts();
  const [follow, room] = useSize();
  const ratio = usePixelRatio();
  const size = useApp(imageSizeInView);
  const name = useApp((state) => dataName(dataIdInView(state), t));
  const classNames = useClassNames(useApp(dataIdInView));
  const label = useDataSets((state) => state.label);
  const loaded = useApp((state) => dataInView(state)?.loaded ?? Number.POSITIVE_INFINITY);
  const ofClass = useDataSets(({ statistics }) => (label === null ? undefined : statistics?.classCounts[label]));
  const available = ofClass ?? loaded;
  const few = Math.min(available, MOST_IMAGES);
  const layout = useMemo(() => layoutImages(room?.width ?? 0, size, ratio, few), [room?.width, size, ratio, few]);
  const count = Math.min(layout.columns * layout.rows, available);
  const shown = label === null ? name : `${name} · ${classNames[label]}`;
  return (
    <figure ref={follow} className={styles.images}>
      <ImagesCanvas
        key={label === null ? 'all' : label}
        slot={label === null ? session.pictures.real : dataSets.shown}
        imagesOf={itself}
        layout={layout}
        size={size}
      >
        {t('real.label', { data: shown })}
      </ImagesCanvas>
      <figcaption className={styles.caption}>
        <span>{label === null ? t('data.caption', { count, size }) : t('data.captionOf', { name: classNames[label] ?? '' })}</span>
        {label === null && count < loaded && (
          <Button icon={RefreshCw} onClick={() => void session.drawReal()}>
            {t('real.again')}
          </Button>
        )}
      </figcaption>
    </figure>
  );
}

/** A square of images as large as the room allows, or of a small set no more places than there are images. */
function layoutImages(width: number, size: number, ratio: number, count: number) {
  const gap = Math.round(IMAGE_GAP * ratio);
  const scaleOf = (columns: number) => Math.floor(((width * ratio + gap) / columns - gap) / size);
  const enough = (columns: number) => (scaleOf(columns) * size) / ratio >= Math.min(LEAST_SIDE, width / 2);
  const columns = Math.min(COLUMNS.find(enough) ?? 2, Math.max(2, Math.ceil(Math.sqrt(count))));
  return { columns, rows: Math.min(columns, Math.ceil(count / columns)), scale: Math.max(1, scaleOf(columns)), gap };
}

function Facts() {
  const { t } = useTexts();
  const data = useApp(dataInView);
  const classNames = useClassNames(data?.id ?? '');
  if (!data) return <p>{t('data.waiting')}</p>;
  return (
    <>
      <dl className={styles.list}>
        <dt>{t('data.counts')}</dt>
        <dd>
          <p>{t('data.trainCount', { count: data.total })}</p>
          {data.heldOut !== null && data.heldOut > 0 && <p>{t('data.heldOutCount', { count: data.heldOut })}</p>}
          {data.loaded < data.total && <p>{t('data.loaded', { loaded: data.loaded, total: data.total })}</p>}
        </dd>
        <dt>{t('data.classes')}</dt>
        <dd>
          <ClassList names={classNames} />
        </dd>
        <dt>{t('data.channels')}</dt>
        <dd>{t(data.channels === 1 ? 'data.grey' : 'data.colour')}</dd>
        {isOwnId(data.id) ? (
          <>
            <dt>{t('data.source')}</dt>
            <dd>{t('own.source')}</dd>
          </>
        ) : (
          <>
            <dt>{t('data.source')}</dt>
            <dd>
              {data.sourceUrl === '' ? (
                data.source
              ) : (
                <a href={data.sourceUrl} rel="noreferrer" target="_blank">
                  {data.source}
                </a>
              )}
            </dd>
            <dt>{t('data.licence')}</dt>
            <dd>{data.licence}</dd>
          </>
        )}
      </dl>
      {data.heldOut !== 0 && <p className={styles.note}>{t('data.heldOutNote')}</p>}
    </>
  );
}
