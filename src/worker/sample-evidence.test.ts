import { expect, it } from 'vitest';
import { bytesToImages } from '../core/images';
import type { Run } from '../train/run';
import { SampleEvidence } from './sample-evidence';

const [SIZE, COUNT] = [4, 64];
const PIXELS = SIZE * SIZE;

/** Grey pictures whose upper halves have one level and whose lower halves have another. */
const pictures = (upper: (n: number) => number, lower: (n: number) => number = () => 0) =>
  Uint8Array.from({ length: COUNT * PIXELS }, (_, i) => (i % PIXELS < PIXELS / 2 ? upper : lower)(Math.floor(i / PIXELS)));

function runOn(images: Uint8Array): Run {
  const dataset = { images, size: SIZE, channels: 1, count: COUNT };
  return { hasData: true, dataset, data: { dataset, first: COUNT }, config: { seed: 1 } } as unknown as Run;
}

const flip = (n: number) => (n % 2) * 255;
const flop = (n: number) => 255 - flip(n);
const of = (run: Run, samples: Uint8Array) => new SampleEvidence().of(run, bytesToImages(samples, SIZE, 1));

it('is a share of what the real images have', () => {
  const run = runOn(pictures(flip, flop));
  const { diversity } = of(run, pictures(flip, flop));
  // Half of 32 real images drawn at random are of the one kind, but for chance: 16 of 31 others differ.
  expect(diversity).toBeGreaterThan(0.95);
  expect(diversity).toBeLessThan(1.15);
});

it('is 0 of samples that are all alike, and less of fainter ones', () => {
  const run = runOn(pictures(flip, flop));
  expect(of(run, pictures(() => 255, () => 0))).toEqual({ diversity: 0 });
  const faint = of(run, pictures((n) => 120 + (n % 2) * 10, (n) => 130 - (n % 2) * 10));
  expect(faint.diversity).toBeCloseTo(of(run, pictures(flip, flop)).diversity! * (10 / 255), 10);
});

it('is taken of the first 32 samples', () => {
  const run = runOn(pictures(flip, flop));
  const first = pictures((n) => (n < 32 ? flip(n) : 7), (n) => (n < 32 ? flop(n) : 9));
  expect(of(run, first)).toEqual(of(run, pictures(flip, flop)));
});

it('is nothing where there is nothing to compare with', () => {
  expect(of(runOn(pictures(() => 5)), pictures(flip, flop))).toEqual({});
  expect(of({ hasData: false } as unknown as Run, pictures(flip, flop))).toEqual({});
});
