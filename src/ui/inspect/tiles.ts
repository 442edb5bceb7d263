import type { FeatureMaps } from '../../core/inspection';

/**
 * Numbers that are drawn as small pictures of `height` x `width`: one value a place, or three where `depth` says that
 * they are red, green and blue.
 */
export interface Tiles {
  count: number;
  height: number;
  width: number;
  depth: 1 | 3;
  valueAt: (tile: number, y: number, x: number, colour?: number) => number;
}

/** Feature maps as tiles, one a channel. */
export function mapTiles({ shape: [height, width, count], values }: Pick<FeatureMaps, 'shape' | 'values'>): Tiles {
  return { count, height, width, depth: 1, valueAt: (tile, y, x) => values[(y * width + x) * count + tile]! };
}

/** Values of one picture, row-major [height, width], as a single tile. */
export function oneTile(values: ArrayLike<number>, height: number, width: number): Tiles {
  return { count: 1, height, width, depth: 1, valueAt: (_, y, x) => values[y * width + x]! };
}

/** Signals at pixels, row-major [count, size, size, channels], as tiles: what the colours say is added up. */
export function signalTiles(values: ArrayLike<number>, size: number, channels: number): Tiles {
  const sum = (from: number) => {
    let total = 0;
    for (let channel = 0; channel < channels; channel++) total += values[from + channel]!;
    return total;
  };
  return {
    count: values.length / (size * size * channels),
    height: size,
    width: size,
    depth: 1,
    valueAt: (tile, y, x) => sum(((tile * size + y) * size + x) * channels),
  };
}

/** All values of a tile. */
export function valuesOf({ height, width, depth, valueAt }: Tiles, tile: number): Float32Array {
  const values = new Float32Array(height * width * depth);
  let at = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) for (let colour = 0; colour < depth; colour++) values[at++] = valueAt(tile, y, x, colour);
  return values;
}

/** The least and the greatest value of a tile, with their signs. */
export function rangeOf(tiles: Tiles, tile: number): { least: number; greatest: number } {
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of valuesOf(tiles, tile)) [least, greatest] = [Math.min(least, value), Math.max(greatest, value)];
  return { least, greatest };
}

/** Whether a tile is zero everywhere. */
export function isEmpty(tiles: Tiles, tile: number): boolean {
  return valuesOf(tiles, tile).every((value) => value === 0);
}

/** The greatest size of any value of the tiles. */
export function greatestOf(tiles: Tiles, shown: readonly number[]): number {
  let greatest = 0;
  for (const tile of shown)
    for (let y = 0; y < tiles.height; y++)
      for (let x = 0; x < tiles.width; x++)
        for (let colour = 0; colour < tiles.depth; colour++)
          greatest = Math.max(greatest, Math.abs(tiles.valueAt(tile, y, x, colour)));
  return greatest;
}
