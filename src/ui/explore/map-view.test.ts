import { expect, it } from 'vitest';
import { WHOLE_PLANE } from '../../core/plane';
import { onMap, viewWith, zoomMap } from './map-view';

it('a point stays where it is while the map is zoomed about it', () => {
  const point = { x: 0.25, y: -0.5 };
  const view = zoomMap(WHOLE_PLANE, 0.5, point);
  expect(view.reach).toBe(0.5);
  expect(onMap(view, point)).toEqual(point);
  expect(onMap(view, { x: 1, y: 1 })).toEqual({ x: 0.625, y: 0.25 });
});

it('a view goes no further than the map', () => {
  expect(zoomMap({ x: 0.5, y: -0.5, reach: 0.5 }, 10, { x: 0.9, y: -0.9 })).toEqual({ x: expect.closeTo(0), y: expect.closeTo(0), reach: 1 });
  const view = zoomMap({ x: 0.75, y: 0, reach: 0.25 }, 2, { x: 0.5, y: 0 });
  expect(view).toEqual({ x: 0.5, y: 0, reach: 0.5 });
});

it('a view moves to a point that it does not hold, and only then', () => {
  const view = { x: 0, y: 0, reach: 0.25 };
  expect(viewWith(view, { x: 0.25, y: -0.25 })).toBe(view);
  expect(viewWith(view, { x: 0.5, y: 0 })).toEqual({ x: 0.5, y: 0, reach: 0.25 });
  expect(viewWith(view, { x: 1, y: -1 })).toEqual({ x: 0.75, y: -0.75, reach: 0.25 });
});
