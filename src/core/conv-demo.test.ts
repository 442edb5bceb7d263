import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { convolveDemo, coverage, coverageInside, DEMO_STARTS, demoFits, demoOutput, exactPadding, gathered, spread, stampDemo, stretched, turned } from './conv-demo';
import type { ConvDemo } from './conv-demo';
import { RandomStream } from './random';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const settings = fc
  .record({
    kind: fc.constantFrom('strided' as const, 'fractional' as const),
    kernel: fc.integer({ min: 3, max: 5 }),
    stride: fc.integer({ min: 1, max: 3 }),
    padding: fc.integer({ min: 0, max: 4 }),
    input: fc.integer({ min: 2, max: 8 }),
    seed: fc.nat(1000),
  })
  .filter(demoFits);

function numbers(seed: number, name: string, count: number): number[] {
  const stream = new RandomStream(seed, name);
  return Array.from({ length: count }, () => stream.integer(7) - 3);
}

async function byTfjs({ kind, kernel: k, stride, padding, input: n }: ConvDemo, input: number[], kernel: number[]) {
  const maps = tf.tensor4d(input, [1, n, n, 1]);
  const filter = tf.tensor4d(kernel, [k, k, 1, 1]);
  if (kind === 'strided') {
    const sides: [number, number] = [padding, padding];
    const output = tf.conv2d(tf.pad(maps, [[0, 0], sides, sides, [0, 0]]), filter, stride, 'valid');
    return { size: output.shape[1], values: [...(await output.data())] };
  }
  const whole = (n - 1) * stride + k;
  const size = whole - 2 * padding;
  const full = tf.conv2dTranspose(maps, filter, [1, whole, whole, 1], stride, 'valid');
  return { size, values: [...(await tf.slice(full, [0, padding, padding, 0], [1, size, size, 1]).data())] };
}

describe('the arithmetic of the animation', () => {
  it('agrees with tfjs in size and in every number, for 100 settings', async () => {
    const kinds = new Set<string>();
    await fc.assert(
      fc.asyncProperty(settings, async ({ seed, ...demo }) => {
        const input = numbers(seed, 'input', demo.input ** 2);
        const kernel = numbers(seed, 'kernel', demo.kernel ** 2);
        const expected = await byTfjs(demo, input, kernel);
        expect(demoOutput(demo)).toBe(expected.size);
        expect(convolveDemo(demo, input, kernel)).toEqual(expected.values.map((value) => expect.closeTo(value, 3)));
        kinds.add(demo.kind);
      }),
      { numRuns: 100 },
    );
    expect(kinds.size).toBe(2);
  });

  it('gives a fractionally-strided output in three ways: gathered, stamped, and from the stretched map', () => {
    fc.assert(
      fc.property(settings, ({ seed, ...given }) => {
        const demo = { ...given, kind: 'fractional' } as const;
        fc.pre(demoFits(demo));
        const input = numbers(seed, 'input', demo.input ** 2);
        const kernel = numbers(seed, 'kernel', demo.kernel ** 2);
        const output = convolveDemo(demo, input, kernel);
        expect(stampDemo(demo, input, kernel, input.length)).toEqual(output);
        const { size, sources } = stretched(demo);
        const map = sources.map((source) => (source === null ? 0 : input[source]!));
        const slid = convolveDemo({ kind: 'strided', kernel: demo.kernel, stride: 1, padding: 0, input: size }, map, turned(kernel));
        // A sum of nothing but zeros may be -0.
        expect(slid.map((value) => value + 0)).toEqual(output.map((value) => value + 0));
      }),
      { numRuns: 100 },
    );
  });

  it('turns one into the other: what gathers from a place is what spreads to it', () => {
    fc.assert(
      fc.property(settings, (given) => {
        const demo = { ...given, kind: 'fractional' } as const;
        fc.pre(demoFits(demo));
        const pairs = new Set<string>();
        for (let i = 0; i < demo.input; i++) for (const { place, kernel } of spread(demo, i)) pairs.add(`${i}>${place}@${kernel}`);
        for (let o = 0; o < demoOutput(demo); o++)
          for (const { place, kernel } of gathered(demo, o)) expect(pairs.delete(`${place}>${o}@${kernel}`)).toBe(true);
        expect(pairs.size).toBe(0);
      }),
      { numRuns: 50 },
    );
  });
});

