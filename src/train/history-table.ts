import { METRICS } from '../core/metrics';
import type { MetricsRow } from '../core/metrics';

const WIDTH = METRICS.length + 1;

/**
 * A run's metrics, one row a step: its number, then the values of METRICS. One buffer for all, for an object a row would
 * take three times as much, and a run may have a million.
 */
export class HistoryTable {
  #values = new Float64Array(WIDTH * 64);
  #used = 0;

  push({ step, values }: Pick<MetricsRow, 'step' | 'values'>): void {
    if (this.#used === this.#values.length) {
      const larger = new Float64Array(2 * this.#values.length);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#used] = step;
    this.#values.set(values, this.#used + 1);
    this.#used += WIDTH;
  }

  /** Takes away the rows of all steps after `step`. */
  cutAfter(step: number): void {
    while (this.#used > 0 && this.#values[this.#used - WIDTH]! > step) this.#used -= WIDTH;
  }

  /** Puts other rows, row-major, in place of all. */
  replace(table: Float64Array): void {
    if (table.length > this.#values.length) this.#values = new Float64Array(table.length);
    this.#values.set(table);
    this.#used = table.length;
  }

  /** A copy of all rows, row-major. */
  table(): Float64Array<ArrayBuffer> {
    return this.#values.slice(0, this.#used);
  }
}
