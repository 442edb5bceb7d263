import { expect, it } from 'vitest';
import { measured, measuredRow, steady } from './measured';

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

it('writes numbers beside each other with the digits of the largest', () => {
  expect(measuredRow('en', [1.034, 1])).toEqual(['1.03', '1.00']);
  expect(measuredRow('en', [34, 5.27, NaN])).toEqual(['34.0', '5.3', '–']);
  expect(measuredRow('en', [0.129, 0.00262])).toEqual(['0.129', '0.003']);
  expect(measuredRow('en', [0.000123])).toEqual(['0.0001']);
  expect(measuredRow('en', [1234.5, 2])).toEqual(['1,235', '2']);
  expect(measuredRow('en', [0, 0])).toEqual(['0', '0']);
  expect(measuredRow('en', [3e7, 2])).toEqual(['3\u00a0×\u00a010⁷', '2']);
});
