import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dot, norm } from './latent-space';
import { centred, principalComponents, symmetricEigen } from './pca';
import { RandomStream } from './random';

/** Rows drawn from a normal distribution with the given standard deviation along each orthonormal axis. */
function cloud(rows: number, axes: readonly number[][], stds: readonly number[], mean: readonly number[]): Float32Array {
  const stream = new RandomStream(7, 'cloud');
  const values = new Float32Array(rows * mean.length);
  for (let r = 0; r < rows; r++) {
    const along = stream.fillNormal(new Float32Array(axes.length));
    mean.forEach((centre, c) => {
      values[r * mean.length + c] = axes.reduce((sum, axis, k) => sum + stds[k]! * along[k]! * axis[c]!, centre);
    });
  }
  return values;
}

describe('symmetricEigen', () => {
  it('has the hand values of a 2 x 2 matrix', () => {
    const { values, vectors } = symmetricEigen([Float64Array.of(2, 1), Float64Array.of(1, 2)]);
    expect([...values]).toEqual([expect.closeTo(3, 12), expect.closeTo(1, 12)]);
    expect([...vectors[0]!]).toEqual([expect.closeTo(Math.SQRT1_2, 12), expect.closeTo(Math.SQRT1_2, 12)]);
    expect(dot(vectors[0]!, vectors[1]!)).toBeCloseTo(0, 12);
  });

  it('gives A v = lambda v, unit orthogonal vectors and falling values, for any symmetric matrix', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer(), (n, seed) => {
        const raw = new RandomStream(seed, 'matrix').fillNormal(new Float32Array(n * n));
        const matrix = Array.from({ length: n }, (_, i) =>
          Float64Array.from({ length: n }, (__, j) => raw[i * n + j]! + raw[j * n + i]!),
        );
        const { values, vectors } = symmetricEigen(matrix);
        vectors.forEach((vector, k) => {
          expect(norm(vector)).toBeCloseTo(1, 9);
          matrix.forEach((row, i) => expect(dot(row, vector)).toBeCloseTo(values[k]! * vector[i]!, 8));
          if (k > 0) expect(values[k - 1]!).toBeGreaterThanOrEqual(values[k]!);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('copes with a zero matrix', () => {
    expect([...symmetricEigen([new Float64Array(2), new Float64Array(2)]).values]).toEqual([0, 0]);
  });
});

describe('principalComponents', () => {
  const s = Math.SQRT1_2;
  const axes = [[s, s, 0, 0], [s, -s, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]];
  const stds = [5, 3, 1, 0.1];
  const rows = 4000;
  const values = cloud(rows, axes, stds, [10, -20, 3, 0]);

  it('finds the axes and variances of a known covariance', async () => {
    const { scores, variances } = await principalComponents(centred(values, rows, 4), 3, new RandomStream(1, 'pca'));
    expect(scores).toHaveLength(3);
    scores.forEach((x, k) => {
      // What the rows are on the average when they are weighed by their scores points along the component.
      const axis = [0, 1, 2, 3].map((c) => x.reduce((sum, score, r) => sum + score * values[r * 4 + c]!, 0));
      expect(Math.abs(dot(axis, axes[k]!)) / norm(axis)).toBeGreaterThan(0.999);
      expect(Math.abs(variances[k]! / stds[k]! ** 2 - 1)).toBeLessThan(0.06);
    });
  });

  it('gives scores that are centred and uncorrelated, with those variances', async () => {
    const { scores, variances } = await principalComponents(centred(values, rows, 4), 3, new RandomStream(1, 'pca'));
    scores.forEach((x, k) => {
      expect(Math.abs(x.reduce((sum, value) => sum + value, 0) / rows)).toBeLessThan(1e-9);
      scores.forEach((y, l) => expect(dot(x, y) / rows).toBeCloseTo(k === l ? variances[k]! : 0, 6));
    });
  });

  it('tells how far it has come, from the start to the end', async () => {
    const told: number[] = [];
    const data = centred(values, rows, 4);
    await principalComponents(data, 3, new RandomStream(1, 'pca'), (done, total) => told.push(done / total));
    expect([told[0], told.at(-1)]).toEqual([0, 1]);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
  });

  it('agrees with the full eigendecomposition when the matrix is wide', async () => {
    const [n, d] = [30, 60];
    const wide = new RandomStream(3, 'wide').fillNormal(new Float32Array(n * d));
    const data = centred(wide, n, d);
    const unit = (i: number) => Float32Array.from({ length: d }, (_, j) => (i === j ? 1 : 0));
    const columns = data.times(data.panel(Array.from({ length: d }, (_, i) => unit(i))));
    const covariance = columns.map((a) => Float64Array.from(columns, (b) => dot(a, b) / n));
    const exact = symmetricEigen(covariance).values;
    const { variances } = await principalComponents(data, 4, new RandomStream(5, 'pca'));
    variances.forEach((variance, k) => expect(Math.abs(variance / exact[k]! - 1)).toBeLessThan(0.01));
  });

  it('finds as many components as there are axes along which the data vary', async () => {
    const flat = centred(new Float32Array(12).fill(2), 4, 3);
    expect((await principalComponents(flat, 2, new RandomStream(1, 'pca'))).scores).toEqual([]);
    const line = centred(Float32Array.of(0, 0, 0, 1, 2, 3, 2, 4, 6, 3, 6, 9), 4, 3);
    const { scores, variances } = await principalComponents(line, 2, new RandomStream(1, 'pca'));
    expect(scores).toHaveLength(1);
    // Multiples 0 to 3 of a vector whose square is 14: their variance is 5/4.
    expect([...variances]).toEqual([expect.closeTo(14 * 1.25, 9)]);
  });
});
