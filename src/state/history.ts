import { METRICS } from '../core/metrics';
import type { MetricName } from '../core/metrics';

const WIDTH = METRICS.length + 1;
const FIRST_CAPACITY = 4096;
/** Rows that are kept in full: the most steps that a run can be asked for. Beyond it the older half is thinned. */
const FULL_CAPACITY = 2 ** 20;

/** The metrics of a run, row by row, outside React: steps ascend, and a value that a step did not report is NaN. */
export class History {
  readonly #full: number;
  #length = 0;
  #steps: Float64Array;
  #columns: Float32Array[];

  constructor(fullCapacity = FULL_CAPACITY) {
    this.#full = fullCapacity;
    const capacity = Math.min(FIRST_CAPACITY, fullCapacity);
    this.#steps = new Float64Array(capacity);
    this.#columns = METRICS.map(() => new Float32Array(capacity));
  }

  /** Number of rows. */
  get length(): number {
    return this.#length;
  }

  /** Each row's step; a view that the next `append` may leave behind. */
  get steps(): Float64Array {
    return this.#steps.subarray(0, this.#length);
  }

  /** One metric's values, a row each; a view like `steps`. */
  column(name: MetricName): Float32Array {
    return this.#columns[METRICS.indexOf(name)]!.subarray(0, this.#length);
  }

  /** Number of rows up to a step and with it. */
  lengthUntil(step: number): number {
    let [low, high] = [0, this.#length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#steps[middle]! <= step) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The newest value of a metric that is a number at all, of the steps up to `until`; or null. */
  latest(name: MetricName, until = Infinity): number | null {
    const column = this.column(name);
    for (let i = this.lengthUntil(until) - 1; i >= 0; i--) if (!Number.isNaN(column[i]!)) return column[i]!;
    return null;
  }

  /** Appends rows, row-major, each the step and then the values of `METRICS`; a step already there begins anew from it. */
  append(rows: Float64Array): void {
    for (let at = 0; at < rows.length; at += WIDTH) {
      const step = rows[at]!;
      while (this.#length > 0 && this.#steps[this.#length - 1]! >= step) this.#length--;
      this.#makeRoom();
      this.#steps[this.#length] = step;
      this.#columns.forEach((column, c) => (column[this.#length] = rows[at + 1 + c]!));
      this.#length++;
    }
  }

  /** Drops the rows after `step`. */
  truncate(step: number): void {
    while (this.#length > 0 && this.#steps[this.#length - 1]! > step) this.#length--;
  }

  #makeRoom(): void {
    if (this.#length < this.#steps.length) return;
    if (this.#steps.length < this.#full) this.#grow(Math.min(this.#steps.length * 2, this.#full));
    else this.#thin();
  }

  #grow(capacity: number): void {
    const steps = new Float64Array(capacity);
    steps.set(this.#steps);
    this.#steps = steps;
    this.#columns = this.#columns.map((old) => {
      const column = new Float32Array(capacity);
      column.set(old);
      return column;
    });
  }

  /** Keeps every second row of the older half. */
  #thin(): void {
    const half = this.#length >> 1;
    const kept = (half + 1) >> 1;
    for (const column of [this.#steps, ...this.#columns]) {
      for (let i = 0; i < kept; i++) column[i] = column[2 * i]!;
      column.copyWithin(kept, half, this.#length);
    }
    this.#length -= half - kept;
  }
}
