import { dot, norm } from './latent-space';
import type { Prior } from './latent-space';

/** How to go from one z to another: on a straight line, or along the arc of a sphere. */
export type Interpolation = 'linear' | 'spherical';
export const INTERPOLATIONS: readonly Interpolation[] = ['spherical', 'linear'];

/**
 * What suits a prior: the midpoint of two normal z has a norm that the prior never gives, so normal latents want the
 * arc; uniform ones fill a cube in which straight lines stay.
 */
export function defaultInterpolation({ zDistribution }: Pick<Prior, 'zDistribution'>): Interpolation {
  return zDistribution === 'normal' ? 'spherical' : 'linear';
}

/** Below this sine of the angle between them, vectors count as parallel. */
const PARALLEL = 1e-4;

/** (1 - t) a + t b; exactly a at 0 and b at 1. */
export function lerp(a: Float32Array, b: Float32Array, t: number): Float32Array<ArrayBuffer> {
  return mix(a, b, 1 - t, t);
}

/**
 * sin((1 - t) w) / sin(w) a + sin(t w) / sin(w) b, where w is the angle between a and b (Shoemake 1985, as White 2016
 * uses it for latents); exactly a at 0 and b at 1. For vectors that are parallel, opposite or zero there is no one
 * arc, and it is the straight line.
 */
export function slerp(a: Float32Array, b: Float32Array, t: number): Float32Array<ArrayBuffer> {
  const cosine = Math.max(-1, Math.min(1, dot(a, b) / (norm(a) * norm(b))));
  const angle = Math.acos(cosine);
  const sine = Math.sin(angle);
  if (!(sine > PARALLEL) || t === 0 || t === 1) return lerp(a, b, t);
  return mix(a, b, Math.sin((1 - t) * angle) / sine, Math.sin(t * angle) / sine);
}

/** The z at `t` from 0 (a) to 1 (b). */
export function interpolate(
  kind: Interpolation,
  a: Float32Array,
  b: Float32Array,
  t: number,
): Float32Array<ArrayBuffer> {
  switch (kind) {
    case 'linear':
      return lerp(a, b, t);
    case 'spherical':
      return slerp(a, b, t);
    default:
      return kind satisfies never;
  }
}

function mix(a: Float32Array, b: Float32Array, ofA: number, ofB: number): Float32Array<ArrayBuffer> {
  if (ofB === 0) return Float32Array.from(a);
  if (ofA === 0) return Float32Array.from(b);
  return Float32Array.from(a, (value, i) => ofA * value + ofB * b[i]!);
}
