import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Dataset, LoadRequest } from './dataset';
import { drawShape, SHAPES, type Shape, type ShapeFactors } from './draw-shape';
import { shapeFactors, shapes } from './shapes';

const SIZE = 32;

/** Whether a point belongs to an unturned shape of radius 1 around 0, by the school definition of each. */
function contains(shape: Shape, u: number, v: number): boolean {
  const bar = Math.sqrt(1 - 0.3 ** 2);
  if (shape === 'ellipse') return u ** 2 + (v / 0.6) ** 2 <= 1;
  if (shape === 'square') return u ** 2 <= 0.5 && v ** 2 <= 0.5;
  if (shape === 'cross') return (Math.abs(u) <= bar && Math.abs(v) <= 0.3) || (Math.abs(u) <= 0.3 && Math.abs(v) <= bar);
  // Corners at -90, 30 and 150 degrees: inside where all three edges turn the same way around the point.
  const corners = [-90, 30, 150].map((degrees) => {
    const angle = (degrees * Math.PI) / 180;
    return [Math.cos(angle), Math.sin(angle)] as const;
  });
  return corners.every(([x, y], i) => {
    const [nextX, nextY] = corners[(i + 1) % 3]!;
    return (nextX - x) * (v - y) - (nextY - y) * (u - x) >= 0;
  });
}

/** The share of a pixel that a shape covers, counted at 16x16 points. */
function countedCoverage({ shape, radius, x, y, rotation }: ShapeFactors, column: number, row: number): number {
  let inside = 0;
  for (let i = 0; i < 256; i++) {
    const dx = (column + ((i % 16) + 0.5) / 16) / SIZE - x;
    const dy = (row + (Math.floor(i / 16) + 0.5) / 16) / SIZE - y;
    const u = (Math.cos(rotation) * dx + Math.sin(rotation) * dy) / radius;
    const v = (-Math.sin(rotation) * dx + Math.cos(rotation) * dy) / radius;
    if (contains(shape, u, v)) inside++;
  }
  return inside / 256;
}

describe('drawShape', () => {
  it.each(SHAPES)('covers the pixels of a %s as counting points does', (shape) => {
    for (let index = 0; index < 12; index++) {
      const factors = { ...shapeFactors('train', index), shape, hue: 0 };
      const pixels = drawShape(factors, SIZE);
      let difference = 0;
      for (let p = 0; p < SIZE * SIZE; p++) {
        // Red at full coverage has a blue of 23.
        const drawn = (255 - pixels[3 * p + 2]!) / (255 - 23);
        const counted = countedCoverage(factors, p % SIZE, Math.floor(p / SIZE));
        expect(Math.abs(drawn - counted)).toBeLessThan(0.4);
        difference += Math.abs(drawn - counted);
      }
      expect(difference / (SIZE * SIZE)).toBeLessThan(0.01);
    }
  });

  it('gives each hue its colour', () => {
    const base = { shape: 'square', radius: 0.3, x: 0.5, y: 0.5, rotation: 0 } as const;
    const centre = (hue: number): number[] => {
      const at = (16 * SIZE + 16) * 3;
      return [...drawShape({ ...base, hue }, SIZE).subarray(at, at + 3)];
    };
    expect([centre(0), centre(1 / 3), centre(2 / 3)]).toEqual([
      [230, 23, 23],
      [23, 230, 23],
      [23, 23, 230],
    ]);
    expect(centre(1 / 6)).toEqual([230, 230, 23]);
  });
});

describe('shapes', () => {
  async function load(changes: Partial<LoadRequest>): Promise<Dataset> {
    const fetchFile = (): never => {
      throw new Error('nothing is to be fetched');
    };
    const begun = await shapes.load({ split: 'heldOut', size: 16, channels: 3, fetchFile, ...changes });
    if (!begun.ok) throw new Error(begun.error.message);
    const all = await begun.value.complete;
    if (!all.ok) throw new Error(all.error.code);
    return all.value;
  }

  it('keeps every shape inside the image and the splits apart', () => {
    for (let index = 0; index < 1_000; index++) {
      const { x, y, radius } = shapeFactors('train', index);
      expect(Math.min(x - radius, y - radius, 1 - x - radius, 1 - y - radius)).toBeGreaterThanOrEqual(0);
      expect(shapeFactors('heldOut', index)).not.toEqual(shapeFactors('train', index));
    }
  });

  it('is the same set everywhere', async () => {
    const { images, hash } = await load({});
    // When this changes, so must the version that names the content.
    const digest = createHash('sha256').update(images).digest('hex').slice(0, 16);
    expect([hash, digest]).toEqual(['shapes-1', '702c067ccc3d3bac']);
  });

  it('draws as many as the budget holds, in grey where asked', async () => {
    const { count, capacity, images } = await load({ channels: 1, budgetBytes: 700 * 256 + 255 });
    expect([count, capacity, images.length]).toEqual([700, 700, 700 * 256]);
  });

  it('stops when it is cancelled', async () => {
    await expect(load({ signal: AbortSignal.abort() })).rejects.toThrow('data-cancelled');
  });
});
