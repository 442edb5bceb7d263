/** The numbers 0 to count - 1 by norm, the greatest first; of equal ones the earlier first. `vectorOf` gives each one's values. */
export function orderByNorm(count: number, vectorOf: (tile: number) => ArrayLike<number>): number[] {
  const norms = Float64Array.from({ length: count }, (_, tile) => normOf(vectorOf(tile)));
  return Array.from({ length: count }, (_, tile) => tile).toSorted((a, b) => norms[b]! - norms[a]! || a - b);
}

/**
 * Of the numbers 0 to norms.length - 1, the greatest norm first and of equal ones the earlier first, those from rank
 * `from` up to but without `to`. Sorts no more than these: a large layer has half a million tiles (Hoare's quickselect).
 */
export function rankedByNorm(norms: Float64Array, from: number, to: number): number[] {
  const tiles = Int32Array.from(norms, (_, tile) => tile);
  // What is not a number goes last, so that there is one order whatever the values.
  const missing = (tile: number) => Number(Number.isNaN(norms[tile]));
  const before = (a: number, b: number) => norms[b]! - norms[a]! || missing(a) - missing(b) || a - b;
  const end = Math.min(to, tiles.length);
  select(tiles, from, 0, tiles.length, before);
  select(tiles, end, Math.min(from, end), tiles.length, before);
  return [...tiles.subarray(from, end)].toSorted(before);
}

/** Moves the numbers between `start` and `stop` so that those of the ranks below `rank` stand before it. */
function select(tiles: Int32Array, rank: number, start: number, stop: number, before: (a: number, b: number) => number): void {
  let [low, high] = [start, stop - 1];
  while (low < high && rank > low && rank <= high) {
    const pivot = tiles[(low + high) >> 1]!;
    let [i, j] = [low, high];
    while (i <= j) {
      while (before(tiles[i]!, pivot) < 0) i++;
      while (before(tiles[j]!, pivot) > 0) j--;
      if (i > j) break;
      [tiles[i], tiles[j]] = [tiles[j]!, tiles[i]!];
      i++;
      j--;
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else return;
  }
}

/**
 * The numbers 0 to count - 1 so that similar ones stand together: from the one of the greatest norm on, always the
 * remaining one of the greatest cosine to the last. Takes count^2 comparisons.
 */
export function orderBySimilarity(count: number, vectorOf: (tile: number) => ArrayLike<number>): number[] {
  const vectors = Array.from({ length: count }, (_, tile) => unit(vectorOf(tile)));
  const [first] = orderByNorm(count, vectorOf);
  if (first === undefined) return [];
  const order = [first];
  const rest = new Set(vectors.keys());
  rest.delete(first);
  while (rest.size > 0) {
    const last = vectors[order.at(-1)!]!;
    let nearest = -1;
    let greatest = -Infinity;
    for (const tile of rest) {
      const cosine = dot(last, vectors[tile]!);
      if (cosine > greatest) [nearest, greatest] = [tile, cosine];
    }
    order.push(nearest);
    rest.delete(nearest);
  }
  return order;
}

function unit(vector: ArrayLike<number>): Float64Array {
  const norm = normOf(vector) || 1;
  return Float64Array.from(vector, (value) => value / norm);
}

const normOf = (vector: ArrayLike<number>) => Math.sqrt(dot(vector, vector));

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
