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
 * Draws images over what is there, by nearest neighbour; places for which there is no image are cleared. Otherwise the
 * canvas is cleared only when its size changes, so that new pictures replace old ones without a blank between.
 */
export function drawImages(canvas: HTMLCanvasElement, images: Images, layout: TileLayout): void {
  const { width, height } = tilesSize(layout, images.size);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) return;
  const { columns, rows, scale, gap } = layout;
  const { size } = images;
  const partOf = imageParts(images);
  context.imageSmoothingEnabled = false;
  const side = size * scale;
  for (let n = 0; n < columns * rows; n++) {
    const x = (n % columns) * (side + gap);
    const y = Math.floor(n / columns) * (side + gap);
    if (n >= images.count) {
      context.clearRect(x, y, side, side);
      continue;
    }
    const { part, top } = partOf(n);
    context.drawImage(part, 0, top, size, size, x, y, side, side);
  }
}

/** Tallest canvas that every browser makes, with room to spare, in pixels. */
const TALLEST = 8192;

/** Images on canvases at one device pixel a pixel, one below the other: on which each is, and how far down. */
export function imageParts({ rgba, size, count }: Images): (n: number) => { part: OffscreenCanvas; top: number } {
  const most = Math.max(1, Math.floor(TALLEST / size));
  const parts = Array.from({ length: Math.ceil(count / most) }, (_, k) => {
    const height = size * Math.min(most, count - k * most);
    const part = new OffscreenCanvas(size, height);
    const begin = k * most * size * size * 4;
    const values = rgba.subarray(begin, begin + height * size * 4);
    part.getContext('2d')?.putImageData(new ImageData(values, size, height), 0, 0);
    return part;
  });
  return (n) => ({ part: parts[Math.floor(n / most)]!, top: (n % most) * size });
}
