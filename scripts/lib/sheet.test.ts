import { PNG } from 'pngjs';
import { expect, it } from 'vitest';
import { sheetPng } from './sheet';

it('sheetPng lays images out row by row, with gaps', () => {
  const rgba = new Uint8ClampedArray(3 * 4 * 4);
  [50, 100, 150].forEach((value, n) => rgba.fill(value, n * 16, (n + 1) * 16));
  const sheet = PNG.sync.read(Buffer.from(sheetPng({ count: 3, size: 2, rgba })));
  expect([sheet.width, sheet.height]).toEqual([10, 10]);
  const red = (x: number, y: number): number => sheet.data[(y * 10 + x) * 4]!;
  expect([red(2, 2), red(3, 3), red(6, 2), red(2, 6), red(6, 6)]).toEqual([50, 50, 100, 150, 0]);
  expect([red(0, 0), red(4, 2), red(9, 9)]).toEqual([0, 0, 0]);
});
