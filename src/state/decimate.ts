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
  const smooth = columns.map((column) => smoother(column, first, window.smoothing));
  const count = Math.max(0, end - first);
  const curves: Curves = { xs: [], ys: columns.map(() => []) };
  if (count <= window.points) {
    for (let i = first; i < end; i++) {
      curves.xs.push(xs[i]!);
      smooth.forEach((value, c) => curves.ys[c]!.push(value(i)));
    }
    return curves;
  }
  const buckets = Math.max(1, Math.floor(window.points / 2));
  const last = end - 1;
  for (let b = 0; b < buckets; b++) {
    const start = first + Math.floor((b * (last - first)) / buckets);
    const stop = first + Math.floor(((b + 1) * (last - first)) / buckets);
    addBucket(curves, xs, smooth, start, stop);
  }
  curves.xs.push(xs[last]!);
  smooth.forEach((value, c) => curves.ys[c]!.push(value(last)));
  return curves;
}

type Smoothed = (row: number) => number | null;

/** Reads a column's smoothed values; rows must be asked for in ascending order. */
function smoother(column: Float32Array, first: number, weight: number): Smoothed {
  let average: number | null = null;
  // An average begun this far ahead of the window has forgotten where it began (to a thousandth).
  const lead = weight > 0 ? Math.ceil(Math.log(1e-3) / Math.log(weight)) : 0;
  const take = (row: number) => {
    const value = column[row]!;
    if (!Number.isFinite(value)) return null;
    average = average === null ? value : weight * average + (1 - weight) * value;
    return average;
  };
  for (let row = Math.max(0, first - lead); row < first; row++) take(row);
  return take;
}

/** Adds the rows from `start` to before `stop`: two x, and of each curve its two extremes there. */
function addBucket(curves: Curves, xs: Float64Array, smooth: Smoothed[], start: number, stop: number): void {
  if (stop <= start) return;
  const single = stop - start === 1;
  curves.xs.push(xs[start]!);
  if (!single) curves.xs.push(xs[stop - 1]!);
  smooth.forEach((value, c) => {
    let low = Infinity;
    let high = -Infinity;
    let lowFirst = true;
    for (let row = start; row < stop; row++) {
      const y = value(row);
      if (y === null) continue;
      if (y < low) [low, lowFirst] = [y, false];
      if (y > high) [high, lowFirst] = [y, true];
    }
    const empty = low > high;
    const pair = lowFirst ? [low, high] : [high, low];
    curves.ys[c]!.push(empty ? null : pair[0]!);
    if (!single) curves.ys[c]!.push(empty ? null : pair[1]!);
  });
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
