import { expect, it } from 'vitest';
import { measured, steady } from './measured';

it('writes three digits, a true minus, and a dash where there is no number', () => {
  expect([0.012345, 1234.5, -0.5, 0, NaN, -Infinity].map((value) => measured('en', value))).toEqual(['0.0123', '1,230', '−0.5', '0', '–', '–']);
});

it('writes what has grown beyond all bounds as a power of ten', () => {
  expect(measured('en', 313_371_709_084_857_800)).toBe('3.13\u00a0×\u00a010¹⁷');
  expect(measured('ko', -9_999_999)).toBe('−1\u00a0×\u00a010⁷');
  expect(measured('en', 1e6)).toBe('1\u00a0×\u00a010⁶');
});

it('keeps digits in place where numbers are compared', () => {
  expect([1.4, 2 * Math.LN2, 0.6, -0.0004, -1, NaN].map((value) => steady('en', value))).toEqual(['1.400', '1.386', '0.600', '0.000', '−1.000', '–']);
  expect(steady('ko', 2.5, 2)).toBe('2.50');
  expect(steady('en', 4e12)).toBe('4\u00a0×\u00a010¹²');
});
