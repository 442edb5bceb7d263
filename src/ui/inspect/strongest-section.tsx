import { useMemo } from 'react';
import type { Images } from '../../core/images';
import type { MapBox } from '../../core/receptive-field';
import { useTexts } from '../common/hooks';
import { Pictures } from '../explore/tiles';
import { IMAGE_GAP } from '../train/picture-layout';
import panel from '../common/panel.module.css';
import { useInspect } from './hooks';
import type { PanelProps } from './inspect-view';
import { mapName } from './map-name';
import styles from './panels.module.css';
import { PixelBox } from './pictures';
import own from './pixels-panel.module.css';
import { searchedExample, useSearchedImages, useUnits } from './searched';
import type { Searched } from './searched';
import { Signals, useSmallSide } from './signals';
import { unitFields } from './unit-fields';

/** Pictures in a row. */
const COLUMNS = 3;

interface StrongestProps extends Pick<PanelProps, 'both'> {
  layer: string;
  /** Whether the layer's maps are the colours of a picture. */
  colours: boolean;
  found: Searched;
  channel: number;
}

/** What excites one channel most, with what its strongest unit sees or can paint, and the cause of each. */
export function StrongestSection({ both, layer, colours, found, channel }: StrongestProps) {
  const { t } = useTexts();
  const { network } = found;
  const list = found.channels[channel]!;
  const rule = useInspect((state) => state.rule);
  const { indices, signals } = useMemo(() => {
    const indices = list.map(({ image }) => image);
    const targets = indices.map((index) => ({ example: searchedExample(found, index), channel }));
    return { indices, signals: { network, layer, rule, targets, randomised: false } };
  }, [found, network, list, channel, layer, rule]);
  const told = useUnits('top', signals);
  const images = useSearchedImages('top', found, indices, told);
  const title = t(`pixels.top.${network}`, { map: mapName(t, channel, colours) });
  return (
    <section className={styles.column} aria-label={title}>
      <h3>{title}</h3>
      <p className={panel.note}>
        {t(`pixels.topHelp.${network}`)}
        {told && told.step !== found.step && ` ${t(`pixels.renewed.${network}`, { found: found.step, step: told.step })}`}
      </p>
      <div className={styles.figures}>
        {images && told && (
          <div className={styles.over}>
            <TopPictures images={images} fields={unitFields(both[network], network, layer, told.places)} title={title} />
          </div>
        )}
        {told && (
          <Signals
            network={network}
            values={told.signal}
            columns={COLUMNS}
            label={t(`pixels.causes.${network}`)}
            nameOf={(n) => t('pixels.place', { n: n + 1 })}
          />
        )}
      </div>
    </section>
  );
}

interface TopPicturesProps {
  images: Images;
  /** What is outlined in each picture. */
  fields: readonly MapBox[];
  title: string;
}

function TopPictures({ images, fields, title }: TopPicturesProps) {
  const side = useSmallSide();
  const { size } = images;
  const drawn = size * Math.max(1, Math.floor(side / size));
  const pitch = drawn + IMAGE_GAP;
  const place = (n: number) => ({ left: (n % COLUMNS) * pitch, top: Math.floor(n / COLUMNS) * pitch, width: drawn, height: drawn });
  return (
    <>
      <Pictures images={images} columns={COLUMNS} side={side} label={title} testId="top-images" />
      {fields.map((field, n) => (
        <span key={n} className={own.cell} style={place(n)}>
          <PixelBox box={field} size={size} />
        </span>
      ))}
    </>
  );
}
