import { WHOLE_PLANE, zoomPlane } from '../../core/plane';
import type { PlaneView } from '../../core/plane';
import type { Point } from './lasso';

/** What one turn of the wheel, one press of a key or of a button leaves of a view. */
export const ZOOM_IN = 0.7;
export const ZOOM_OUT = 1 / ZOOM_IN;
/** The narrowest view of a map: closer, the pictures of 500 samples are far apart. */
const NARROWEST = 0.04;

/** A view narrower or wider about a point that stays where it is, but never beyond the whole map (-1 to 1). */
export function zoomMap(view: PlaneView, factor: number, { x, y }: Point): PlaneView {
  const reach = Math.max(NARROWEST, Math.min(WHOLE_PLANE.reach, view.reach * factor));
  return kept(zoomPlane(view, reach / view.reach, x, y));
}

/** The same view if it holds a point, else as large a one with the point in its middle. */
export function viewWith(view: PlaneView, { x, y }: Point): PlaneView {
  const holds = Math.max(Math.abs(x - view.x), Math.abs(y - view.y)) <= view.reach;
  return holds ? view : kept({ x, y, reach: view.reach });
}

/** Where a point of a view, each coordinate from -1 (left, top) to 1, lies on the map. */
export function onMap(view: PlaneView, { x, y }: Point): Point {
  return { x: view.x + x * view.reach, y: view.y + y * view.reach };
}

/** A view moved so that it shows nothing beyond the map. */
function kept({ x, y, reach }: PlaneView): PlaneView {
  const most = WHOLE_PLANE.reach - reach;
  const inside = (centre: number) => Math.max(-most, Math.min(most, centre));
  return { x: inside(x), y: inside(y), reach };
}
