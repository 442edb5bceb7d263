import type { Box } from '../../core/inspection';

/** The smallest side of a box and the step of a key, as shares of a sample's side. */
export const SMALLEST = 0.05;
export const STEP = 1 / 32;

/** The box between two points, each (right, down) in shares of the sample's side; null where it is too small to mean one. */
export function dragBox(sample: number, from: readonly [number, number], to: readonly [number, number]): Box | null {
  const inside = (value: number) => Math.min(1, Math.max(0, value));
  const [x1, y1, x2, y2] = [from[0], from[1], to[0], to[1]].map(inside) as [number, number, number, number];
  const box = { sample, left: Math.min(x1, x2), top: Math.min(y1, y2), right: Math.max(x1, x2), bottom: Math.max(y1, y2) };
  return box.right - box.left < SMALLEST || box.bottom - box.top < SMALLEST ? null : box;
}

/** A box moved, or made larger or smaller at its lower right, but never out of the sample. */
export function moveBox({ sample, left, top, right, bottom }: Box, [x, y]: readonly [number, number], resize: boolean): Box {
  const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));
  if (resize)
    return { sample, left, top, right: clamp(right + x, left + SMALLEST, 1), bottom: clamp(bottom + y, top + SMALLEST, 1) };
  const dx = clamp(x, -left, 1 - right);
  const dy = clamp(y, -top, 1 - bottom);
  return { sample, left: left + dx, top: top + dy, right: right + dx, bottom: bottom + dy };
}
