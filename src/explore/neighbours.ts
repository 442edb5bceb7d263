import { norm } from '../core/latent-space';
import { breathe } from './breathe';
import type { FeatureTable } from './features';

/** The nearest of some images: their indices, and their distances, nearest first. */
export interface Nearest {
  indices: Uint32Array<ArrayBuffer>;
  distances: Float32Array<ArrayBuffer>;
}

/** Images compared before others get a turn. */
const SLICE = 4096;
/** Pixels compared between two looks at whether an image is out of the running already. */
const PIXELS = 64;

/**
 * The `count` stored images nearest to a picture pixel by pixel; `images` gives those of a range. `query` holds the
 * picture's values from 0 to 255; distances are root mean square differences in shares of that range. Lets other work
 * in between slices. An image is given up as soon as it is farther than the farthest that counts (Bei and Gray 1985).
 */
export async function nearestInPixels(
  query: Float32Array,
  images: (start: number, end: number) => Uint8Array,
  total: number,
  count: number,
  signal?: AbortSignal,
): Promise<Nearest> {
  const nearest = new Shortlist(count);
  for (let start = 0; start < total; start += SLICE) {
    signal?.throwIfAborted();
    const end = Math.min(total, start + SLICE);
    const slice = images(start, end);
    for (let n = start; n < end; n++) nearest.offer(n, squaredDistance(query, slice, n - start, nearest.limit));
    await breathe();
  }
  return nearest.take((square) => Math.sqrt(square / query.length) / 255);
}

/** The squared distance of a picture to one of a slice; Infinity where it is known to be more than `limit`. */
function squaredDistance(query: Float32Array, slice: Uint8Array, n: number, limit: number): number {
  const { length } = query;
  const offset = n * length;
  let sum = 0;
  for (let i = 0; i < length; ) {
    const end = Math.min(length, i + PIXELS);
    for (; i < end; i++) {
      const difference = query[i]! - slice[offset + i]!;
      sum += difference * difference;
    }
    if (sum > limit) return Infinity;
  }
  return sum;
}

/** The `count` rows of a table nearest to a vector in cosine distance (0 the same direction, 1 at right angles). */
export function nearestInFeatures(query: Float32Array, { rows, columns, values }: FeatureTable, count: number): Nearest {
  const nearest = new Shortlist(Math.min(count, rows));
  const length = norm(query);
  for (let n = 0; n < rows; n++) {
    let product = 0;
    let square = 0;
    for (let i = 0; i < columns; i++) {
      const value = values[n * columns + i]!;
      product += value * query[i]!;
      square += value * value;
    }
    nearest.offer(n, 1 - product / Math.max(length * Math.sqrt(square), 1e-20));
  }
  return nearest.take((distance) => distance);
}

/** The nearest so far, nearest first; of two as near, the one offered first. */
class Shortlist {
  readonly #most: number;
  readonly #indices: number[] = [];
  readonly #distances: number[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /** What is farther than this is not taken. */
  get limit(): number {
    return this.#distances.length < this.#most ? Infinity : (this.#distances.at(-1) ?? -Infinity);
  }

  offer(index: number, distance: number): void {
    if (this.#distances.length === this.#most && !(distance < this.limit)) return;
    let place = this.#distances.length;
    while (place > 0 && this.#distances[place - 1]! > distance) place--;
    this.#indices.splice(place, 0, index);
    this.#distances.splice(place, 0, distance);
    this.#indices.length = this.#distances.length = Math.min(this.#most, this.#distances.length);
  }

  take(measure: (distance: number) => number): Nearest {
    return { indices: Uint32Array.from(this.#indices), distances: Float32Array.from(this.#distances, measure) };
  }
}
