import { describe, expect, it } from 'vitest';
import { chunk, png, SRGB_NUMBERS } from '../../../e2e/odd-images';
import { withoutSrgbNumbers } from './png-colour';

const pngWith = (...chunks: Parameters<typeof png>[4] & unknown[]) => png([4, 4], 8, 2, (x, y) => [x, y, 9], chunks);
const seen = (bytes: Uint8Array<ArrayBuffer>) => Buffer.concat(withoutSrgbNumbers(bytes));
const [gamma, chromaticities] = SRGB_NUMBERS;

describe('withoutSrgbNumbers', () => {
  it('leaves out what says sRGB in numbers, in either order and among other chunks', () => {
    const other = chunk('tEXt', [65, 0, 66]);
    expect(seen(pngWith(gamma, other, chromaticities))).toEqual(Buffer.from(pngWith(other)));
    expect(seen(pngWith(chromaticities, gamma))).toEqual(Buffer.from(pngWith()));
    expect(seen(pngWith(gamma))).toEqual(Buffer.from(pngWith()));
    expect(seen(pngWith(other))).toEqual(Buffer.from(pngWith(other)));
  });

  it('leaves another gamma, other primaries and profiles as they are', () => {
    const linear = chunk('gAMA', [0, 1, 0x86, 0xa0]);
    const wide = chunk('cHRM', Array<number>(32).fill(1));
    for (const chunks of [[linear], [linear, chromaticities], [gamma, wide], [gamma, chromaticities, chunk('iCCP', [120, 0, 0])]])
      expect(seen(pngWith(...chunks))).toEqual(Buffer.from(pngWith(...chunks)));
  });
});
