import fc from 'fast-check';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { encodePng } from './png';

describe('encodePng', () => {
  it('writes what another reader reads back, pixel for pixel', () => {
    const size = fc.integer({ min: 1, max: 9 });
    const picture = fc.tuple(size, size).chain(([width, height]) => {
      const length = width * height * 4;
      return fc.record({
        width: fc.constant(width),
        height: fc.constant(height),
        rgba: fc.uint8Array({ minLength: length, maxLength: length }),
      });
    });
    fc.assert(
      fc.property(picture, ({ width, height, rgba }) => {
        // pngjs checks each chunk's CRC and the zlib stream's own sum.
        const read = PNG.sync.read(Buffer.from(encodePng(rgba, width, height)), { checkCRC: true });
        expect([read.width, read.height]).toEqual([width, height]);
        expect(new Uint8Array(read.data)).toEqual(rgba);
      }),
    );
  });

  it('packs flat pictures small', () => {
    expect(encodePng(new Uint8Array(256 * 256 * 4).fill(200), 256, 256).length).toBeLessThan(2_000);
  });

  it('refuses a size that is not the picture\'s', () => {
    expect(() => encodePng(new Uint8Array(12), 2, 2)).toThrow(RangeError);
  });
});
