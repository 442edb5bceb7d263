import { IMAGE_GAP } from '../train/picture-layout';
import type { TileGrid } from './tile-canvas';

/** Widest a single value is drawn, in CSS pixels. */
const LARGEST_SCALE = 32;

/**
 * The largest tiles, up to `side` wide, of which `count` fit into a width and, if they can, a height; CSS pixels. `align`
 * takes away columns that would break up what belongs together; without it all rows are equally long where they can be.
 */
export function fitTiles(
  { width, height }: { width: number; height: number },
  count: number,
  room: { width: number; height: number; side: number },
  align = (columns: number): number => evenColumns(columns, count),
): TileGrid {
  const columnsAt = (scale: number) => {
    const most = Math.floor((room.width + IMAGE_GAP) / (width * scale + IMAGE_GAP));
    return align(Math.max(1, Math.min(count, most)));
  };
  const heightAt = (scale: number) => Math.ceil(count / columnsAt(scale)) * (height * scale + IMAGE_GAP) - IMAGE_GAP;
  const widest = Math.min(room.side, room.width);
  let scale = Math.max(1, Math.min(LARGEST_SCALE, Math.floor(widest / width)));
  while (scale > 1 && heightAt(scale) > room.height) scale--;
  return { scale, columns: columnsAt(scale) };
}

/** So many rows that a short last one is no longer seen as a part of the pattern. */
const MANY_ROWS = 10;

/** The most columns up to `columns` in which no row stays short; `columns` where that takes half of them, or rows are many. */
function evenColumns(columns: number, count: number): number {
  if (count > MANY_ROWS * columns) return columns;
  for (let even = columns; 2 * even > columns; even--) if (count % even === 0) return even;
  return columns;
}
