import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import type { MouseEvent, PointerEvent, ReactNode } from 'react';
import { formatNumber } from '../../i18n/text';
import { useTexts } from '../common/hooks';
import { TileButtons } from '../common/tile-buttons';
import { pointing } from './pointing';
import { pitchOf, TileCanvas } from './tile-canvas';
import type { TileGrid } from './tile-canvas';
import type { Tiles } from './tiles';
import styles from './tile-sheet.module.css';

/** Width from which a tile has room for a switch in its corner, in CSS pixels. */
const LEAST_WITH_SWITCH = 44;

/** A value that is pointed at, or that a finger touched last. */
export interface Pointed {
  tile: number;
  y: number;
  x: number;
  touched: boolean;
}

interface TileSheetProps {
  tiles: Tiles;
  shown: readonly number[];
  grid: TileGrid;
  limitOf: (tile: number) => number;
  /** What the sheet is. */
  label: string;
  /** What one tile is called. */
  nameOf: (tile: number) => string;
  chosen?: number | null;
  onChoose?: (tile: number) => void;
  /** Told of the value that is pointed at, null when there is none. */
  onPoint?: (pointed: Pointed | null) => void;
  /** Tiles that are switched off, and what switches one. */
  off?: ReadonlySet<number>;
  onToggle?: (tile: number) => void;
  /** Drawn over the sheet. */
  children?: ReactNode;
  testId?: string;
}

/** Tiles that can be pointed at for their values and chosen by pointer and keys; the value is told below. */
export function TileSheet(props: TileSheetProps) {
  const { tiles, shown, grid, limitOf, label, nameOf, chosen = null, onChoose, onPoint, off, onToggle, testId } = props;
  const { t, language } = useTexts();
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const [focused, setFocused] = useState<number | null>(null);
  const { across, down } = pitchOf(tiles, grid);
  const [chosenBefore, setChosenBefore] = useState(chosen);
  if (chosenBefore !== chosen) {
    setChosenBefore(chosen);
    // What was touched on another tile says nothing of the one that was chosen since.
    if (pointed?.touched && pointed.tile !== chosen) setPointed(null);
  }
  const at = (event: MouseEvent): Omit<Pointed, 'touched'> | null => {
    const box = event.currentTarget.getBoundingClientRect();
    const [left, top] = [event.clientX - box.left, event.clientY - box.top];
    const [column, row] = [Math.floor(left / across), Math.floor(top / down)];
    const x = Math.floor((left - column * across) / grid.scale);
    const y = Math.floor((top - row * down) / grid.scale);
    const tile = column < grid.columns ? shown[row * grid.columns + column] : undefined;
    return tile === undefined || x < 0 || y < 0 || x >= tiles.width || y >= tiles.height ? null : { tile, y, x };
  };
  const place = (tile: number) => {
    const n = shown.indexOf(tile);
    return {
      left: (n % grid.columns) * across,
      top: Math.floor(n / grid.columns) * down,
      width: tiles.width * grid.scale,
      height: tiles.height * grid.scale,
    };
  };
  return (
    <div>
      <div
        className={styles.sheet}
        role="presentation"
        {...pointing((event: PointerEvent) => at(event), (place, touched) => {
          const next = place && { ...place, touched };
          setPointed(next);
          onPoint?.(next);
        })}
      >
        <TileCanvas
          tiles={tiles}
          shown={shown}
          grid={grid}
          limitOf={limitOf}
          data-testid={testId}
          data-choosable={onChoose ? '' : undefined}
          onClick={(event) => {
            const hit = at(event);
            if (!hit || !onChoose) return;
            onChoose(hit.tile);
            // Keys go on from the tile that was clicked.
            event.currentTarget.querySelectorAll('button')[shown.indexOf(hit.tile)]?.focus({ preventScroll: true });
          }}
        >
          {onChoose ? (
            <TileButtons
              label={label}
              count={shown.length}
              columns={grid.columns}
              nameOf={(n) => nameOf(shown[n]!)}
              stop={Math.max(0, chosen === null ? 0 : shown.indexOf(chosen))}
              chosen={chosen === null ? null : shown.indexOf(chosen)}
              onChoose={(n) => onChoose(shown[n]!)}
              onFocus={(n) => setFocused(n === null ? null : shown[n]!)}
              onKey={(key, n) => {
                if (key !== 'x' || !onToggle) return false;
                // What is switched is what the panel goes on to tell of.
                onChoose(shown[n]!);
                onToggle(shown[n]!);
                return true;
              }}
            />
          ) : (
            label
          )}
        </TileCanvas>
        {shown.filter((tile) => off?.has(tile)).map((tile) => (
          <span key={tile} className={styles.off} style={place(tile)} />
        ))}
        {pointed && shown.includes(pointed.tile) && onChoose && <span className={styles.hovered} style={place(pointed.tile)} />}
        {chosen !== null && shown.includes(chosen) && <span className={styles.chosen} style={place(chosen)} />}
        {focused !== null && shown.includes(focused) && <span className={styles.focused} style={place(focused)} />}
        {props.children}
        {onToggle &&
          tiles.width * grid.scale >= LEAST_WITH_SWITCH &&
          shown
            .filter((tile) => tile === pointed?.tile || tile === chosen || off?.has(tile))
            .map((tile) => (
              <TileSwitch
                key={tile}
                name={t('inspect.mapSwitch', { name: nameOf(tile) })}
                on={!off?.has(tile)}
                place={place(tile)}
                onToggle={() => onToggle(tile)}
              />
            ))}
      </div>
      <p className={styles.reading}>
        {pointed && shown.includes(pointed.tile)
          ? t('inspect.value', {
              name: nameOf(pointed.tile),
              row: pointed.y + 1,
              column: pointed.x + 1,
              value: valueWords(tiles, pointed, (value) => formatNumber(language, value, 3)),
            })
          : ' '}
      </p>
    </div>
  );
}

function valueWords(tiles: Tiles, { tile, y, x }: Pointed, format: (value: number) => string): string {
  return Array.from({ length: tiles.depth }, (_, colour) => format(tiles.valueAt(tile, y, x, colour))).join(' · ');
}

interface TileSwitchProps {
  name: string;
  on: boolean;
  place: { left: number; top: number; width: number };
  onToggle: () => void;
}

/** Switches a tile on and off, in its corner; keys do it by X on the tile. */
function TileSwitch({ name, on, place, onToggle }: TileSwitchProps) {
  const Icon = on ? Eye : EyeOff;
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      aria-label={name}
      title={name}
      tabIndex={-1}
      className={styles.switch}
      style={{ left: place.left + place.width, top: place.top }}
      onClick={onToggle}
    >
      <Icon size={14} aria-hidden />
    </button>
  );
}
