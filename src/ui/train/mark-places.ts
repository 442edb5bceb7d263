/**
 * Where marks are to be written that belong at `wished` heights, ascending: as near to those as they can stand between
 * `top` and `bottom`, each at least `height` below the one before. Too many for the room are written from the top on.
 */
export function markPlaces(wished: readonly number[], top: number, bottom: number, height: number): number[] {
  let free = top;
  return wished.map((wish, n) => {
    const lowest = bottom - (wished.length - 1 - n) * height;
    const at = Math.max(free, Math.min(lowest, wish));
    free = at + height;
    return at;
  });
}
