import { describe, expect, it } from 'vitest';
import { drawLatents } from './latent';
import { dot, norm } from './latent-space';
import { centred, principalComponents } from './pca';
import { latentDirections } from './projection';
import { RandomStream } from './random';

describe('latentDirections', () => {
  const [n, zSize] = [2000, 6];
  const z = drawLatents(new RandomStream(1, 'z'), n, { zSize, zDistribution: 'normal' });

  it('finds the inputs of a linear map in the order of their effect', async () => {
    // Features: 5 z3, 2 z0, and noise-free copies of small effects.
    const features = new Float32Array(n * 4);
    for (let j = 0; j < n; j++) {
      const at = (i: number) => z[j * zSize + i]!;
      features.set([5 * at(3), 2 * at(0), 0.3 * at(1), 0], j * 4);
    }
    const pca = await principalComponents(centred(features, n, 4), 3, new RandomStream(2, 'pca'));
    const directions = latentDirections(z, zSize, pca);
    [3, 0, 1].forEach((dimension, k) => expect(Math.abs(directions[k]![dimension]!)).toBeGreaterThan(0.99));
  });

  it('solves the least-squares problem: with one component, the solution of its normal equations', () => {
    const scores = [Float64Array.of(1, -2, 3), Float64Array.of(0, 0, 0)];
    const two = Float32Array.of(1, 0, 0, 2, 2, 1);
    // U = sum x z / sum x^2 = [(1 + 6), (-4 + 3)] / 14, made a unit vector.
    const [direction, ...rest] = latentDirections(two, 2, { scores, variances: Float64Array.of(14 / 3, 0) });
    expect([...direction!]).toEqual([expect.closeTo(7 / Math.sqrt(50), 6), expect.closeTo(-1 / Math.sqrt(50), 6)]);
    expect(rest).toEqual([]);
  });

  it('gives orthonormal directions, no more than z has dimensions', async () => {
    const weights = new RandomStream(3, 'w').fillNormal(new Float32Array(zSize * 40));
    const features = Float32Array.from({ length: n * 40 }, (_, at) => {
      const [j, f] = [Math.floor(at / 40), at % 40];
      let sum = 0;
      for (let i = 0; i < zSize; i++) sum += z[j * zSize + i]! * weights[i * 40 + f]!;
      return Math.max(0, sum);
    });
    const pca = await principalComponents(centred(features, n, 40), 10, new RandomStream(4, 'pca'));
    const directions = latentDirections(z, zSize, pca);
    expect(directions.length).toBeLessThanOrEqual(zSize);
    directions.forEach((a, i) => {
      expect(norm(a)).toBeCloseTo(1, 5);
      for (const b of directions.slice(0, i)) expect(dot(a, b)).toBeCloseTo(0, 5);
    });
  });
});
