/** The shapes in the order of the data set's classes. */
export const SHAPES = ['ellipse', 'square', 'triangle', 'cross'] as const;
export type Shape = (typeof SHAPES)[number];

/**
 * All that a picture of the set depends on: `hue` in turns (0 red, 1/3 green, 2/3 blue), `radius` and the centre `x`,
 * `y` as shares of the image's side, `rotation` in radians.
 */
export interface ShapeFactors {
  shape: Shape;
  hue: number;
  radius: number;
  x: number;
  y: number;
  rotation: number;
}

/**
 * Draws one shape on white, RGB bytes row by row. Each pixel is covered by how far its centre lies inside the outline,
 * over one pixel's width, so that position, size and rotation change the picture smoothly.
 */
export function drawShape({ shape, hue, radius, x, y, rotation }: ShapeFactors, size: number): Uint8Array {
  const colour = hueToRgb(hue);
  const out = new Uint8Array(size * size * 3).fill(255);
  const cos = Math.cos(rotation);
  const sin = Math.sin(rotation);
  const clampToImage = (pixel: number): number => Math.min(size, Math.max(0, pixel));
  const top = clampToImage(Math.floor((y - radius) * size) - 1);
  const bottom = clampToImage(Math.ceil((y + radius) * size) + 1);
  const left = clampToImage(Math.floor((x - radius) * size) - 1);
  const right = clampToImage(Math.ceil((x + radius) * size) + 1);
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const dx = (column + 0.5) / size - x;
      const dy = (row + 0.5) / size - y;
      // The point as the shape sees it, which is not turned and has radius 1.
      const u = (cos * dx + sin * dy) / radius;
      const v = (cos * dy - sin * dx) / radius;
      const distance = DISTANCES[shape](u, v) * radius * size;
      const coverage = Math.min(1, Math.max(0, 0.5 - distance));
      const at = (row * size + column) * 3;
      for (let c = 0; c < 3; c++) out[at + c] = Math.round(255 + (colour[c]! - 255) * coverage);
    }
  }
  return out;
}

/**
 * How far a point is outside of each shape's outline (negative inside), near the outline exact enough for smooth
 * edges. Every shape touches the unit circle and none leaves it.
 */
const DISTANCES: Record<Shape, (u: number, v: number) => number> = {
  // To first order: the implicit function over the length of its gradient, half axes 1 and 0.6.
  ellipse: (u, v) => {
    const level = Math.hypot(u, v / 0.6);
    const slope = Math.hypot(u, v / 0.36) || 1;
    return ((level - 1) * level) / slope;
  },
  square: (u, v) => Math.max(Math.abs(u), Math.abs(v)) - Math.SQRT1_2,
  // Three half-planes at distance 1/2 from the centre.
  triangle: (u, v) => Math.max(v, (Math.sqrt(3) * Math.abs(u) - v) / 2) - 0.5,
  cross: (u, v) => {
    const a = Math.abs(u);
    const b = Math.abs(v);
    const arm = 0.3;
    const tip = Math.sqrt(1 - arm * arm);
    return Math.min(Math.max(a - tip, b - arm), Math.max(b - tip, a - arm));
  },
};

/** A fully saturated colour, as HSV with saturation 0.9 and value 0.9 gives it. */
function hueToRgb(hue: number): [number, number, number] {
  const value = 0.9 * 255;
  const channel = (offset: number): number => {
    const k = (offset + hue * 6) % 6;
    return value * (1 - 0.9 * Math.max(0, Math.min(k, 4 - k, 1)));
  };
  return [channel(5), channel(3), channel(1)];
}
