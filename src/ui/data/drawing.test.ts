import { describe, expect, it } from 'vitest';
import { segmentsOf } from './drawing';

const STROKE = [
  { x: 0.2, y: 0.4 },
  { x: 0.4, y: 0.8 },
] as const;

describe('segmentsOf', () => {
  it('draws a stroke as it is', () => {
    expect(segmentsOf(STROKE, false, 1)).toEqual([STROKE]);
  });

  it('mirrors at the vertical middle', () => {
    expect(segmentsOf(STROKE, true, 1)).toEqual([
      STROKE,
      [
        { x: 0.8, y: 0.4 },
        { x: 0.6, y: 0.8 },
      ],
    ]);
  });

  it('repeats in every cell, mirrored in each', () => {
    const segments = segmentsOf(STROKE, true, 2);
    expect(segments).toHaveLength(8);
    expect(segments).toContainEqual([
      { x: 0.6, y: 0.7 },
      { x: 0.7, y: 0.9 },
    ]);
    for (const segment of segments)
      for (const { x, y } of segment) expect(Math.min(x, y, 1 - x, 1 - y)).toBeGreaterThanOrEqual(0);
  });
});
