import type { MetricName } from '../../core/metrics';
import type { LabRun } from '../../state/lab-runs';
import type { CurveSource } from '../train/curve-chart';

/** A run of an overlay, by its letter. */
export type RunMark = 'a' | 'b' | 'c' | 'd';

/** One metric of several runs over the same steps: a run that is behind has gaps at the end. */
export class Overlay implements CurveSource<RunMark> {
  readonly #runs: readonly Pick<LabRun, 'history'>[];
  readonly #metric: MetricName;

  constructor(runs: readonly Pick<LabRun, 'history'>[], metric: MetricName) {
    this.#runs = runs;
    this.#metric = metric;
  }

  /** The steps of the run that has made most. */
  get steps(): Float64Array {
    return this.#runs.map(({ history }) => history.steps).reduce((a, b) => (b.length > a.length ? b : a), new Float64Array());
  }

  column(mark: RunMark): Float32Array {
    const { length } = this.steps;
    const own = this.#runs['abcd'.indexOf(mark)]?.history.column(this.#metric) ?? new Float32Array();
    const column = new Float32Array(length).fill(NaN);
    column.set(own.subarray(0, length));
    return column;
  }
}
