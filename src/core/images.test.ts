import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesToImages, pixelRange, tileSheet, toImages, toNetwork } from './images';

const TANH = pixelRange('tanh');
const SIGMOID = pixelRange('sigmoid');
/** The red bytes of a 1-channel image made of these network outputs. */
const shown = (values: number[], range = TANH) => {
  const { rgba } = toImages(Float32Array.from(values), 1, 1, range);
  return values.map((_, i) => rgba[i * 4]);
};

describe('toImages', () => {
  it('shows -1, 0 and 1 as black, middle grey and white', () => {
    expect(shown([-1, 0, 1])).toEqual([0, 128, 255]);
  });

  it('clamps what lies outside, and shows not-a-number as black', () => {
    expect(
      shown([-1.01, -50, Number.NEGATIVE_INFINITY, 1.01, 50, Number.POSITIVE_INFINITY, Number.NaN]),
    ).toEqual([0, 0, 0, 255, 255, 255, 0]);
  });

  it('shows the sigmoid’s 0, 1/2 and 1 the same way', () => {
    expect(pixelRange('linear')).toEqual(TANH);
    expect(shown([0, 0.5, 1, -1], SIGMOID)).toEqual([0, 128, 255, 0]);
  });

  it('stretches nothing: a pixel depends on its own value alone', () => {
    expect(shown([0.1, 0.2])).toEqual([140, 153]);
    fc.assert(
      fc.property(
        fc.array(fc.float({ min: -2, max: 2, noNaN: true }), { minLength: 1, maxLength: 9 }),
        (values) => {
          expect(shown(values)).toEqual(values.flatMap((value) => shown([value])));
        },
      ),
    );
  });

  it('undoes toNetwork for every byte, in every range', () => {
    const bytes = Array.from({ length: 256 }, (_, byte) => byte);
    for (const range of [TANH, SIGMOID])
      expect(
        shown(
          bytes.map((byte) => toNetwork(byte, range)),
          range,
        ),
      ).toEqual(bytes);
    expect([0, 255].map((byte) => toNetwork(byte, TANH))).toEqual([-1, 1]);
    expect([0, 255].map((byte) => toNetwork(byte, SIGMOID))).toEqual([0, 1]);
  });

  it('lays out one image after the other, grey in all three colours, opaque', () => {
    const { count, size, rgba } = toImages(Float32Array.of(-1, 1, 0, 1, 1, -1, -1, 0), 2, 1, TANH);
    expect([count, size]).toEqual([2, 2]);
    const grey = (value: number) => [value, value, value, 255];
    expect(Array.from(rgba)).toEqual([0, 255, 128, 255, 255, 0, 0, 128].flatMap(grey));
  });

  it('keeps colours apart', () => {
    const { count, rgba } = toImages(Float32Array.of(-1, 0, 1, 1, 1, -1), 1, 3, TANH);
    expect(count).toBe(2);
    expect(Array.from(rgba)).toEqual([0, 128, 255, 255, 255, 255, 0, 255]);
  });
});

describe('bytesToImages', () => {
  it('copies bytes as they are', () => {
    expect(bytesToImages(Uint8Array.of(0, 7, 200, 255), 2, 1)).toEqual({
      count: 1,
      size: 2,
      rgba: Uint8ClampedArray.from([0, 7, 200, 255].flatMap((value) => [value, value, value, 255])),
    });
    expect(Array.from(bytesToImages(Uint8Array.of(1, 2, 3), 1, 3).rgba)).toEqual([1, 2, 3, 255]);
  });
});

describe('tileSheet', () => {
  it('puts images side by side, row by row, and leaves what is over transparent', () => {
    const images = bytesToImages(
      Uint8Array.from({ length: 12 }, (_, i) => i + 1),
      2,
      1,
    );
    const { width, height, rgba } = tileSheet(images, 2);
    expect([width, height]).toEqual([4, 4]);
    const red = Array.from({ length: 16 }, (_, i) => rgba[i * 4]);
    expect(red).toEqual([1, 2, 5, 6, 3, 4, 7, 8, 9, 10, 0, 0, 11, 12, 0, 0]);
    expect(rgba[10 * 4 + 3]).toBe(0);
  });
});
