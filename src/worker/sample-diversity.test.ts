import { expect, it } from 'vitest';
import { diversity } from '../core/image-statistics';
import { bytesToImages } from '../core/images';
import type { Run } from '../train/run';
import { SampleDiversity } from './sample-diversity';

const [SIZE, COUNT] = [4, 64];
const PIXELS = SIZE * SIZE;

/** Grey pictures, each of one level. */
const pictures = (level: (n: number) => number) => Uint8Array.from({ length: COUNT * PIXELS }, (_, i) => level(Math.floor(i / PIXELS)));

function runOn(images: Uint8Array): Run {
  const dataset = { images, size: SIZE, channels: 1, count: COUNT };
  return { hasData: true, dataset, data: { dataset, first: COUNT }, config: { seed: 1 } } as unknown as Run;
}

const of = (run: Run, level: (n: number) => number) => new SampleDiversity().of(run, bytesToImages(pictures(level), SIZE, 1));
const blackAndWhite = (n: number) => (n % 2) * 255;

it('is 0 of samples that are all alike, and a share of the real images’ else', () => {
  const run = runOn(pictures(blackAndWhite));
  expect(of(run, () => 90)).toBe(0);
  const half = of(run, (n) => (n % 2) * 127.5)!;
  expect(of(run, blackAndWhite)! / half).toBeCloseTo(255 / 127, 5);
  // Half of 32 real images drawn at random are black, but for chance: pairs differ by 1 in about 16 of 31 cases.
  expect(of(run, blackAndWhite)).toBeGreaterThan(0.95);
  expect(of(run, blackAndWhite)).toBeLessThan(1.15);
});

it('is taken over the first 32 samples', () => {
  const run = runOn(pictures(blackAndWhite));
  const real = diversity(bytesToImages(pictures(blackAndWhite).subarray(0, 32 * PIXELS), SIZE, 1));
  expect(of(run, (n) => (n < 32 ? blackAndWhite(n) : 7))).toBeCloseTo(of(run, blackAndWhite)!, 10);
  expect(real).toBeCloseTo(16 / 31, 10);
});

it('is unknown where there is nothing to compare with', () => {
  expect(of(runOn(pictures(() => 5)), blackAndWhite)).toBeNull();
  expect(of({ hasData: false } as unknown as Run, blackAndWhite)).toBeNull();
});
