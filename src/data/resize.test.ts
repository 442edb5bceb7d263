import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convertChannels, padImages, resizeImages } from './resize';

const bytes = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });

describe('padImages', () => {
  it('puts a border of zeros around every image', () => {
    const { images, size } = padImages({ images: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), size: 2, channels: 1 }, 1);
    expect(size).toBe(4);
    expect([...images]).toEqual([
      0, 0, 0, 0, 0, 1, 2, 0, 0, 3, 4, 0, 0, 0, 0, 0, //
      0, 0, 0, 0, 0, 5, 6, 0, 0, 7, 8, 0, 0, 0, 0, 0,
    ]);
  });

  it('keeps channels together', () => {
    const { images } = padImages({ images: Uint8Array.of(7, 8, 9), size: 1, channels: 3 }, 1);
    expect([...images.subarray(12, 15)]).toEqual([7, 8, 9]);
    expect(images.reduce((a, b) => a + b)).toBe(24);
  });
});

describe('resizeImages', () => {
  it('averages blocks, rounding to nearest', () => {
    const images = Uint8Array.of(0, 2, 10, 20, 4, 5, 30, 40, 255, 255, 0, 1, 255, 255, 1, 0);
    expect([...resizeImages({ images, size: 4, channels: 1 }, 2).images]).toEqual([3, 25, 255, 1]);
  });

  it('enlarges bilinearly between pixel centres', () => {
    const { images } = resizeImages({ images: Uint8Array.of(0, 100, 0, 100), size: 2, channels: 1 }, 4);
    expect([...images]).toEqual([0, 25, 75, 100, 0, 25, 75, 100, 0, 25, 75, 100, 0, 25, 75, 100]);
  });

  it('keeps flat colour images flat at every size', () => {
    fc.assert(
      fc.property(bytes(3), fc.constantFrom(2, 4, 8, 16, 32), ([r, g, b], target) => {
        const images = Uint8Array.from({ length: 2 * 8 * 8 * 3 }, (_, i) => [r, g, b][i % 3]!);
        const resized = resizeImages({ images, size: 8, channels: 3 }, target);
        const flat = Uint8Array.from({ length: 2 * target * target * 3 }, (_, i) => [r, g, b][i % 3]!);
        expect(Buffer.compare(resized.images, flat)).toBe(0);
      }),
    );
  });

  it('keeps the mean when enlarging by two and averaging back', () => {
    fc.assert(
      fc.property(bytes(16), (images) => {
        const big = resizeImages({ images, size: 4, channels: 1 }, 8);
        const mean = (values: Uint8Array): number => values.reduce((a, b) => a + b, 0) / values.length;
        expect(Math.abs(mean(big.images) - mean(images))).toBeLessThan(0.51);
      }),
    );
  });

  it('leaves an image of the right size alone and refuses a broken factor', () => {
    const source = { images: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9), size: 3, channels: 1 };
    expect(resizeImages(source, 3).images).toBe(source.images);
    expect(() => resizeImages(source, 2)).toThrow(RangeError);
  });
});

describe('convertChannels', () => {
  it('repeats grey and weighs colour by luma', () => {
    const grey = convertChannels({ images: Uint8Array.of(9, 200), size: 1, channels: 1 }, 3);
    expect([...grey.images]).toEqual([9, 9, 9, 200, 200, 200]);
    const colours = Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255);
    expect([...convertChannels({ images: colours, size: 1, channels: 3 }, 1).images]).toEqual([76, 150, 29, 255]);
  });

  it('is undone for grey', () => {
    fc.assert(
      fc.property(bytes(16), (images) => {
        const there = convertChannels({ images, size: 4, channels: 1 }, 3);
        expect(convertChannels(there, 1).images).toEqual(images);
      }),
    );
  });
});
