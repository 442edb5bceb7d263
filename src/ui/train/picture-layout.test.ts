import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BESIDE_GAP, layoutPictures } from './picture-layout';

describe('layoutPictures', () => {
  it('fills the desk: 8 x 8 samples at twice their size, 4 x 4 real ones beside', () => {
    const layout = layoutPictures({ width: 816, height: 570, size: 32, ratio: 1, beside: true });
    expect(layout).toMatchObject({ columns: 8, scale: 2, side: 64, realColumns: 4, realRows: 4, beside: true });
  });

  it('keeps the samples on a projector and narrows the real ones', () => {
    const layout = layoutPictures({ width: 682, height: 570, size: 32, ratio: 1, beside: true });
    expect(layout).toMatchObject({ columns: 8, scale: 2, realColumns: 2, realRows: 8, beside: true });
  });

  it('shows fewer and larger samples on a phone, and real ones below', () => {
    const layout = layoutPictures({ width: 358, height: 800, size: 32, ratio: 1, beside: false });
    expect(layout).toMatchObject({ columns: 5, scale: 2, realColumns: 5, beside: false });
    const fine = layoutPictures({ width: 358, height: 800, size: 32, ratio: 3, beside: false });
    expect(fine).toMatchObject({ columns: 8, scale: 4, side: 128 / 3 });
  });

  it('always fits the width with whole pixels, whatever the size and the screen', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 280, max: 2600 }),
        fc.integer({ min: 300, max: 1400 }),
        fc.constantFrom(16, 32, 64, 128),
        fc.constantFrom(1, 1.25, 1.5, 2, 2.625, 3),
        fc.boolean(),
        (width, height, size, ratio, beside) => {
          const layout = layoutPictures({ width, height, size, ratio, beside });
          const across = (columns: number) =>
            (columns * (size * layout.scale + layout.gap) - layout.gap) / ratio;
          const taken = across(layout.columns) + (layout.beside ? BESIDE_GAP + across(layout.realColumns) : 0);
          expect(taken).toBeLessThanOrEqual(width);
          expect(Number.isInteger(layout.scale) && layout.scale > 0).toBe(true);
        },
      ),
    );
  });
});
