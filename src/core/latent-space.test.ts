import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawLatents } from './latent';
import {
  coordinate,
  countOutside,
  dot,
  holding,
  norm,
  normVerdict,
  orthonormalBasis,
  priorNorm,
  splitLatents,
  stackLatents,
  unit,
  withCoordinate,
  withNorm,
} from './latent-space';
import type { Prior } from './latent-space';
import { RandomStream } from './random';

const PRIORS: Prior[] = [4, 16, 100].flatMap((zSize) => [
  { zSize, zDistribution: 'normal' as const },
  { zSize, zDistribution: 'uniform' as const },
]);
const vector = (length: number) =>
  fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: length, maxLength: length }).map((values) =>
    Float32Array.from(values),
  );

describe('norms', () => {
  it.each(PRIORS)('of $zSize numbers, $zDistribution, agree with 4,000 draws', (prior) => {
    const norms = splitLatents(drawLatents(new RandomStream(3, 'norms'), 4000, prior), prior.zSize).map(norm);
    const mean = norms.reduce((sum, value) => sum + value, 0) / norms.length;
    const std = Math.sqrt(norms.reduce((sum, value) => sum + (value - mean) ** 2, 0) / norms.length);
    const expected = priorNorm(prior);
    expect(Math.abs(mean / expected.mean - 1)).toBeLessThan(0.01);
    expect(Math.abs(std / expected.std - 1)).toBeLessThan(0.08);
  });

  it.each(PRIORS)('of $zSize numbers, $zDistribution: draws are typical', (prior) => {
    const draws = splitLatents(drawLatents(new RandomStream(5, 'typical'), 500, prior), prior.zSize);
    expect(draws.filter((z) => normVerdict(z, prior) !== 'typical')).toEqual([]);
    expect(draws.filter((z) => countOutside(z, prior) > 0)).toEqual([]);
  });

  it('name the dead zone near 0 and what lies far out', () => {
    const prior: Prior = { zSize: 100, zDistribution: 'normal' };
    expect(normVerdict(new Float32Array(100), prior)).toBe('nearZero');
    expect(normVerdict(new Float32Array(100).fill(1), prior)).toBe('typical');
    expect(normVerdict(new Float32Array(100).fill(1.5), prior)).toBe('farOut');
    expect(countOutside(Float32Array.of(0.5, 1.2, -1.1, 1), { zSize: 4, zDistribution: 'uniform' })).toBe(2);
    expect(countOutside(Float32Array.of(0.5, 1.2), { zSize: 2, zDistribution: 'normal' })).toBe(0);
  });

  it('can be given to a vector, and the zero vector keeps its own', () => {
    expect([...withNorm(Float32Array.of(3, 4), 10)]).toEqual([expect.closeTo(6, 5), expect.closeTo(8, 5)]);
    expect([...withNorm(Float32Array.of(0, 0), 10)]).toEqual([0, 0]);
    expect(unit([0, 0])).toBeNull();
  });
});

describe('coordinates along a direction', () => {
  it('count standard deviations of the prior', () => {
    const along = Float32Array.of(0.6, 0.8);
    expect(coordinate(Float32Array.of(3, 4), along, { zSize: 2, zDistribution: 'normal' })).toBeCloseTo(5, 5);
    const uniform: Prior = { zSize: 2, zDistribution: 'uniform' };
    expect(coordinate(Float32Array.of(3, 4), along, uniform)).toBeCloseTo(5 * Math.sqrt(3), 5);
  });

  it('can be set, which leaves the coordinates along orthogonal directions alone', () => {
    fc.assert(
      fc.property(vector(5), fc.array(vector(5), { minLength: 2, maxLength: 4 }), fc.double({ min: -4, max: 4, noNaN: true }), (z, raw, value) => {
        const prior: Prior = { zSize: 5, zDistribution: 'uniform' };
        const [first, ...others] = orthonormalBasis(raw);
        fc.pre(first !== undefined);
        const moved = withCoordinate(z, first!, value, prior);
        expect(coordinate(moved, first!, prior)).toBeCloseTo(value, 4);
        for (const other of others) expect(coordinate(moved, other, prior)).toBeCloseTo(coordinate(z, other, prior), 4);
      }),
    );
  });
});

describe('orthonormalBasis', () => {
  it('keeps the first direction, makes the rest orthogonal and leaves out what adds nothing', () => {
    const basis = orthonormalBasis([[2, 0, 0], [1, 1, 0], [5, 7, 0], [0, 0, 0], [1, 1, 3]]);
    expect(basis.map((axis) => [...axis].map((value) => Math.round(value * 1e9) / 1e9))).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ]);
  });
});

describe('holding', () => {
  it('keeps every held number and coordinate, and is the target where nothing is held', () => {
    fc.assert(
      fc.property(
        vector(6),
        vector(6),
        fc.uniqueArray(fc.integer({ min: 0, max: 5 }), { maxLength: 3 }),
        fc.array(vector(6), { maxLength: 2 }),
        (z, target, dimensions, directions) => {
          const kept = directions.filter((direction) => norm(direction) > 0.1);
          const result = holding(z, target, { dimensions, directions: kept });
          for (const dimension of dimensions) expect(result[dimension]).toBe(z[dimension]);
          for (const direction of kept) expect(Math.abs(dot(result, direction) - dot(z, direction))).toBeLessThan(1e-3);
          if (dimensions.length + kept.length === 0) expect(result).toEqual(target);
        },
      ),
    );
  });

  it('moves as little as it can: what is orthogonal to the held direction comes from the target', () => {
    const result = holding(Float32Array.of(1, 2, 3), Float32Array.of(7, 8, 9), {
      dimensions: [],
      directions: [[1, 0, 0]],
    });
    expect([...result]).toEqual([1, 8, 9]);
  });
});

describe('stacks of latents', () => {
  it('come apart as they were put together', () => {
    const latents = [Float32Array.of(1, 2), Float32Array.of(3, 4)];
    expect([...stackLatents(latents)]).toEqual([1, 2, 3, 4]);
    expect(splitLatents(stackLatents(latents), 2)).toEqual(latents);
    expect(splitLatents(stackLatents([]), 2)).toEqual([]);
  });
});
