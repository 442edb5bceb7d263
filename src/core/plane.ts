import { interpolate } from './interpolation';
import type { Interpolation } from './interpolation';
import { priorStd } from './latent-space';
import type { Prior } from './latent-space';

/** What spans a plane: an origin and two unit directions, or four corners (top left, top right, bottom left, bottom right). */
export type PlaneFrame =
  | { kind: 'directions'; origin: Float32Array; across: Float32Array; down: Float32Array }
  | { kind: 'corners'; corners: readonly [Float32Array, Float32Array, Float32Array, Float32Array] };

/** The part of a plane in view: its centre and half its side. The whole plane is centre (0, 0) and reach 1. */
export interface PlaneView {
  x: number;
  y: number;
  reach: number;
}
export const WHOLE_PLANE: PlaneView = { x: 0, y: 0, reach: 1 };

/** How far a plane of directions goes to each side, in standard deviations of the prior. */
export const PLANE_REACH = 3;

/**
 * The z at (x, y), each from -1 (left, top) to 1. Corners are interpolated along the top and the bottom edge by x, then
 * between the two by y; outside of the corners the plane goes on as its edges do.
 */
export function planePoint(
  frame: PlaneFrame,
  x: number,
  y: number,
  prior: Prior,
  kind: Interpolation,
): Float32Array<ArrayBuffer> {
  switch (frame.kind) {
    case 'directions': {
      const scale = PLANE_REACH * priorStd(prior);
      return Float32Array.from(
        frame.origin,
        (value, i) => value + scale * (x * frame.across[i]! + y * frame.down[i]!),
      );
    }
    case 'corners': {
      const [topLeft, topRight, bottomLeft, bottomRight] = frame.corners;
      const [u, v] = [(x + 1) / 2, (y + 1) / 2];
      return interpolate(
        kind,
        interpolate(kind, topLeft, topRight, u),
        interpolate(kind, bottomLeft, bottomRight, u),
        v,
      );
    }
    default:
      return frame satisfies never;
  }
}

/** Where cell (column, row) of an n x n grid lies in the view: the middle of the cell. */
export function cellCentre(view: PlaneView, n: number, column: number, row: number): { x: number; y: number } {
  const at = (index: number) => ((2 * index + 1) / n - 1) * view.reach;
  return { x: view.x + at(column), y: view.y + at(row) };
}

/** The latents of the n x n cells in view, row by row. */
export function planeGrid(
  frame: PlaneFrame,
  view: PlaneView,
  n: number,
  prior: Prior,
  kind: Interpolation,
): Float32Array<ArrayBuffer>[] {
  return Array.from({ length: n * n }, (_, i) => {
    const { x, y } = cellCentre(view, n, i % n, Math.floor(i / n));
    return planePoint(frame, x, y, prior, kind);
  });
}

/** A coordinate in the unit that people read: standard deviations of the prior along directions; corners lie at -1 and 1. */
export function planeUnits(kind: PlaneFrame['kind'], coordinate: number): number {
  return kind === 'directions' ? coordinate * PLANE_REACH : coordinate;
}

/** The narrowest view: a thousandth of the whole plane. */
const NARROWEST = 1e-3;
/** The widest view: twice the whole plane. */
const WIDEST = 2;

/** The view made narrower (factor below 1) or wider about a point that stays where it is. */
export function zoomPlane(view: PlaneView, factor: number, x: number, y: number): PlaneView {
  const reach = Math.max(NARROWEST, Math.min(WIDEST, view.reach * factor));
  const ratio = reach / view.reach;
  return { x: x + (view.x - x) * ratio, y: y + (view.y - y) * ratio, reach };
}
