import { describe, expect, it } from 'vitest';
import { RandomStream } from './random';
import { pixelRows, slicedWasserstein } from './sliced-wasserstein';

const noPause = () => Promise.resolve();
const distance = (a: Uint8Array, b: Uint8Array, columns: number) =>
  slicedWasserstein(pixelRows(a, columns), pixelRows(b, columns), new RandomStream(1, 'slices'), noPause);

function noise(seed: number, images: number, columns: number, low = 0, high = 255): Uint8Array {
  const random = new RandomStream(seed, 'noise');
  return Uint8Array.from({ length: images * columns }, () => Math.round(low + (high - low) * random.uniform()));
}

describe('slicedWasserstein', () => {
  it('is the shift itself for images of one pixel', async () => {
    expect(await distance(Uint8Array.of(0, 51, 102), Uint8Array.of(51, 102, 153), 1)).toBeCloseTo(0.2, 6);
  });

  it('is |shift| / sqrt(pixels) on average for a shift of every pixel', async () => {
    // A unit vector's square, projected on a random direction, is 1 / pixels in the mean.
    const columns = 64;
    const [dark, light] = [noise(1, 50, columns, 0, 100), noise(1, 50, columns, 0, 100)];
    const shift = light.map((value) => value + 51);
    const expected = (0.2 * Math.sqrt(columns)) / Math.sqrt(columns);
    expect(await distance(dark, shift, columns)).toBeGreaterThan(0.8 * expected);
    expect(await distance(dark, shift, columns)).toBeLessThan(1.25 * expected);
  });

  it('is 0 for one set in two orders, small within a distribution, and grows as images lose contrast', async () => {
    const a = noise(1, 200, 16);
    const turned = new Uint8Array(a.length);
    for (let n = 0; n < 200; n++) turned.set(a.subarray(n * 16, (n + 1) * 16), (199 - n) * 16);
    expect(await distance(a, turned, 16)).toBeCloseTo(0, 6);
    const same = await distance(a, noise(2, 200, 16), 16);
    const flatter = await distance(a, noise(3, 200, 16, 50, 205), 16);
    const flat = await distance(a, noise(4, 200, 16, 120, 135), 16);
    expect(same).toBeLessThan(flatter);
    expect(flatter).toBeLessThan(flat);
  });

  it('refuses sets of different size', async () => {
    await expect(distance(noise(1, 3, 4), noise(1, 4, 4), 4)).rejects.toThrow(RangeError);
  });
});
