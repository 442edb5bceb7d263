/** The numbers 0 to count - 1 by norm, the greatest first; of equal ones the earlier first. `vectorOf` gives each one's values. */
export function orderByNorm(count: number, vectorOf: (tile: number) => ArrayLike<number>): number[] {
  const norms = Float64Array.from({ length: count }, (_, tile) => normOf(vectorOf(tile)));
  return Array.from({ length: count }, (_, tile) => tile).toSorted((a, b) => norms[b]! - norms[a]! || a - b);
}

/**
 * Of the numbers 0 to norms.length - 1, the greatest norm first and of equal ones the earlier first, those from rank
 * `from` up to but without `to`. Sorts no more than these and their equals: a large layer has half a million tiles.
 */
export function rankedByNorm(norms: Float64Array, from: number, to: number): number[] {
  const end = Math.min(to, norms.length);
  if (from >= end) return [];
  // What is not a number goes last, so that there is one order whatever the values.
  const keys = norms.map((norm) => (Number.isNaN(norm) ? -Infinity : norm));
  const moved = keys.slice();
  const least = valueOfRank(moved, end - 1, moved.length);
  const greatest = valueOfRank(moved, from, end);
  const between: number[] = [];
  let above = 0;
  for (let tile = 0; tile < keys.length; tile++) {
    const key = keys[tile]!;
    if (key > greatest) above++;
    else if (key >= least) between.push(tile);
  }
  return between.toSorted((a, b) => keys[b]! - keys[a]! || a - b).slice(from - above, end - above);
}

/**
 * The value of a rank, the greatest being 0, among the first `count`, which it moves so that no greater one stands
 * after it (Hoare's quickselect).
 */
function valueOfRank(values: Float64Array, rank: number, count: number): number {
  let [low, high] = [0, count - 1];
  while (low < high) {
    const pivot = values[(low + high) >> 1]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! > pivot) i++;
      while (values[j]! < pivot) j--;
      if (i > j) break;
      const other = values[i]!;
      values[i++] = values[j]!;
      values[j--] = other;
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else break;
  }
  return values[rank]!;
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
