import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIT_MODES } from '../../core/own-images';
import { convertChannels } from '../resize';
import { place } from './fit';
import { rowsOf, toSquare, type SquareOptions } from './square';

const WHITE = [255, 255, 255] as const;
const options = (size: number, fit: SquareOptions['fit'] = 'crop'): SquareOptions => ({ size, fit, background: WHITE });

function square(rgba: Uint8Array, width: number, given: SquareOptions): Uint8Array {
  return toSquare(width, rgba.length / 4 / width, given, rowsOf(rgba, width, given.background));
}

function rgbaOf(width: number, height: number, at: (x: number, y: number) => readonly number[]): Uint8Array {
  const pixels = Array.from({ length: width * height }, (_, i) => at(i % width, Math.floor(i / width)));
  return Uint8Array.from(pixels.flatMap((pixel) => [...pixel, ...(pixel.length === 3 ? [255] : [])]));
}

const dims = fc.record({ width: fc.integer({ min: 1, max: 70 }), height: fc.integer({ min: 1, max: 70 }) });
const size = fc.constantFrom(8, 16, 32);
const mode = fc.constantFrom(...FIT_MODES);
const byte = fc.integer({ min: 0, max: 255 });

describe('place', () => {
  it('keeps within the picture and the square', () => {
    fc.assert(
      fc.property(dims, size, mode, ({ width, height }, side, fit) => {
        const { source, target } = place(width, height, side, fit);
        for (const [region, w, h] of [
          [source, width, height],
          [target, side, side],
        ] as const) {
          expect(Math.min(region.x, region.y)).toBeGreaterThanOrEqual(0);
          expect(Math.min(region.width, region.height)).toBeGreaterThanOrEqual(1);
          expect(region.x + region.width).toBeLessThanOrEqual(w);
          expect(region.y + region.height).toBeLessThanOrEqual(h);
        }
      }),
    );
  });

  it('crops the middle square, pads to the longer side, and stretches to both', () => {
    expect(place(2000, 50, 16, 'crop').source).toEqual({ x: 975, y: 0, width: 50, height: 50 });
    expect(place(50, 101, 16, 'crop').source).toEqual({ x: 0, y: 25, width: 50, height: 50 });
    expect(place(40, 20, 16, 'pad').target).toEqual({ x: 0, y: 4, width: 16, height: 8 });
    expect(place(2000, 50, 16, 'pad').target).toEqual({ x: 0, y: 7, width: 16, height: 1 });
    expect(place(40, 20, 16, 'stretch')).toMatchObject({ source: { width: 40, height: 20 }, target: { width: 16, height: 16 } });
  });
});

describe('toSquare', () => {
  it('leaves an opaque picture of the target size as it is, bit for bit, in every mode', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 192, maxLength: 192 }), mode, (rgb, fit) => {
        const rgba = rgbaOf(8, 8, (x, y) => Array.from(rgb.subarray((y * 8 + x) * 3, (y * 8 + x) * 3 + 3)));
        expect(Array.from(square(rgba, 8, options(8, fit)))).toEqual(Array.from(rgb));
      }),
    );
  });

  it('keeps a flat colour flat and exact, whatever the sizes', () => {
    fc.assert(
      fc.property(dims, size, fc.tuple(byte, byte, byte), fc.constantFrom('crop', 'stretch'), ({ width, height }, side, colour, fit) => {
        const out = square(rgbaOf(width, height, () => colour), width, options(side, fit));
        expect(out.every((value, i) => value === colour[i % 3])).toBe(true);
      }),
    );
  });

  it('keeps within the smallest and largest value of the picture, and its mean when it is made smaller', () => {
    const picture = dims.chain(({ width, height }) =>
      fc.record({ width: fc.constant(width), values: fc.uint8Array({ minLength: width * height, maxLength: width * height }) }),
    );
    fc.assert(
      fc.property(picture, ({ width, values }) => {
        const height = values.length / width;
        const out = square(rgbaOf(width, height, (x, y) => Array<number>(3).fill(values[y * width + x]!)), width, options(8, 'stretch'));
        expect(Math.min(...out)).toBeGreaterThanOrEqual(Math.min(...values));
        expect(Math.max(...out)).toBeLessThanOrEqual(Math.max(...values));
        const mean = (list: Uint8Array) => list.reduce((sum, value) => sum + value, 0) / list.length;
        if (width >= 8 && height >= 8) expect(Math.abs(mean(out) - mean(values))).toBeLessThanOrEqual(0.5);
      }),
    );
  });

  it('averages what each pixel covers, in parts where it does not come out even', () => {
    const thirds = rgbaOf(3, 3, (x) => [[0, 0, 0], [90, 90, 90], [255, 255, 255]][x]!);
    expect(Array.from(square(thirds, 3, options(2)).subarray(0, 6))).toEqual([30, 30, 30, 200, 200, 200]);
  });

  it('enlarges between pixel centres, and repeats the edge', () => {
    const two = rgbaOf(2, 2, (x) => (x === 0 ? [0, 0, 0] : [100, 100, 100]));
    const row = square(two, 2, options(4)).subarray(0, 12);
    expect(Array.from(row).filter((_, i) => i % 3 === 0)).toEqual([0, 25, 75, 100]);
  });

  it('shows the background beside a padded picture and through transparency, and never a hidden colour', () => {
    const given: SquareOptions = { size: 4, fit: 'pad', background: [10, 20, 30] };
    const out = square(rgbaOf(4, 2, (x) => [255, 0, 0, x < 2 ? 0 : 255]), 4, given);
    const pixel = (x: number, y: number) => Array.from(out.subarray((y * 4 + x) * 3, (y * 4 + x) * 3 + 3));
    expect(pixel(0, 0)).toEqual([10, 20, 30]);
    expect(pixel(0, 1)).toEqual([10, 20, 30]);
    expect(pixel(3, 2)).toEqual([255, 0, 0]);
    expect(pixel(3, 3)).toEqual([10, 20, 30]);
  });

  it('mixes half-transparent colours with the background before it averages', () => {
    const half = rgbaOf(2, 2, () => [0, 0, 0, 51]);
    expect(square(half, 2, options(1)).every((value) => value === 204)).toBe(true);
  });

  it('keeps the orientation: what is above stays above', () => {
    const out = square(rgbaOf(40, 80, (_, y) => (y < 40 ? [255, 0, 0] : [0, 0, 255])), 40, options(8));
    expect(Array.from(out.subarray(0, 3))).toEqual([255, 0, 0]);
    expect(Array.from(out.subarray(-3))).toEqual([0, 0, 255]);
  });
});

describe('channels', () => {
  it('grey made colour and back is the same, and colour made grey keeps within its channels', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 48, maxLength: 48 }), (values) => {
        const grey = { images: values.subarray(0, 16), size: 4, channels: 1 };
        expect(convertChannels(convertChannels(grey, 3), 1).images).toEqual(grey.images);
        const out = convertChannels({ images: values, size: 4, channels: 3 }, 1).images;
        out.forEach((value, i) => {
          const pixel = values.subarray(3 * i, 3 * i + 3);
          expect(value).toBeGreaterThanOrEqual(Math.min(...pixel));
          expect(value).toBeLessThanOrEqual(Math.max(...pixel));
        });
      }),
    );
  });
});
