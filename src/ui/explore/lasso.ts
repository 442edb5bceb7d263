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

/** The index of the place that lies next in a direction (a unit vector), within 45 degrees of it; `at` where none does. */
export function nextPlace(at: number, places: ArrayLike<number>, direction: Point): number {
  let best = at;
  let shortest = Infinity;
  for (let n = 0; 2 * n < places.length; n++) {
    const x = places[2 * n]! - places[2 * at]!;
    const y = places[2 * n + 1]! - places[2 * at + 1]!;
    const along = x * direction.x + y * direction.y;
    const aside = Math.abs(x * direction.y - y * direction.x);
    const distance = along ** 2 + aside ** 2;
    if (along > 0 && aside <= along && distance < shortest) [best, shortest] = [n, distance];
  }
  return best;
}
