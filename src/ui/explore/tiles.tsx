import { useCallback, useMemo, useState } from 'react';
import type { Images } from '../../core/images';
import type { Rendered } from '../../state/explore-sheet';
import { Slot } from '../../state/slot';
import { ImagesCanvas } from '../common/images-canvas';
import { TileButtons } from '../common/tile-buttons';
import { IMAGE_GAP } from '../train/picture-layout';
import { someImages, useTile } from './hooks';
import type { Tile } from './hooks';
import styles from './tools.module.css';

interface TilesProps {
  slot: Slot<Rendered | null>;
  /** Which of the slot's pictures: the first, and how many. */
  from?: number;
  count?: number;
  columns?: number;
  side: number;
  /** What the pictures are, for those who do not see them; without it they stay unspoken. */
  label?: string;
  onPick?: (index: number) => void;
  /** What each picture is called, for keys to pick one too. */
  nameOf?: (index: number) => string;
  /** A picture that stands out from the others, in a frame. */
  marked?: number;
  testId?: string;
}

/** Pictures of latents side by side; they change in place. */
export function Tiles({ slot, from = 0, count = 1, columns = count, side, label, onPick, nameOf, marked, testId }: TilesProps) {
  const [focused, setFocused] = useState<number | null>(null);
  const tile = useTile(side, columns, Math.ceil(count / columns));
  const imagesOf = useCallback(
    (value: Rendered | null) =>
      value && value.images.count >= from + count ? someImages(value.images, from, count) : null,
    [from, count],
  );
  const pictures = (
    <ImagesCanvas
      slot={slot}
      imagesOf={imagesOf}
      layout={tile.layout}
      size={tile.size}
      data-testid={testId}
      aria-hidden={label === undefined || undefined}
      style={{ width: tile.width, height: tile.height, cursor: onPick ? 'pointer' : undefined }}
      onClick={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        const column = Math.floor(((event.clientX - box.left) / box.width) * columns);
        const row = Math.floor(((event.clientY - box.top) / box.height) * Math.ceil(count / columns));
        onPick?.(Math.min(count - 1, row * columns + column));
      }}
    >
      {nameOf && onPick && label !== undefined ? (
        <TileButtons {...{ label, count, columns, nameOf }} stop={focused ?? 0} onChoose={onPick} onFocus={setFocused} />
      ) : (
        label
      )}
    </ImagesCanvas>
  );
  if (!nameOf && marked === undefined) return pictures;
  return (
    <div className={styles.pointed}>
      {pictures}
      {marked !== undefined && <TileMark tile={tile} columns={columns} index={marked} />}
      {focused !== null && <TileMark tile={tile} columns={columns} index={focused} />}
    </div>
  );
}

/** An outline round one of the tiles. */
export function TileMark({ tile: { side }, columns, index }: { tile: Tile; columns: number; index: number }) {
  const pitch = side + IMAGE_GAP;
  const [left, top] = [(index % columns) * pitch, Math.floor(index / columns) * pitch];
  return <span className={styles.mark} style={{ left, top, width: side, height: side }} />;
}

const whole = (value: Images | null) => value;

interface PicturesProps {
  images: Images;
  columns?: number;
  side: number;
  label: string;
  testId?: string;
}

/** Pictures that are at hand already, side by side. */
export function Pictures({ images, columns = images.count, side, label, testId }: PicturesProps) {
  const tile = useTile(side, columns, Math.ceil(images.count / columns));
  const slot = useMemo(() => new Slot<Images | null>(images), [images]);
  return (
    <ImagesCanvas
      slot={slot}
      imagesOf={whole}
      layout={tile.layout}
      size={images.size}
      data-testid={testId}
      style={{ width: tile.width, height: tile.height }}
    >
      {label}
    </ImagesCanvas>
  );
}
