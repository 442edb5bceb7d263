import type { Images } from '../../core/images';

/** Where images stand on a canvas: `columns` x `rows`, each pixel `scale` device pixels wide, `gap` device pixels apart. */
export interface TileLayout {
  columns: number;
  rows: number;
  scale: number;
  gap: number;
}

/** The canvas' size in device pixels for images of `size` pixels. */
export function tilesSize({ columns, rows, scale, gap }: TileLayout, size: number): { width: number; height: number } {
  const side = size * scale;
  return { width: columns * (side + gap) - gap, height: rows * (side + gap) - gap };
}

/**
 * Draws images over what is there, by nearest neighbour. The canvas is cleared only when its size changes, so that new
 * pictures replace old ones without a blank between.
 */
export function drawImages(canvas: HTMLCanvasElement, images: Images, layout: TileLayout): void {
  const { width, height } = tilesSize(layout, images.size);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) return;
  const { columns, rows, scale, gap } = layout;
  const { size } = images;
  const strip = stripOf(images);
  context.imageSmoothingEnabled = false;
  const side = size * scale;
  const count = Math.min(images.count, columns * rows);
  for (let n = 0; n < count; n++) {
    const x = (n % columns) * (side + gap);
    const y = Math.floor(n / columns) * (side + gap);
    context.drawImage(strip, 0, n * size, size, size, x, y, side, side);
  }
}

/** The images one below the other, at one device pixel a pixel. */
function stripOf({ rgba, size, count }: Images): OffscreenCanvas {
  const strip = new OffscreenCanvas(size, size * count);
  strip.getContext('2d')?.putImageData(new ImageData(rgba, size, size * count), 0, 0);
  return strip;
}
