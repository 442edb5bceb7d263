import { describe, expect, it } from 'vitest';
import type { Prior } from './latent-space';
import { PLANE_REACH, planeGrid, planePoint, planeUnits, WHOLE_PLANE, zoomPlane } from './plane';
import type { PlaneFrame } from './plane';

const PRIOR: Prior = { zSize: 2, zDistribution: 'normal' };
const CORNERS: PlaneFrame = {
  kind: 'corners',
  corners: [Float32Array.of(0, 0), Float32Array.of(1, 0), Float32Array.of(0, 1), Float32Array.of(2, 2)],
};
const AXES: PlaneFrame = {
  kind: 'directions',
  origin: Float32Array.of(5, 6),
  across: Float32Array.of(1, 0),
  down: Float32Array.of(0, 1),
};

describe('planePoint', () => {
  it('is each corner at its corner, and their mean in the middle', () => {
    const at = (x: number, y: number) => [...planePoint(CORNERS, x, y, PRIOR, 'linear')];
    expect([at(-1, -1), at(1, -1), at(-1, 1), at(1, 1)]).toEqual([[0, 0], [1, 0], [0, 1], [2, 2]]);
    expect(at(0, 0)).toEqual([0.75, 0.75]);
  });

  it('goes from its origin along both directions, in standard deviations', () => {
    expect([...planePoint(AXES, 0, 0, PRIOR, 'linear')]).toEqual([5, 6]);
    expect([...planePoint(AXES, 1, -1, PRIOR, 'linear')]).toEqual([5 + PLANE_REACH, 6 - PLANE_REACH]);
    const uniform = planePoint(AXES, 1, 0, { ...PRIOR, zDistribution: 'uniform' }, 'linear');
    expect(uniform[0]).toBeCloseTo(5 + PLANE_REACH / Math.sqrt(3), 5);
  });
});

describe('planeUnits', () => {
  it('are those of the sliders along directions: as far from the origin as the z at that place', () => {
    const [z] = planePoint(AXES, 0.5, 0, PRIOR, 'linear');
    expect(planeUnits('directions', 0.5)).toBe(z! - AXES.origin[0]!);
    expect(planeUnits('corners', 0.5)).toBe(0.5);
  });
});

describe('planeGrid', () => {
  it('takes the middle of each cell, row by row', () => {
    const grid = planeGrid(AXES, WHOLE_PLANE, 2, PRIOR, 'linear');
    const half = PLANE_REACH / 2;
    expect(grid.map((z) => [...z])).toEqual([
      [5 - half, 6 - half],
      [5 + half, 6 - half],
      [5 - half, 6 + half],
      [5 + half, 6 + half],
    ]);
  });
});

describe('zoomPlane', () => {
  it('leaves the point it is about where it was on the screen', () => {
    const view = zoomPlane({ x: 0.2, y: -0.1, reach: 0.5 }, 0.5, 0.4, 0.3);
    expect(view).toEqual({ x: expect.closeTo(0.3, 12), y: expect.closeTo(0.1, 12), reach: 0.25 });
    expect((0.4 - view.x) / view.reach).toBeCloseTo((0.4 - 0.2) / 0.5, 12);
  });

  it('stops at its widest and its narrowest', () => {
    expect(zoomPlane(WHOLE_PLANE, 100, 0, 0).reach).toBe(2);
    expect(zoomPlane(WHOLE_PLANE, 1e-9, 0, 0).reach).toBe(1e-3);
  });
});
