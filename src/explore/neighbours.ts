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

/**
 * The `count` stored images nearest to a picture pixel by pixel; `images` gives those of a range. `query` holds the
 * picture's values from 0 to 255; distances are root mean square differences in shares of that range. Lets other work
 * in between slices.
 */
export async function nearestInPixels(
  query: Float32Array,
  images: (start: number, end: number) => Uint8Array,
  total: number,
  count: number,
  signal?: AbortSignal,
): Promise<Nearest> {
  const distances = new Float32Array(total);
  for (let start = 0; start < total; start += SLICE) {
    signal?.throwIfAborted();
    const end = Math.min(total, start + SLICE);
    const slice = images(start, end);
    for (let n = start; n < end; n++) {
      let sum = 0;
      const offset = (n - start) * query.length;
      for (let i = 0; i < query.length; i++) {
        const difference = query[i]! - slice[offset + i]!;
        sum += difference * difference;
      }
      distances[n] = Math.sqrt(sum / query.length) / 255;
    }
    await breathe();
  }
  return smallest(distances, count);
}

/** The `count` rows of a table nearest to a vector in cosine distance (0 the same direction, 1 at right angles). */
export function nearestInFeatures(query: Float32Array, { rows, columns, values }: FeatureTable, count: number): Nearest {
  const distances = new Float32Array(rows);
  const length = norm(query);
  for (let n = 0; n < rows; n++) {
    let product = 0;
    let square = 0;
    for (let i = 0; i < columns; i++) {
      const value = values[n * columns + i]!;
      product += value * query[i]!;
      square += value * value;
    }
    distances[n] = 1 - product / Math.max(length * Math.sqrt(square), 1e-20);
  }
  return smallest(distances, count);
}

function smallest(distances: Float32Array, count: number): Nearest {
  const order = Uint32Array.from(distances.keys()).toSorted((i, j) => distances[i]! - distances[j]!);
  const indices = order.slice(0, count);
  return { indices, distances: Float32Array.from(indices, (index) => distances[index]!) };
}
