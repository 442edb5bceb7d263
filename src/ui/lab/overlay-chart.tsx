import { useMemo } from 'react';
import type { MetricName } from '../../core/metrics';
import type { LabRun } from '../../state/lab-runs';
import type { Slot } from '../../state/slot';
import type { ChartSpec, Zoom } from '../train/curve-chart';
import { useCurveChart } from '../train/use-curve-chart';
import { colourOf, isDashed, numberOf } from './hooks';
import { Overlay } from './overlay';
import type { RunMark } from './overlay';
import styles from './overlay-chart.module.css';

interface OverlayChartProps {
  title: string;
  metric: MetricName;
  runs: readonly LabRun[];
  changes: Slot<number>;
  zoom: Slot<Zoom | null>;
}

const MARKS: readonly RunMark[] = ['a', 'b', 'c', 'd'];

/** One metric of all runs in one chart, each curve with its run's number; its numbers stand in the table of the runs. */
export function OverlayChart({ title, metric, runs, changes, zoom }: OverlayChartProps) {
  const source = useMemo(() => new Overlay(runs, metric), [runs, metric]);
  const spec = useMemo<ChartSpec<RunMark>>(
    () => ({
      curves: runs.map((_, n) => ({ metric: MARKS[n]!, colour: colourOf(n), mark: numberOf(n), dashed: isDashed(n) })),
      levels: [],
      range: null,
      showSteps: true,
      height: 120,
    }),
    [runs],
  );
  const [follow, host] = useCurveChart({ spec, source, changes, zoom, smooth: true });
  return (
    <figure className={styles.chart}>
      <figcaption>{title}</figcaption>
      <div ref={follow} className={styles.plot} style={{ height: spec.height }} aria-hidden>
        <div ref={host} />
      </div>
    </figure>
  );
}
