import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ODD_IMAGES, UNUSABLE_FILES } from '../../../e2e/odd-images';
import { readImageHeader } from './image-header';

describe('readImageHeader', () => {
  it.each(ODD_IMAGES.map(({ name, bytes }) => [name, bytes] as const))('tells format and size of %s', (name, bytes) => {
    const header = readImageHeader(bytes);
    const format = name.split('.').at(-1)!;
    expect(header).toMatchObject({ ok: true, value: { format: format === 'jpg' ? 'jpeg' : format } });
  });

  it('reads sizes as stored', () => {
    const sizeOf = (name: string) => {
      const header = readImageHeader(ODD_IMAGES.find((image) => image.name === name)!.bytes);
      return header.ok && [header.value.width, header.value.height];
    };
    expect(sizeOf('very-wide.png')).toEqual([2000, 50]);
    expect(sizeOf('large-24-megapixel.webp')).toEqual([6000, 4000]);
    expect(sizeOf('exif-6.jpg')).toEqual([32, 16]);
    expect(sizeOf('animated.gif')).toEqual([16, 16]);
    expect(sizeOf('colour.bmp')).toEqual([16, 16]);
  });

  it.each(UNUSABLE_FILES.filter(({ reason }) => ['empty', 'notImage', 'cutShort'].includes(reason)))(
    'refuses $name: $reason',
    ({ bytes, reason }) => {
      expect(readImageHeader(bytes)).toMatchObject({ ok: false, error: { code: reason } });
    },
  );

  it.each<[string, string]>([
    ['HEIC', '\0\0\0\x14ftypheic\0\0\0\0mif1'],
    ['TIFF', 'II*\0\x08\0\0\0'],
    ['TIFF', 'MM\0*\0\0\0\x08'],
    ['JPEG XL', '\0\0\0\x0cJXL \r\n'],
    ['PSD', '8BPS\0\x01'],
    ['SVG', '<?xml version="1.0"?>\n<!-- drawn -->\n<svg xmlns="http://www.w3.org/2000/svg"/>'],
  ])('tells %s, which is a picture, from what is none', (format, text) => {
    const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    expect(readImageHeader(bytes)).toMatchObject({ error: { code: 'undecodable', message: `The picture is ${format}.` } });
  });

  it('knows AVIF by any of its brands', () => {
    const box = (type: string, content: string) => `\0\0\0${String.fromCharCode(8 + content.length)}${type}${content}`;
    const text = box('ftyp', 'mif1\0\0\0\0mif1avif') + box('meta', box('ispe', '\0\0\0\0\0\0\0\x07\0\0\0\x05'));
    const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    expect(readImageHeader(bytes)).toMatchObject({ value: { format: 'avif', width: 7, height: 5 } });
  });

  it('calls an archive one', () => {
    expect(readImageHeader(Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0))).toMatchObject({ error: { code: 'archive' } });
  });

  it('finds every cut before the last byte of a PNG, JPEG or WebP', () => {
    for (const { name, bytes } of ODD_IMAGES.filter((image) => /png|jpg|webp/.test(image.name)))
      fc.assert(
        fc.property(fc.integer({ min: 1, max: bytes.length - 1 }), (length) => {
          const { ok } = readImageHeader(bytes.subarray(0, length));
          expect(ok, `${name} cut to ${length}`).toBe(false);
        }),
        { numRuns: 30 },
      );
  });

  it('answers whatever bytes it is given', () => {
    const starts = ODD_IMAGES.map(({ bytes }) => Array.from(bytes.subarray(0, 30)));
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 200 }), (start, rest) => {
        const header = readImageHeader(Uint8Array.from([...start, ...rest]));
        expect(header.ok ? header.value.width >= 1 : header.error.code).toBeTruthy();
      }),
    );
  });
});
