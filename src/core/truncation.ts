import type { Prior } from './latent-space';

/**
 * Truncation draws every number of z from the prior cut to [-limit, limit] (Brock et al. 2019, section 3.1): the
 * smaller the limit, the more typical and the less varied the images.
 */

/** The limits that make sense: all of U(-1, 1), or 3 standard deviations of N(0, 1), down to a tenth of that. */
export function truncationRange({ zDistribution }: Prior): { min: number; max: number } {
  const max = zDistribution === 'uniform' ? 1 : 3;
  return { min: max / 10, max };
}

/**
 * z drawn under one limit, as the same draw is under another: each number keeps its quantile in the cut prior, so
 * that moving the limit moves the image without jumps. Infinity means no limit; numbers outside of the old limit go
 * to the new one.
 */
export function changeTruncation(z: Float32Array, from: number, to: number, prior: Prior): Float32Array<ArrayBuffer> {
  if (from === to) return Float32Array.from(z);
  return Float32Array.from(z, (value) => {
    const inside = Math.max(-from, Math.min(from, value));
    return prior.zDistribution === 'uniform' ? rescaleUniform(inside, from, to) : requantileNormal(inside, from, to);
  });
}

function rescaleUniform(value: number, from: number, to: number): number {
  return (value / Math.min(from, 1)) * Math.min(to, 1);
}

/** Works in the lower tail, where the distribution function keeps its digits; the upper one is its mirror image. */
function requantileNormal(value: number, from: number, to: number): number {
  const below = normalCdf(-from);
  const share = (normalCdf(-Math.abs(value)) - below) / (1 - 2 * below);
  const cut = normalCdf(-to);
  const moved = normalQuantile(cut + share * (1 - 2 * cut));
  return value > 0 ? -moved : moved;
}

/** The distribution function of N(0, 1): 1/2 erfc(-x / sqrt(2)), with a relative error below 1.2e-7 (Press et al., erfcc). */
export function normalCdf(x: number): number {
  if (x === -Infinity) return 0;
  if (x === Infinity) return 1;
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + z / 2);
  const coefficients = [
    0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196, 1.00002368,
  ];
  const series = coefficients.reduce((sum, c) => c + t * sum, 0);
  const erfc = t * Math.exp(-z * z - 1.26551223 + t * series);
  return x <= 0 ? erfc / 2 : 1 - erfc / 2;
}

/** The inverse of the distribution function of N(0, 1), by bisection: `p` from 0 to 1. */
export function normalQuantile(p: number): number {
  if (p <= 0) return -Infinity;
  if (p >= 1) return Infinity;
  let low = -40;
  let high = 40;
  // 60 halvings of 80 leave 1e-16, below what a float32 latent can hold.
  for (let n = 0; n < 60; n++) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
