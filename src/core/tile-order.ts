/** The numbers 0 to count - 1 by norm, the greatest first; of equal ones the earlier first. `vectorOf` gives each one's values. */
export function orderByNorm(count: number, vectorOf: (tile: number) => ArrayLike<number>): number[] {
  const norms = Float64Array.from({ length: count }, (_, tile) => normOf(vectorOf(tile)));
  return Array.from({ length: count }, (_, tile) => tile).toSorted((a, b) => norms[b]! - norms[a]! || a - b);
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
