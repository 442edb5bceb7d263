import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatLatent, moveItem, parseLatent, readPins, writePins } from './pins';

const latent = fc
  .array(fc.float({ min: -1000, max: 1000, noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 20 })
  .map((values) => Float32Array.from(values, (value) => value + 0));
let made = 0;
const makeId = () => `pin-${++made}`;

describe('a z as text', () => {
  it('comes back bit for bit', () => {
    fc.assert(
      fc.property(latent, (z) => {
        expect(parseLatent(formatLatent(z), z.length)).toEqual({ ok: true, value: z });
      }),
    );
  });

  it('may be written in other ways', () => {
    for (const text of ['[0.5, -1, 2e-3]', '0.5 -1 0.002', '0.5;-1;\n0.002\n', '(0.5,-1,.002,)'])
      expect(parseLatent(text, 3)).toEqual({ ok: true, value: Float32Array.of(0.5, -1, 0.002) });
  });

  it('is refused when it has another length or is not numbers', () => {
    expect(parseLatent('1, 2', 3)).toMatchObject({ message: { code: 'latentLength', params: { found: 2, expected: 3 } } });
    for (const text of ['', '  ', '[]'])
      expect(parseLatent(text, 3)).toMatchObject({ message: { code: 'latentLength', params: { found: 0, expected: 3 } } });
    for (const text of ['1, two, 3', '1, NaN, 3', '1, Infinity, 3', '1, 1e30, 3', '1, 0,5 x'])
      expect(parseLatent(text, 3)).toMatchObject({ ok: false, message: { code: 'latentNotNumbers' } });
  });
});

describe('a file of pins', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ name: fc.string({ maxLength: 40 }), z: latent }), { maxLength: 5 }), (listed) => {
        const pins = listed.map((pin) => ({ ...pin, id: makeId() }));
        const read = readPins(writePins(pins), makeId);
        expect(read.ok && read.value.map(({ name, z }) => ({ name, z }))).toEqual(listed);
        if (read.ok) expect(new Set(read.value.map(({ id }) => id)).size).toBe(listed.length);
      }),
    );
  });

  it('is refused whole when any of it is wrong', () => {
    const file = (pins: unknown) => JSON.stringify({ format: 'dcgan-pins', version: 1, pins });
    for (const text of [
      'no json',
      '[]',
      'null',
      '{"format":"dcgan-pins","version":2,"pins":[]}',
      file({}),
      file([{ name: 'a' }]),
      file([{ name: 1, z: [1] }]),
      file([{ name: 'a', z: [] }]),
      file([null]),
    ])
      expect(readPins(text, makeId)).toMatchObject({ ok: false, message: { code: 'pinsNotRead' } });
    const good = { name: 'good', z: [1, 2] };
    for (const z of [[1, 'x'], [1, null], [1, 1e30], [[1]]])
      expect(readPins(file([good, { name: 'bad', z }]), makeId)).toMatchObject({
        ok: false,
        message: { code: 'latentNotNumbers' },
      });
    expect(readPins(file(Array(1001).fill(good)), makeId)).toMatchObject({ message: { code: 'pinsTooMany' } });
  });
});

describe('moveItem', () => {
  it('moves one item and keeps the order of the others', () => {
    expect(moveItem(['a', 'b', 'c', 'd'], 0, 2)).toEqual(['b', 'c', 'a', 'd']);
    expect(moveItem(['a', 'b', 'c', 'd'], 3, 0)).toEqual(['d', 'a', 'b', 'c']);
    const items = ['a', 'b'];
    for (const [from, to] of [[0, 0], [2, 0], [0, 2], [-1, 0]] as const) expect(moveItem(items, from, to)).toBe(items);
  });
});
