/** Corners of the view in which the tour's card can lie. */
export type Corner = 'bottom-right' | 'bottom-left' | 'top-right' | 'top-left';

/** The edges of a box, in CSS pixels. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The side on which the card lies where nothing speaks against it. */
export type Side = 'left' | 'right';

/** The corner of `room` in which a card covers least of `target`: at the bottom of its own side where others are no better. */
export function cornerOf(card: { width: number; height: number }, target: Box, room: Box, side: Side): Corner {
  const other = side === 'left' ? 'right' : 'left';
  const corners: readonly Corner[] = [`bottom-${side}`, `bottom-${other}`, `top-${side}`, `top-${other}`];
  const covered = corners.map((corner) => {
    const left = corner.endsWith('left') ? room.left : room.right - card.width;
    const top = corner.startsWith('top') ? room.top : room.bottom - card.height;
    return overlap({ left, top, right: left + card.width, bottom: top + card.height }, target);
  });
  return corners[covered.indexOf(Math.min(...covered))]!;
}

/** The area that two boxes share. */
function overlap(one: Box, other: Box): number {
  const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return Math.max(0, width) * Math.max(0, height);
}
