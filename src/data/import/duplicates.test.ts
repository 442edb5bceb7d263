import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RandomStream } from '../../core/random';
import { DuplicateFinder } from './duplicates';
import { fingerprint, hashBytes } from './fingerprint';

const SIZE = 32;

/** A smooth picture of a few random waves, as different from the next as photographs are. */
function picture(seed: number): Uint8Array {
  const random = new RandomStream(seed, 'picture');
  const waves = Array.from({ length: 5 }, () => Array.from({ length: 6 }, () => random.uniform() * 2 - 1));
  return Uint8Array.from({ length: SIZE * SIZE * 3 }, (_, i) => {
    const [x, y] = [(Math.floor(i / 3) % SIZE) / SIZE, Math.floor(i / 3 / SIZE) / SIZE];
    const sum = waves.reduce(
      (total, wave) => total + wave[3 + (i % 3)]! * Math.sin(6 * (wave[0]! * x + wave[1]! * y) + 6 * wave[2]!),
      0,
    );
    return Math.max(0, Math.min(255, Math.round(128 + 60 * sum)));
  });
}

const changed = (image: Uint8Array, by: (value: number, i: number) => number) =>
  image.map((value, i) => Math.max(0, Math.min(255, Math.round(by(value, i)))));
const printOf = (image: Uint8Array) => fingerprint(image, SIZE, 3);

describe('hashBytes', () => {
  it('differs for any one changed byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), fc.nat(), fc.integer({ min: 1, max: 255 }), (bytes, at, by) => {
        const other = bytes.slice();
        other[at % other.length]! ^= by;
        expect(hashBytes(other)).not.toBe(hashBytes(bytes));
      }),
    );
  });
});

describe('fingerprint', () => {
  it('is the same for a grey picture in one channel and in three, and tells colour by any one value', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 100, maxLength: 100 }), fc.nat(299), fc.integer({ min: 1, max: 255 }), (grey, at, by) => {
        const rgb = Uint8Array.from({ length: 300 }, (_, i) => grey[Math.floor(i / 3)]!);
        expect(fingerprint(rgb, 10, 3)).toEqual(fingerprint(grey, 10, 1));
        rgb[at]! ^= by;
        expect(fingerprint(rgb, 10, 3).inColour).toBe(true);
      }),
    );
  });
});

describe('DuplicateFinder', () => {
  it('tells the same pixels, nearly the same picture and another one apart', () => {
    const noise = new RandomStream(1, 'noise');
    for (let seed = 1; seed <= 40; seed++) {
      const finder = new DuplicateFinder();
      const original = picture(seed);
      expect(finder.note(printOf(original), 7)).toEqual({ kinship: 'new', of: 7 });
      expect(finder.note(printOf(original.slice()), 8)).toEqual({ kinship: 'exact', of: 7 });
      const recompressed = changed(original, (value) => value + 6 * (noise.uniform() - 0.5));
      expect(finder.note(printOf(recompressed), 9), `noise on ${seed}`).toEqual({ kinship: 'near', of: 7 });
      const brighter = changed(original, (value) => value + 3);
      expect(finder.note(printOf(brighter), 10), `brightness of ${seed}`).toEqual({ kinship: 'near', of: 7 });
    }
  });

  it('takes different pictures for new ones', () => {
    const finder = new DuplicateFinder();
    for (let seed = 0; seed < 400; seed++) expect(finder.note(printOf(picture(seed)), seed).kinship).toBe('new');
  });

  it('keeps flat pictures of other colours apart though their outlines are the same', () => {
    const finder = new DuplicateFinder();
    const flat = (value: number) => new Uint8Array(SIZE * SIZE * 3).fill(value);
    expect(finder.note(printOf(flat(10)), 0).kinship).toBe('new');
    expect(finder.note(printOf(flat(200)), 1).kinship).toBe('new');
    expect(finder.note(printOf(flat(11)), 2)).toEqual({ kinship: 'near', of: 0 });
  });

  it('finds by its parts whatever differs in at most five bits, as comparing all with all does', () => {
    const thumbnail = new Uint8Array(216);
    const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    const flips = fc.uniqueArray(fc.nat(63), { maxLength: 9 });
    fc.assert(
      fc.property(word, word, flips, (high, low, bits) => {
        const finder = new DuplicateFinder();
        finder.note({ exact: 1n, bits: [high, low], thumbnail, inColour: true }, 0);
        let [h, l] = [high, low];
        for (const bit of bits) if (bit < 32) h = (h ^ (1 << bit)) >>> 0;
          else l = (l ^ (1 << (bit - 32))) >>> 0;
        const { kinship } = finder.note({ exact: 2n, bits: [h, l], thumbnail, inColour: true }, 1);
        expect(kinship).toBe(bits.length <= 5 ? 'near' : 'new');
      }),
      { numRuns: 500 },
    );
  });
});
