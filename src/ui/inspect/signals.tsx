import { useMemo } from 'react';
import type { NetworkName } from '../../core/architecture';
import { modelInView } from '../../state/store';
import { useApp, usePhone, useTexts } from '../common/hooks';
import panel from '../common/panel.module.css';
import { scaleLimit } from './colour-scale';
import { TileSheet } from './tile-sheet';
import { isEmpty, signalTiles, valuesOf } from './tiles';

/** Side of a small picture, in CSS pixels. */
const SIDE = 64;
const PHONE_SIDE = 48;

/** Side of the small pictures on this screen, in CSS pixels. */
export const useSmallSide = () => (usePhone() ? PHONE_SIDE : SIDE);

interface SignalsProps {
  network: NetworkName;
  /** Row-major [n, size, size, channels]. */
  values: ArrayLike<number>;
  columns: number;
  label: string;
  nameOf: (n: number) => string;
  chosen?: number | null;
  onChoose?: (n: number) => void;
  testId?: string;
}

/** Signals at the pixels of several pictures beside each other, each on its own scale; why some are blank is said below. */
export function Signals({ network, values, columns, ...sheet }: SignalsProps) {
  const { t } = useTexts();
  const side = useSmallSide();
  const { size, colours } = useApp((state) => ({
    size: modelInView(state)?.config.imageSize ?? 1,
    colours: modelInView(state)?.config.channels ?? 1,
  }));
  const tiles = useMemo(() => signalTiles(values, size, colours), [values, size, colours]);
  const shown = useMemo(() => Array.from({ length: tiles.count }, (_, n) => n), [tiles.count]);
  const limits = useMemo(() => shown.map((n) => scaleLimit(valuesOf(tiles, n))), [tiles, shown]);
  const grid = { columns, scale: Math.max(1, Math.floor(side / size)) };
  const blank = useMemo(() => shown.filter((n) => isEmpty(tiles, n)), [tiles, shown]);
  return (
    <>
      <TileSheet {...sheet} tiles={tiles} shown={shown} grid={grid} limitOf={(n) => limits[n]!} />
      {blank.length > 0 && (
        <p className={panel.note}>{t(`pixels.blank.${network}`, { names: blank.map(sheet.nameOf).join(', ') })}</p>
      )}
    </>
  );
}
