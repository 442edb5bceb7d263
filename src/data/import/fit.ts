import type { FitMode } from '../../core/own-images';

/** A rectangle in whole pixels. */
export interface Region {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Which part of a picture is used, and which part of the square it fills. */
export interface Placement {
  source: Region;
  target: Region;
}

/** Places a `width` x `height` picture in a square of `size` pixels. */
export function place(width: number, height: number, size: number, mode: FitMode): Placement {
  const whole = { x: 0, y: 0, width, height };
  const square = { x: 0, y: 0, width: size, height: size };
  switch (mode) {
    case 'stretch':
      return { source: whole, target: square };
    case 'crop': {
      const side = Math.min(width, height);
      return { source: centred(side, side, width, height), target: square };
    }
    case 'pad': {
      const scale = size / Math.max(width, height);
      const [w, h] = [width, height].map((side) => Math.max(1, Math.round(side * scale))) as [number, number];
      return { source: whole, target: centred(w, h, size, size) };
    }
    default:
      return mode satisfies never;
  }
}

function centred(width: number, height: number, withinWidth: number, withinHeight: number): Region {
  return { x: Math.floor((withinWidth - width) / 2), y: Math.floor((withinHeight - height) / 2), width, height };
}
