import { useMemo, useState } from 'react';
import type { PointerEvent, ReactNode } from 'react';
import type { Images } from '../../core/images';
import type { MapBox } from '../../core/receptive-field';
import { formatNumber } from '../../i18n/text';
import { useTexts } from '../common/hooks';
import { Pictures } from '../explore/tiles';
import panel from '../common/panel.module.css';
import { hasNegative, scaleLimit } from './colour-scale';
import styles from './panels.module.css';
import { pointing } from './pointing';
import { ScaleLegend } from './scale-legend';
import { TileCanvas } from './tile-canvas';
import { signalTiles, valuesOf } from './tiles';

interface PictureProps {
  images: Images;
  /** About how wide, in CSS pixels. */
  side: number;
  caption: string;
  testId?: string;
  /** Drawn over the picture. */
  children?: ReactNode;
}

/** One picture with a caption. */
export function Picture({ images, side, caption, testId, children }: PictureProps) {
  return (
    <figure className={panel.figure}>
      <div className={styles.over}>
        <Pictures images={images} side={side} label={caption} testId={testId} />
        {children}
      </div>
      <figcaption>{caption}</figcaption>
    </figure>
  );
}

/** A part of a picture of `size` pixels, outlined. */
export function PixelBox({ box: { top, left, bottom, right }, size }: { box: MapBox; size: number }) {
  const share = (pixels: number) => `${(100 * pixels) / size}%`;
  const place = { top: share(top), left: share(left), height: share(bottom - top), width: share(right - left) };
  return <span className={styles.box} style={place} />;
}

interface SignalProps {
  /** Row-major [size, size, channels]; what the colours of a pixel say is added up. */
  values: ArrayLike<number>;
  size: number;
  channels: number;
  side: number;
  caption: string;
  legend?: boolean;
  testId?: string;
  children?: ReactNode;
}

/** A signal at every pixel, such as a gradient, as colours on a scale of its own; the value under the pointer is told. */
export function Signal({ values, size, channels, side, caption, legend = true, testId, children }: SignalProps) {
  const { t, language } = useTexts();
  const [pointed, setPointed] = useState<{ y: number; x: number } | null>(null);
  const tiles = useMemo(() => signalTiles(values, size, channels), [values, size, channels]);
  const { limit, signed } = useMemo(() => {
    const drawn = valuesOf(tiles, 0);
    return { limit: scaleLimit(drawn), signed: hasNegative(drawn) };
  }, [tiles]);
  const scale = Math.max(1, Math.floor(side / size));
  const reading = pointed && {
    row: pointed.y + 1,
    column: pointed.x + 1,
    value: formatNumber(language, tiles.valueAt(0, pointed.y, pointed.x), 3),
  };
  return (
    <figure className={panel.figure}>
      <div className={styles.over}>
        <TileCanvas
          tiles={tiles}
          shown={ONLY}
          grid={{ columns: 1, scale }}
          limitOf={() => limit}
          data-testid={testId}
          {...pointing((event: PointerEvent) => unitUnder(event, size, size, scale), setPointed)}
        >
          {caption}
        </TileCanvas>
        {children}
      </div>
      <figcaption style={{ maxWidth: Math.max(128, size * scale) }}>
        {reading ? t('inspect.pixelValue', reading) : caption}
        {channels === 3 && ` ${t('inspect.coloursAdded')}`}
      </figcaption>
      {legend && <ScaleLegend limit={limit} signed={signed} />}
    </figure>
  );
}

const ONLY = [0] as const;

/** The value of a single tile under the pointer, `scale` CSS pixels a side. */
export function unitUnder({ currentTarget, clientX, clientY }: PointerEvent, height: number, width: number, scale: number) {
  const box = currentTarget.getBoundingClientRect();
  const at = (offset: number, length: number) => Math.min(length - 1, Math.max(0, Math.floor(offset / scale)));
  return { y: at(clientY - box.top, height), x: at(clientX - box.left, width) };
}
