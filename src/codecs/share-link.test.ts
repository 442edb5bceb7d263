import { deflateSync, strFromU8, strToU8 } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LONGEST_LINK, readLink, writeLink } from './share-link';

const codeOf = (text: string) => {
  const read = readLink(text);
  return read.ok ? null : read.message.code;
};
const packed = (bytes: Uint8Array) =>
  `1.${btoa(strFromU8(deflateSync(bytes), true)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;

describe('a link', () => {
  it('comes back as it was, in letters that an address takes as they are', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = writeLink(value)!;
        expect(text).toMatch(/^1\.[\w-]*$/);
        expect(encodeURIComponent(text)).toBe(text);
        expect(readLink(text)).toEqual({ ok: true, value: JSON.parse(JSON.stringify(value)) });
      }),
    );
  });

  it('is small: text of settings takes less than its JSON', () => {
    const value = { preset: 'class', set: { seed: 7, learningRateD: 0.0001, learningRateG: 0.0003, steps: 20_000 } };
    expect(writeLink(value)!.length).toBeLessThan(JSON.stringify(value).length * 1.2);
  });

  it('is not written longer than it is read', () => {
    const noise = Array.from({ length: 20_000 }, (_, n) => Math.sin(n * n));
    expect(writeLink(noise)).toBeNull();
    expect(codeOf(`1.${'a'.repeat(LONGEST_LINK)}`)).toBe('linkTooLong');
  });

  it('of another version is called just that', () => {
    expect(codeOf(`2.${'a'.repeat(10)}`)).toBe('linkVersion');
  });

  it.each([
    ['nothing', ''],
    ['words', 'hello'],
    ['a script', '1.<script>alert(1)</script>'],
    ['no letters', '1.'],
    ['a cut', writeLink({ a: [1, 2, 3], b: 'some text' })!.slice(0, -6)],
    ['no JSON', packed(strToU8('{"a":'))],
    ['no UTF-8', packed(Uint8Array.of(0x22, 0xff, 0x22))],
    // It would be JSON.
    ['a bomb', packed(new Uint8Array(20_000_000).fill(0x20).fill(0x30, -1))],
  ])('that is %s is called damaged', (_, text) => {
    expect(codeOf(text)).toBe('linkDamaged');
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string().map((text) => `1.${text}`), fc.uint8Array().map(packed)), (text) => {
        expect(readLink(text)).toHaveProperty('ok');
      }),
    );
  });
});
