/** A range of an axis with round numbers to mark in it. */
export interface ChartScale {
  low: number;
  high: number;
  ticks: readonly number[];
}

/** Numbers marked on an axis, about. */
const TICKS = 3;

/** A range that holds all values, and zero, with a few round numbers in it. */
export function chartScale(values: readonly number[]): ChartScale {
  const least = Math.min(0, ...values);
  const most = Math.max(0, ...values);
  const span = most > least ? most - least : 1;
  const rough = span / TICKS;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * unit).find((size) => size >= rough) ?? 10 * unit;
  const first = Math.floor(least / step);
  const last = Math.max(first + 1, Math.ceil(most / step));
  const ticks = Array.from({ length: last - first + 1 }, (_, n) => Number(((first + n) * step).toPrecision(12)));
  return { low: ticks[0]!, high: ticks.at(-1)!, ticks };
}
