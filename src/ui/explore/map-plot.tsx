import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Dispatch, KeyboardEvent, PointerEvent, SetStateAction } from 'react';
import type { Images } from '../../core/images';
import type { PlaneView } from '../../core/plane';
import type { MapResult } from '../../worker/protocol';
import { imageParts } from '../common/draw-images';
import { usePixelRatio, useSize } from '../common/hooks';
import { nearestPlace, within } from './lasso';
import type { Point } from './lasso';
import { onMap, ZOOM_IN, ZOOM_OUT, zoomMap } from './map-view';
import styles from './tools.module.css';

/** Pixels between the map's edge and the outermost pictures' middles. */
const MARGIN = 26;
/** A lasso shorter than this many places of the pointer is a click. */
const CLICK = 4;
/** How plain pictures are beside chosen ones. */
const FAINT = 0.25;
/** How many times larger the picture pointed at is than the others, which it may lie among. */
const POINTED = 2;

interface MapPlotProps {
  map: MapResult;
  images: Images;
  /** The part of the map in view. */
  view: PlaneView;
  at: number;
  chosen: readonly number[];
  label: string;
  onView: Dispatch<SetStateAction<PlaneView>>;
  onPoint: (n: number) => void;
  onTake: (n: number) => void;
  onLasso: (chosen: readonly number[]) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

/** The map's canvas: the wheel zooms, a press takes a sample, a drawn loop chooses those in it. */
export function MapPlot(props: MapPlotProps) {
  const { map, images, view, at, chosen, label, onView, onPoint, onTake, onLasso, onKeyDown } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const ratio = usePixelRatio();
  const [follow, size] = useSize();
  const loop = useRef<Point[] | null>(null);
  const [drawnLoop, setDrawnLoop] = useState<readonly Point[]>([]);
  const partOf = useMemo(() => imageParts(images), [images]);
  useEffect(() => {
    const surface = canvas.current;
    if (!surface || !size) return;
    surface.width = Math.round(size.width * ratio);
    surface.height = Math.round(size.height * ratio);
    drawMap(surface, map, partOf, { view, at, chosen, loop: drawnLoop, ratio });
  }, [map, partOf, size, ratio, view, at, chosen, drawnLoop]);
  const place = (event: PointerEvent<HTMLElement>) => placeAt(event, event.currentTarget, view);
  const zoomed = useWheel(onView);
  const finish = (event: PointerEvent<HTMLElement>) => {
    const drawn = loop.current ?? [];
    loop.current = null;
    setDrawnLoop([]);
    if (drawn.length < CLICK) return onTake(nearestPlace(place(event), map.places, map.images.count));
    const inside = Array.from({ length: map.samples }, (_, n) => n).filter((n) =>
      within({ x: map.places[2 * n]!, y: map.places[2 * n + 1]! }, drawn),
    );
    return onLasso(inside);
  };
  return (
    <button
      ref={zoomed}
      type="button"
      className={styles.map}
      aria-label={label}
      data-testid="map"
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        const point = place(event);
        // A finger points only where it comes down.
        onPoint(nearestPlace(point, map.places, map.images.count));
        loop.current = [point];
      }}
      onPointerMove={(event) => {
        const point = place(event);
        onPoint(nearestPlace(point, map.places, map.images.count));
        if (!loop.current) return;
        loop.current.push(point);
        setDrawnLoop([...loop.current]);
      }}
      onPointerUp={finish}
      onPointerCancel={() => {
        loop.current = null;
        setDrawnLoop([]);
      }}
    >
      <span ref={follow}>
        <canvas ref={canvas} />
      </span>
    </button>
  );
}

/** The place on the map under a pointer. */
function placeAt({ clientX, clientY }: { clientX: number; clientY: number }, element: Element, view: PlaneView): Point {
  const box = element.getBoundingClientRect();
  const along = (offset: number, length: number) => ((offset - MARGIN) / (length - 2 * MARGIN)) * 2 - 1;
  return onMap(view, { x: along(clientX - box.left, box.width), y: along(clientY - box.top, box.height) });
}

/** Lets the wheel zoom an element's view about the pointer. */
function useWheel(setView: MapPlotProps['onView']) {
  // React listens to wheels passively, which can not keep the page from scrolling.
  return useCallback(
    (element: HTMLElement | null) => {
      const zoom = (event: WheelEvent) => {
        if (!element) return;
        setView((now) => zoomMap(now, event.deltaY < 0 ? ZOOM_IN : ZOOM_OUT, placeAt(event, element, now)));
        event.preventDefault();
      };
      element?.addEventListener('wheel', zoom, { passive: false });
      return () => element?.removeEventListener('wheel', zoom);
    },
    [setView],
  );
}

interface Marks {
  view: PlaneView;
  at: number;
  chosen: readonly number[];
  loop: readonly Point[];
  ratio: number;
}

/** Pictures at their places: real ones with a green edge, those not chosen faint, the one pointed at on top, larger, in a frame. */
function drawMap(
  canvas: HTMLCanvasElement,
  { places, samples, images }: MapResult,
  partOf: ReturnType<typeof imageParts>,
  { view, at, chosen, loop, ratio }: Marks,
): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const colours = getComputedStyle(canvas);
  const colour = (name: string) => colours.getPropertyValue(name);
  const side = images.size * Math.max(1, Math.floor((24 * ratio) / images.size));
  const margin = MARGIN * ratio;
  const along = (share: number, length: number) => Math.round(margin + ((share + 1) / 2) * (length - 2 * margin));
  const x = (value: number) => along((value - view.x) / view.reach, canvas.width);
  const y = (value: number) => along((value - view.y) / view.reach, canvas.height);
  context.imageSmoothingEnabled = false;
  context.lineWidth = 2 * ratio;
  const corner = (n: number, extent: number) => [x(places[2 * n]!) - extent / 2, y(places[2 * n + 1]!) - extent / 2] as const;
  const edge = (n: number, name: string, extent = side) => {
    context.strokeStyle = colour(name);
    context.strokeRect(...corner(n, extent), extent, extent);
  };
  const { size, count } = images;
  const draw = (n: number, extent = side) => {
    const { part, top } = partOf(n);
    context.drawImage(part, 0, top, size, size, ...corner(n, extent), extent, extent);
    if (n >= samples) edge(n, '--real', extent);
  };
  const picked = new Set(chosen);
  context.globalAlpha = picked.size > 0 ? FAINT : 1;
  for (let n = 0; n < count; n++) if (!picked.has(n)) draw(n);
  context.globalAlpha = 1;
  for (const n of chosen) draw(n);
  draw(at, POINTED * side);
  edge(at, picked.has(at) ? '--generator' : '--warning', POINTED * side);
  if (loop.length < 2) return;
  context.strokeStyle = colour('--ink');
  context.beginPath();
  loop.forEach((point, n) => context[n === 0 ? 'moveTo' : 'lineTo'](x(point.x), y(point.y)));
  context.stroke();
}
