/** CSS pixels between two images. */
export const IMAGE_GAP = 2;
/** CSS pixels between the samples and the real images beside them. */
export const BESIDE_GAP = 16;
/** An image narrower than this is too small to read or to hit with a finger, in CSS pixels. */
const SMALLEST_SIDE = 40;
/** Widest grid of samples; smaller ones where there is no room for it. */
const COLUMNS = [8, 7, 6, 5, 4, 3, 2] as const;

/** The room for pictures in CSS pixels, and what is to be shown in it. */
export interface Room {
  width: number;
  height: number;
  /** Pixels of an image's side. */
  size: number;
  /** Device pixels to a CSS pixel. */
  ratio: number;
  /** Whether real images may stand beside the samples rather than below. */
  beside: boolean;
}

/** A square grid of samples, and real images at the same scale. */
export interface PictureLayout {
  columns: number;
  /** Device pixels to an image pixel: a whole number, so that nothing is blurred. */
  scale: number;
  /** Device pixels between images. */
  gap: number;
  /** An image's side in CSS pixels. */
  side: number;
  realColumns: number;
  realRows: number;
  /** Where the real images stand. */
  beside: boolean;
}

/** The largest pictures that fit: first real images in four columns or two beside the samples, then below them. */
export function layoutPictures(room: Room): PictureLayout {
  const { width, height, size, ratio } = room;
  const gap = Math.round(IMAGE_GAP * ratio);
  const grid = (columns: number, scale: number) => (columns * (size * scale + gap) - gap) / ratio;
  const make = (columns: number, scale: number, realColumns: number, realRows: number, beside: boolean) => ({
    columns,
    scale,
    gap,
    side: (size * scale) / ratio,
    realColumns,
    realRows,
    beside,
  });
  const largest = (columns: number, taken: (scale: number) => number): number => {
    let scale = 0;
    while (taken(scale + 1) <= width && grid(columns, scale + 1) <= height) scale++;
    return scale;
  };
  const readable = (scale: number) => scale > 0 && (size * scale) / ratio >= Math.min(SMALLEST_SIDE, size);
  if (room.beside) {
    const wide = largest(8, (scale) => grid(8, scale) + BESIDE_GAP + grid(4, scale));
    const narrow = largest(8, (scale) => grid(8, scale) + BESIDE_GAP + grid(2, scale));
    if (narrow > wide && readable(narrow)) return make(8, narrow, 2, 8, true);
    if (readable(wide)) return make(8, wide, 4, 4, true);
  }
  for (const columns of COLUMNS) {
    const scale = largest(columns, (candidate) => grid(columns, candidate));
    if (scale > 0 && (size * scale) / ratio >= SMALLEST_SIDE) return make(columns, scale, columns, 2, false);
  }
  return make(2, Math.max(1, largest(2, (scale) => grid(2, scale))), 2, 1, false);
}