describe('sizes that learners meet', () => {
  it('halve and double at kernel 4, stride 2, padding 1', () => {
    const demo = { kernel: 4, stride: 2, padding: 1 } as const;
    for (const n of [2, 4, 8]) {
      expect(demoOutput({ ...demo, kind: 'strided', input: 2 * n })).toBe(n);
      expect(demoOutput({ ...demo, kind: 'fractional', input: n })).toBe(2 * n);
    }
  });

  it('refuse a kernel that does not fit', () => {
    expect(demoFits({ kind: 'strided', kernel: 5, stride: 2, padding: 0, input: 4 })).toBe(false);
    expect(demoFits({ kind: 'strided', kernel: 5, stride: 2, padding: 1, input: 4 })).toBe(true);
    expect(demoFits({ kind: 'fractional', kernel: 3, stride: 1, padding: 2, input: 2 })).toBe(false);
    expect(demoFits({ kind: 'strided', kernel: 3, stride: 1, padding: 3, input: 5 })).toBe(false);
  });

  it('cover evenly where the stride divides the kernel, else not', () => {
    const inside = (kernel: number) => coverage({ kind: 'fractional', kernel, stride: 2, padding: 1, input: 6 }).slice(2, -2);
    expect(new Set(inside(4))).toEqual(new Set([2]));
    expect(new Set(inside(5))).toEqual(new Set([2, 3]));
    expect(coverageInside(DEMO_STARTS.fractional)).toEqual({ least: 4, most: 4 });
    expect(coverageInside({ ...DEMO_STARTS.fractional, kernel: 5 })).toEqual({ least: 4, most: 9 });
    expect(coverageInside({ stride: 3, kernel: 3 })).toEqual({ least: 1, most: 1 });
  });

  it('cover what is away from the edges as told, however small the map that is shown', () => {
    for (const kernel of [3, 4, 5])
      for (const stride of [1, 2, 3])
        for (const padding of [0, 1, 2]) {
          const counts = coverage({ kind: 'fractional', kernel, stride, padding, input: 20 }).slice(kernel, -kernel);
          const told = coverageInside({ kernel, stride });
          expect([Math.min(...counts) ** 2, Math.max(...counts) ** 2], `${kernel} ${stride} ${padding}`).toEqual([told.least, told.most]);
          expect(told.least === told.most).toBe(kernel % stride === 0);
        }
  });

  it('never contradict what is told in any of the 81 maps that are shown, at the places that no edge takes inputs from', () => {
    let seen = 0;
    for (const kernel of [3, 4, 5])
      for (const stride of [1, 2, 3])
        for (const padding of [0, 1, 2])
          for (const input of [2, 3, 4]) {
            const demo = { kind: 'fractional', kernel, stride, padding, input } as const;
            const told = coverageInside(demo);
            coverage(demo).forEach((count, o) => {
              const wanted = Array.from({ length: kernel }, (_, k) => (o + padding - k) / stride).filter(Number.isInteger);
              if (wanted.some((place) => place < 0 || place >= input)) return;
              seen++;
              expect(count ** 2).toBeGreaterThanOrEqual(told.least);
              expect(count ** 2).toBeLessThanOrEqual(told.most);
            });
          }
    expect(seen).toBeGreaterThan(81);
  });

  it('grow exactly as many times as the stride with the padding that is told', () => {
    for (const kernel of [3, 4, 5])
      for (const stride of [1, 2, 3])
        expect(demoOutput({ kind: 'fractional', kernel, stride, padding: exactPadding({ kernel, stride }) / 2, input: 4 })).toBe(4 * stride);
  });
});
