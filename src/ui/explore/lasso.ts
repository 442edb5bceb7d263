/** A place on a plane. */
export interface Point {
  x: number;
  y: number;
}

/** Whether a point lies within a polygon (even-odd rule; the last corner joins the first). */
export function within({ x, y }: Point, polygon: readonly Point[]): boolean {
  let inside = false;
  polygon.forEach((a, n) => {
    const b = polygon[(n + 1) % polygon.length]!;
    if (a.y > y !== b.y > y && x < a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x)) inside = !inside;
  });
  return inside;
}

/** The index of the place nearest to a point, among the first `count` of row-major [n, 2] places. */
export function nearestPlace({ x, y }: Point, places: ArrayLike<number>, count: number): number {
  let best = 0;
  let shortest = Infinity;
  for (let n = 0; n < count; n++) {
    const distance = (places[2 * n]! - x) ** 2 + (places[2 * n + 1]! - y) ** 2;
    if (distance < shortest) [best, shortest] = [n, distance];
  }
  return best;
}
