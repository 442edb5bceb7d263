import { useEffect, useRef } from 'react';
import type { KernelWeights } from '../../worker/protocol';
import { IMAGE_GAP } from '../train/picture-layout';
import { divergingColour } from './colour-scale';
import type { Theme } from './colour-scale';
import type { KernelTiles } from './kernel-tiles';

/** Steps of the colour table to either side of zero: more than an eye tells apart. */
const SHADES = 127;

interface KernelCanvasProps {
  weights: KernelWeights;
  tiles: KernelTiles;
  /** The first picture shown, and how many. */
  first: number;
  shown: number;
  columns: number;
  /** CSS pixels to a weight. */
  scale: number;
  /** Weight at which the colour scale ends. */
  limit: number;
  theme: Theme;
  ratio: number;
  label: string;
}

/** Kernels as small pictures, each weight a square of its colour. */
export function KernelCanvas(props: KernelCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { tiles, shown, columns, scale, ratio, label } = props;
  const rows = Math.ceil(shown / columns);
  const width = columns * (tiles.width * scale + IMAGE_GAP) - IMAGE_GAP;
  const height = rows * (tiles.height * scale + IMAGE_GAP) - IMAGE_GAP;
  useEffect(() => {
    if (canvas.current) paint(canvas.current, props, rows);
  });
  return (
    <canvas
      ref={canvas}
      width={Math.round(width * ratio)}
      height={Math.round(height * ratio)}
      style={{ width, height }}
    >
      {label}
    </canvas>
  );
}

function paint(canvas: HTMLCanvasElement, props: KernelCanvasProps, rows: number): void {
  const { weights, tiles, first, shown, columns, limit, theme, ratio, scale } = props;
  const { width, height } = tiles;
  const table = Array.from({ length: 2 * SHADES + 1 }, (_, n) => divergingColour((n - SHADES) / SHADES, theme));
  // One pixel a weight, drawn large afterwards: a strip of all pictures, one below the other.
  const strip = new OffscreenCanvas(width, height * shown);
  const image = new ImageData(width, height * shown);
  for (let tile = 0; tile < shown; tile++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const weight = weights.values[tiles.index(first + tile, y, x)]! / limit;
        const shade = Math.round(Math.min(1, Math.max(-1, weight)) * SHADES) + SHADES;
        image.data.set(table[shade] ?? [128, 128, 128], 4 * ((tile * height + y) * width + x));
        image.data[4 * ((tile * height + y) * width + x) + 3] = 255;
      }
    }
  }
  strip.getContext('2d')?.putImageData(image, 0, 0);
  const context = canvas.getContext('2d');
  if (!context) return;
  context.imageSmoothingEnabled = false;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  for (let tile = 0; tile < Math.min(shown, rows * columns); tile++) {
    const left = (tile % columns) * (width * scale + IMAGE_GAP);
    const top = Math.floor(tile / columns) * (height * scale + IMAGE_GAP);
    context.drawImage(strip, 0, tile * height, width, height, left, top, width * scale, height * scale);
  }
}
