import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';
import type { Slot } from '../../state/slot';
import { browserClock } from '../../state/timing';
import { useSize } from '../common/hooks';
import { CurveChart } from './curve-chart';
import type { ChartSpec, CurveSource, Zoom } from './curve-chart';
import { DrawInTurn } from './draw-in-turn';

/** All charts of the page. */
const turns = new DrawInTurn(browserClock);

interface ChartParts<M extends string> {
  spec: ChartSpec<M>;
  source: CurveSource<M>;
  /** Tells when the source has changed. */
  changes: Slot<number>;
  /** The part of the steps that is shown; charts may share it. */
  zoom: Slot<Zoom | null>;
  smooth: boolean;
  /** A step to mark by a line across the chart. */
  cursor?: number | null;
}

type SizeRef = ReturnType<typeof useSize>[0];

/**
 * A chart that is drawn anew in its turn after its source, the zoom or the theme has changed. Gives the `ref` of the
 * box whose width it takes and that of the element in it which it is put into.
 */
export function useCurveChart<M extends string>(parts: ChartParts<M>): [SizeRef, RefObject<HTMLDivElement | null>] {
  const { spec, source, changes, zoom, smooth, cursor = null } = parts;
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<{ made: CurveChart<M>; ask: () => void }>(null);
  const [follow, size] = useSize();
  const width = size === null ? null : Math.floor(size.width);

  useEffect(() => {
    if (!host.current) return undefined;
    const made = new CurveChart(host.current, spec, source, zoom);
    const draw = () => made.draw();
    const ask = () => turns.ask(draw);
    chart.current = { made, ask };
    const stops = [changes.subscribe(ask), zoom.subscribe(ask)];
    const observer = new MutationObserver(ask);
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      for (const stop of stops) stop();
      observer.disconnect();
      turns.forget(draw);
      made.destroy();
      chart.current = null;
    };
  }, [spec, source, changes, zoom]);
  useEffect(() => {
    if (!chart.current) return;
    const { made, ask } = chart.current;
    if (width !== null) made.resize(width);
    made.smooth = smooth;
    made.cursor = cursor;
    ask();
  }, [width, smooth, cursor, spec, source, changes, zoom]);
  return [follow, host];
}
