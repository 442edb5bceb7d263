import { describe, expect, it } from 'vitest';
import { RandomStream } from './random';
import { drawPairs, ssim } from './ssim';

function noise(seed: number, length: number): Uint8Array {
  const random = new RandomStream(seed, 'ssim');
  return Uint8Array.from({ length }, () => random.integer(256));
}

/** SSIM of one channel straight from its definition, window by window. */
function direct(a: Uint8Array, b: Uint8Array, size: number): number {
  const weight = (i: number) => Math.exp(-((i - 5) ** 2) / 4.5);
  const total = Array.from({ length: 11 }, (_, i) => weight(i)).reduce((x, y) => x + y);
  const found: number[] = [];
  for (let top = 0; top + 11 <= size; top++)
    for (let left = 0; left + 11 <= size; left++) {
      const over = (f: (i: number) => number) => {
        let sum = 0;
        for (let y = 0; y < 11; y++)
          for (let x = 0; x < 11; x++)
            sum += ((weight(y) * weight(x)) / total ** 2) * f((top + y) * size + left + x);
        return sum;
      };
      const [mu, nu] = [over((i) => a[i]!), over((i) => b[i]!)];
      const va = over((i) => (a[i]! - mu) ** 2);
      const vb = over((i) => (b[i]! - nu) ** 2);
      const cov = over((i) => (a[i]! - mu) * (b[i]! - nu));
      found.push(((2 * mu * nu + 6.5025) * (2 * cov + 58.5225)) / ((mu * mu + nu * nu + 6.5025) * (va + vb + 58.5225)));
    }
  return found.reduce((x, y) => x + y) / found.length;
}

describe('ssim', () => {
  it('agrees with its definition', () => {
    const [a, b] = [noise(1, 256), noise(2, 256)];
    const mixed = a.map((value, i) => (value + b[i]!) / 2);
    expect(ssim(a, b, 16, 1)).toBeCloseTo(direct(a, b, 16), 10);
    expect(ssim(a, mixed, 16, 1)).toBeCloseTo(direct(a, mixed, 16), 10);
  });

  it('is 1 for one image, about 0 for unrelated ones, and falls as noise is added', () => {
    const a = noise(1, 32 * 32 * 3);
    expect(ssim(a, a, 32, 3)).toBe(1);
    expect(Math.abs(ssim(a, noise(2, a.length), 32, 3))).toBeLessThan(0.1);
    const grain = noise(3, a.length);
    const noisy = [0.1, 0.3, 0.6].map((share) => ssim(a, a.map((value, i) => value + share * (grain[i]! - value)), 32, 3));
    expect(noisy).toEqual(noisy.toSorted((x, y) => y - x));
  });

  it('is the luminance term alone for flat images', () => {
    const flat = (value: number) => new Uint8Array(256).fill(value);
    const expected = (2 * 100 * 200 + 6.5025) / (100 ** 2 + 200 ** 2 + 6.5025);
    expect(ssim(flat(100), flat(200), 16, 1)).toBeCloseTo(expected, 8);
    expect(ssim(flat(0), flat(0), 16, 1)).toBe(1);
  });

  it('refuses images smaller than its window', () => {
    expect(() => ssim(noise(1, 64), noise(2, 64), 8, 1)).toThrow(RangeError);
  });
});

describe('drawPairs', () => {
  it('draws different indices, all of them now and then, the same by seed', () => {
    const pairs = drawPairs(40, 500, new RandomStream(1, 'pairs'));
    expect(pairs).toHaveLength(500);
    expect(pairs.every(([a, b]) => a !== b && Math.max(a, b) < 40 && Math.min(a, b) >= 0)).toBe(true);
    expect(new Set(pairs.flat()).size).toBe(40);
    expect(drawPairs(40, 500, new RandomStream(1, 'pairs'))).toEqual(pairs);
  });

  it('gives no more than there are', () => {
    expect(drawPairs(1, 10, new RandomStream(1, 'pairs'))).toEqual([]);
    expect(drawPairs(3, 10, new RandomStream(1, 'pairs'))).toHaveLength(3);
  });
});
