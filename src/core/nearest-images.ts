/** Images compared before others get a turn. */
const SLICE = 512;

/** For each query the nearest image of a pool: its index, and the root mean square difference of pixels in [0, 1]. */
export interface NearestImages {
  indices: Uint32Array<ArrayBuffer>;
  distances: Float32Array<ArrayBuffer>;
}

/** Finds each query's nearest image in a pool pixel by pixel. Bytes of `columns` numbers an image; the first of equals. */
export async function nearestImages(
  queries: Uint8Array,
  pool: Uint8Array,
  columns: number,
  pause: () => Promise<void>,
): Promise<NearestImages> {
  const count = queries.length / columns;
  const indices = new Uint32Array(count);
  const distances = new Float32Array(count);
  for (let q = 0; q < count; q++) {
    const query = queries.subarray(q * columns, (q + 1) * columns);
    let [best, found] = [Infinity, 0];
    for (let n = 0; n * columns < pool.length; n++) {
      if (n % SLICE === SLICE - 1) await pause();
      const distance = squareDistance(query, pool, n * columns, best);
      if (distance < best) [best, found] = [distance, n];
    }
    indices[q] = found;
    distances[q] = Math.sqrt(best / columns) / 255;
  }
  return { indices, distances };
}

/** Pixels between two looks at whether the distance is past the best already. */
const STRIDE = 64;

function squareDistance(query: Uint8Array, pool: Uint8Array, offset: number, best: number): number {
  let sum = 0;
  for (let start = 0; start < query.length && sum < best; start += STRIDE) {
    const end = Math.min(query.length, start + STRIDE);
    for (let c = start; c < end; c++) {
      const difference = query[c]! - pool[offset + c]!;
      sum += difference * difference;
    }
  }
  return sum;
}

/** The share of pairs in which the first is the smaller; a tie counts half. */
export function shareNearer(first: ArrayLike<number>, second: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < first.length; i++) sum += first[i]! < second[i]! ? 1 : first[i]! === second[i]! ? 0.5 : 0;
  return sum / first.length;
}
