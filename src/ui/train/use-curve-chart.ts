import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';
import type { Slot } from '../../state/slot';
import { browserClock, perFrame } from '../../state/timing';
import { usePreferences, useSize } from '../common/hooks';
import { CurveChart } from './curve-chart';
import type { ChartSpec, CurveSource, Zoom } from './curve-chart';

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
 * A chart that is drawn anew in the frame after its source, the zoom or the theme has changed. Gives the `ref` of the
 * box whose width it takes and that of the element in it which it is put into.
 */
export function useCurveChart<M extends string>(parts: ChartParts<M>): [SizeRef, RefObject<HTMLDivElement | null>] {
  const { spec, source, changes, zoom, smooth, cursor = null } = parts;
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<CurveChart<M>>(null);
  const [follow, size] = useSize();
  const theme = usePreferences((state) => state.theme);
  const width = size === null ? null : Math.floor(size.width);

  useEffect(() => {
    if (!host.current) return undefined;
    const made = new CurveChart(host.current, spec, source, zoom);
    chart.current = made;
    let mounted = true;
    const draw = perFrame(() => mounted && made.draw(), browserClock);
    const stops = [changes.subscribe(draw), zoom.subscribe(draw)];
    const observer = new MutationObserver(draw);
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    return () => {
      mounted = false;
      for (const stop of stops) stop();
      observer.disconnect();
      made.destroy();
      chart.current = null;
    };
  }, [spec, source, changes, zoom]);
  useEffect(() => {
    if (width !== null) chart.current?.resize(width);
  }, [width, spec, source]);
  useEffect(() => {
    if (chart.current) chart.current.smooth = smooth;
  }, [smooth, spec, source, theme]);
  useEffect(() => {
    if (chart.current) chart.current.cursor = cursor;
  }, [cursor, spec, source]);
  return [follow, host];
}
