/** Curves that share their x: what a chart draws. Missing values are null. */
export interface Curves {
  xs: number[];
  ys: (number | null)[][];
}

/** What part of the data to draw, and how finely. */
export interface Window {
  /** First and last x that are wanted. */
  from: number;
  to: number;
  /** At most this many x (and one more for the newest) come back. */
  points: number;
  /** Weight of the past in an exponential moving average, 0 (none) to below 1. */
  smoothing: number;
}

/**
 * The curves of `columns` over ascending `xs`. Where there are more rows than points, rows are gathered in buckets and
 * each curve keeps its least and its greatest value of a bucket, in the order in which they came, so that no spike is
 * lost; the newest row of the window is always kept as it is. Values that are not finite are gaps.
 */
export function decimate(xs: Float64Array, columns: readonly Float32Array[], window: Window): Curves {
  const first = lowerBound(xs, window.from);
  const end = upperBound(xs, window.to);
  const edges = bucketEdges(first, end, window.points);
  const curves: Curves = { xs: [], ys: columns.map((column) => extremes(column, edges, window.smoothing)) };
  for (let b = 0; b + 1 < edges.length; b++) {
    const [start, stop] = [edges[b]!, edges[b + 1]!];
    curves.xs.push(xs[start]!);
    if (stop - start > 1) curves.xs.push(xs[stop - 1]!);
  }
  return curves;
}

/** Where buckets begin, and where the last one ends: a row each where there is room, and always for the newest row. */
function bucketEdges(first: number, end: number, points: number): Int32Array {
  const count = Math.max(0, end - first);
  if (count <= points) return Int32Array.from({ length: count + 1 }, (_, row) => first + row);
  const buckets = Math.max(1, Math.floor(points / 2));
  const edges = Int32Array.from({ length: buckets + 2 }, (_, b) => first + Math.floor((b * (count - 1)) / buckets));
  edges[buckets + 1] = end;
  return edges;
}

/**
 * Of each bucket a column's two extremes in their order, or the one value of a single row. One plain loop over the rows:
 * it runs over a hundred thousand of them for every frame of a long run.
 */
function extremes(column: Float32Array, edges: Int32Array, weight: number): (number | null)[] {
  const ys: (number | null)[] = [];
  let average = averageBefore(column, edges[0]!, weight);
  for (let b = 0; b + 1 < edges.length; b++) {
    const [start, stop] = [edges[b]!, edges[b + 1]!];
    let [low, high] = [Infinity, -Infinity];
    let lowFirst = true;
    for (let row = start; row < stop; row++) {
      const value = column[row]!;
      if (!Number.isFinite(value)) continue;
      average = Number.isNaN(average) ? value : weight * average + (1 - weight) * value;
      if (average < low) {
        low = average;
        lowFirst = false;
      }
      if (average > high) {
        high = average;
        lowFirst = true;
      }
    }
    const empty = low > high;
    ys.push(empty ? null : lowFirst ? low : high);
    if (stop - start > 1) ys.push(empty ? null : lowFirst ? high : low);
  }
  return ys;
}

/** The moving average before a row, NaN where it has none: begun so far ahead that it has forgotten where (to 0.001). */
function averageBefore(column: Float32Array, first: number, weight: number): number {
  if (weight <= 0) return NaN;
  const lead = Math.ceil(Math.log(1e-3) / Math.log(weight));
  let average = NaN;
  for (let row = Math.max(0, first - lead); row < first; row++) {
    const value = column[row]!;
    if (Number.isFinite(value)) average = Number.isNaN(average) ? value : weight * average + (1 - weight) * value;
  }
  return average;
}

/** Index of the first x that is at least `x`. */
function lowerBound(xs: Float64Array, x: number): number {
  let [low, high] = [0, xs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (xs[middle]! < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index after the last x that is at most `x`. */
function upperBound(xs: Float64Array, x: number): number {
  let [low, high] = [0, xs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (xs[middle]! <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}
