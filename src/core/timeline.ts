/** What the timeline can stand at: a kept checkpoint's step, or `null` for the run as it is now. */
export type TimelineStop = number | null;

/** The kept steps in order, and now after them. Those beyond now belong to a way that the run did not go. */
export function timelineStops(kept: readonly number[], now: number): TimelineStop[] {
  return [...kept.filter((step) => step <= now), null];
}

/** The stop nearest to a place on the track, from 0 to 1 over `steps` steps; of equals the later one. */
export function nearestStop(stops: readonly TimelineStop[], place: number, now: number, steps: number): TimelineStop {
  const distance = (stop: TimelineStop) => Math.abs((stop ?? now) / steps - place);
  return stops.reduce((best, stop) => (distance(stop) <= distance(best) ? stop : best), stops[0] ?? null);
}
