import { expect, it } from 'vitest';
import { measured } from './measured';

it('writes three digits, a true minus, and a dash where there is no number', () => {
  expect([0.012345, 1234.5, -0.5, 0, NaN, -Infinity].map((value) => measured('en', value))).toEqual(['0.0123', '1,230', '−0.5', '0', '–', '–']);
});

it('writes what has grown beyond all bounds as a power of ten', () => {
  expect(measured('en', 313_371_709_084_857_800)).toBe('3.13\u00a0×\u00a010¹⁷');
  expect(measured('ko', -9_999_999)).toBe('−1\u00a0×\u00a010⁷');
  expect(measured('en', 1e6)).toBe('1\u00a0×\u00a010⁶');
});
