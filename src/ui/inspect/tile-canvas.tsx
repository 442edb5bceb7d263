import { useEffect, useRef } from 'react';
import type { ComponentProps } from 'react';
import { usePixelRatio } from '../common/hooks';
import { IMAGE_GAP } from '../train/picture-layout';
import { divergingColour, tripleColour } from './colour-scale';
import type { Theme } from './colour-scale';
import type { Tiles } from './tiles';
import { useDrawnTheme } from './use-drawn-theme';

/** Steps of the colour table to either side of zero: more than an eye tells apart. */
const SHADES = 127;

/** How tiles stand: `scale` CSS pixels to a value, in rows of `columns`. */
export interface TileGrid {
  columns: number;
  scale: number;
}

/** Distance from one tile to the next in CSS pixels, across and down. */
export function pitchOf({ width, height }: Tiles, { scale }: TileGrid): { across: number; down: number } {
  return { across: width * scale + IMAGE_GAP, down: height * scale + IMAGE_GAP };
}

interface TileCanvasProps extends ComponentProps<'canvas'> {
  tiles: Tiles;
  /** The tiles that are shown, in order. */
  shown: readonly number[];
  grid: TileGrid;
  /** The value at which a tile's colour scale ends. */
  limitOf: (tile: number) => number;
}

/** Numbers as small pictures, each value a square of its colour: blue negative, orange positive, zero the middle. */
export function TileCanvas({ tiles, shown, grid, limitOf, ...rest }: TileCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const ratio = usePixelRatio();
  const theme = useDrawnTheme();
  const { across, down } = pitchOf(tiles, grid);
  const width = Math.min(grid.columns, shown.length) * across - IMAGE_GAP;
  const height = Math.ceil(shown.length / grid.columns) * down - IMAGE_GAP;
  useEffect(() => {
    if (canvas.current) paint(canvas.current, { tiles, shown, grid, limitOf, theme, ratio });
  });
  return (
    <canvas
      ref={canvas}
      width={Math.round(width * ratio)}
      height={Math.round(height * ratio)}
      {...rest}
      style={{ width, height, ...rest.style }}
    />
  );
}

type Painting = Pick<TileCanvasProps, 'tiles' | 'shown' | 'grid' | 'limitOf'> & { theme: Theme; ratio: number };

function paint(canvas: HTMLCanvasElement, painting: Painting): void {
  const { tiles, shown, grid, ratio } = painting;
  const context = canvas.getContext('2d');
  if (!context || shown.length === 0) return;
  const strip = stripOf(painting);
  const { width, height } = tiles;
  const { across, down } = pitchOf(tiles, grid);
  context.imageSmoothingEnabled = false;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = getComputedStyle(canvas).getPropertyValue('--line');
  shown.forEach((_, n) => {
    const left = (n % grid.columns) * across;
    const top = Math.floor(n / grid.columns) * down;
    // A zero has nearly the colour of the page: without a line between them tiles would run together.
    context.fillRect(left - IMAGE_GAP, top - IMAGE_GAP, across + IMAGE_GAP, down + IMAGE_GAP);
    context.drawImage(strip, 0, n * height, width, height, left, top, width * grid.scale, height * grid.scale);
  });
}

/** The tiles one below the other, one pixel a value. */
function stripOf({ tiles, shown, limitOf, theme }: Painting): OffscreenCanvas {
  const { width, height, depth, valueAt } = tiles;
  const table = Array.from({ length: 2 * SHADES + 1 }, (_, n) => divergingColour((n - SHADES) / SHADES, theme));
  const image = new ImageData(width, height * shown.length);
  let at = 0;
  for (const tile of shown) {
    const limit = limitOf(tile);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const share = (colour: number) => Math.min(1, Math.max(-1, valueAt(tile, y, x, colour) / limit));
        const colour =
          depth === 3 ? tripleColour(share(0), share(1), share(2)) : table[Math.round(share(0) * SHADES) + SHADES];
        image.data.set(colour ?? [128, 128, 128], at);
        image.data[at + 3] = 255;
        at += 4;
      }
  }
  const strip = new OffscreenCanvas(width, height * shown.length);
  strip.getContext('2d')?.putImageData(image, 0, 0);
  return strip;
}
