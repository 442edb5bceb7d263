import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHalf, toHalf } from './half';

const through = (value: number) => fromHalf(toHalf(Float32Array.of(value)))[0]!;

describe('half precision', () => {
  it.each([
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [65_504, 0x7bff],
    [65_519, 0x7bff],
    [65_520, 0x7c00],
    [1 / 3, 0x3555],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000],
    [1.5 * 2 ** -24, 0x0002],
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
    [2 - 2 ** -12, 0x4000],
    [Infinity, 0x7c00],
    [NaN, 0x7e00],
  ])('writes %f as the bits of IEEE 754', (value, bits) => {
    expect(toHalf(Float32Array.of(value))[0]).toBe(bits);
  });

  it('brings every half back as it was', () => {
    const all = Uint16Array.from({ length: 65_536 }, (_, i) => i).filter((half) => (half & 0x7c00) !== 0x7c00);
    expect(toHalf(fromHalf(all))).toEqual(all);
  });

  it('is off by at most one part in 2,048', () => {
    fc.assert(
      fc.property(fc.float({ min: Math.fround(2 ** -14), max: 60_000, noNaN: true }), (value) => {
        expect(Math.abs(through(value) - value)).toBeLessThanOrEqual(value / 2048);
      }),
      { seed: 1 },
    );
  });
});
