import type { RandomStream } from './random';
import type { Config } from './settings';
import { drawLatents } from './latent';

/** Where latents are drawn from: how many numbers, and U(-1, 1) or N(0, 1) for each. */
export type Prior = Pick<Config, 'zSize' | 'zDistribution'>;

/** The standard deviation of each number of z: 1 for N(0, 1), 1/sqrt(3) for U(-1, 1). */
export function priorStd({ zDistribution }: Prior): number {
  return zDistribution === 'normal' ? 1 : 1 / Math.sqrt(3);
}

/** The dot product of two vectors of the same length. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** The Euclidean length. */
export function norm(z: ArrayLike<number>): number {
  return Math.sqrt(dot(z, z));
}

/** a + scale * b. */
export function addScaled(a: Float32Array, b: ArrayLike<number>, scale: number): Float32Array<ArrayBuffer> {
  return Float32Array.from(a, (value, i) => value + scale * b[i]!);
}

/** The vector with length 1; null for one whose length is zero or not finite. */
export function unit(vector: ArrayLike<number>): Float32Array<ArrayBuffer> | null {
  const length = norm(vector);
  if (!Number.isFinite(length) || length < 1e-12) return null;
  return Float32Array.from(vector, (value) => value / length);
}

/** z with the given length; the zero vector stays as it is. */
export function withNorm(z: Float32Array, length: number): Float32Array<ArrayBuffer> {
  const direction = unit(z);
  return direction ? direction.map((value) => value * length) : z.slice();
}

/**
 * Mean and standard deviation of the norm of z under the prior. Normal: the chi distribution's mean
 * sqrt(2) Gamma((n+1)/2) / Gamma(n/2), by its expansion in 1/n. Uniform: z^2 has mean n/3 and variance 4n/45, so the
 * norm's mean is sqrt(n/3) (1 - 1/(10 n)) to second order. Both leave the variance as E[z^2] - mean^2.
 */
export function priorNorm({ zSize: n, zDistribution }: Prior): { mean: number; std: number } {
  const square = zDistribution === 'normal' ? n : n / 3;
  const mean =
    zDistribution === 'normal'
      ? Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (32 * n ** 2))
      : Math.sqrt(n / 3) * (1 - 1 / (10 * n));
  return { mean, std: Math.sqrt(square - mean ** 2) };
}

/** Standard deviations from the prior's mean norm beyond which a z is one that the generator never saw. */
const UNSEEN = 4;

/** Whether the norm of z is one that training has shown the generator, or z lies in the dead zone near 0 or far out. */
export function normVerdict(z: Float32Array, prior: Prior): 'typical' | 'nearZero' | 'farOut' {
  const { mean, std } = priorNorm(prior);
  const deviation = (norm(z) - mean) / std;
  if (deviation < -UNSEEN) return 'nearZero';
  return deviation > UNSEEN ? 'farOut' : 'typical';
}

/** How many numbers of z lie outside of what the prior can give; always 0 for a normal one. */
export function countOutside(z: Float32Array, { zDistribution }: Prior): number {
  if (zDistribution === 'normal') return 0;
  return z.reduce((count, value) => count + (Math.abs(value) > 1 + 1e-6 ? 1 : 0), 0);
}

/** Where z stands along a unit direction, in standard deviations of the prior. */
export function coordinate(z: ArrayLike<number>, direction: ArrayLike<number>, prior: Prior): number {
  return dot(z, direction) / priorStd(prior);
}

/** z moved along a unit direction to where its coordinate (in standard deviations) is `value`. */
export function withCoordinate(
  z: Float32Array,
  direction: ArrayLike<number>,
  value: number,
  prior: Prior,
): Float32Array<ArrayBuffer> {
  return addScaled(z, direction, (value - coordinate(z, direction, prior)) * priorStd(prior));
}

/**
 * Makes vectors orthonormal in their order (modified Gram-Schmidt, twice over for accuracy); one that lies in the
 * span of those before it is left out.
 */
export function orthonormalBasis(vectors: readonly ArrayLike<number>[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const vector of vectors) {
    const rest = Float64Array.from(vector);
    const before = norm(rest);
    for (let pass = 0; pass < 2; pass++)
      for (const axis of basis) {
        const along = dot(rest, axis);
        for (let i = 0; i < rest.length; i++) rest[i]! -= along * axis[i]!;
      }
    const length = norm(rest);
    if (length > 1e-6 * before && length > 0) basis.push(rest.map((value) => value / length));
  }
  return basis;
}

/** What a shuffle or a reset must leave as it is: single numbers of z, and z's coordinates along directions. */
export interface Held {
  dimensions: Iterable<number>;
  directions: readonly ArrayLike<number>[];
}

/**
 * The point nearest to `target` that agrees with `z` in everything held: z plus the part of (target - z) that is
 * orthogonal to every held direction.
 */
export function holding(z: Float32Array, target: Float32Array, held: Held): Float32Array<ArrayBuffer> {
  const dimensions = [...held.dimensions];
  const axes = dimensions.map((dimension) => {
    const axis = new Float64Array(z.length);
    axis[dimension] = 1;
    return axis;
  });
  const result = Float64Array.from(target);
  for (const axis of orthonormalBasis([...axes, ...held.directions])) {
    let along = 0;
    for (let i = 0; i < z.length; i++) along += axis[i]! * (z[i]! - result[i]!);
    for (let i = 0; i < z.length; i++) result[i]! += along * axis[i]!;
  }
  // Not only to rounding: a locked number is the same number.
  for (const dimension of dimensions) result[dimension] = z[dimension]!;
  return Float32Array.from(result);
}

/** One latent drawn from the prior. */
export function drawLatent(stream: RandomStream, prior: Prior): Float32Array<ArrayBuffer> {
  return drawLatents(stream, 1, prior);
}

/** Latents one after the other as one row-major array [n, zSize]. */
export function stackLatents(latents: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const zSize = latents[0]?.length ?? 0;
  const stacked = new Float32Array(latents.length * zSize);
  latents.forEach((z, n) => stacked.set(z, n * zSize));
  return stacked;
}

/** The rows of a row-major array [n, zSize] as vectors of their own. */
export function splitLatents(stacked: Float32Array, zSize: number): Float32Array<ArrayBuffer>[] {
  return Array.from({ length: stacked.length / zSize }, (_, n) =>
    Float32Array.from(stacked.subarray(n * zSize, (n + 1) * zSize)),
  );
}
