import { IMAGE_GAP } from '../train/picture-layout';
import type { TileGrid } from './tile-canvas';

/** Widest a single value is drawn, in CSS pixels. */
const LARGEST_SCALE = 32;

/** The largest tiles, up to `side` wide, of which `count` fit into a width and, if they can, a height; CSS pixels. */
export function fitTiles(
  { width, height }: { width: number; height: number },
  count: number,
  room: { width: number; height: number; side: number },
): TileGrid {
  const columnsAt = (scale: number) => Math.max(1, Math.floor((room.width + IMAGE_GAP) / (width * scale + IMAGE_GAP)));
  const heightAt = (scale: number) => Math.ceil(count / columnsAt(scale)) * (height * scale + IMAGE_GAP) - IMAGE_GAP;
  const widest = Math.min(room.side, room.width);
  let scale = Math.max(1, Math.min(LARGEST_SCALE, Math.floor(widest / width)));
  while (scale > 1 && heightAt(scale) > room.height) scale--;
  return { scale, columns: Math.min(count, columnsAt(scale)) || 1 };
}
