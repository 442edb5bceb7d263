import { breathe } from './breathe';

/** Rows compared with all others before something else gets its turn. */
const TURN = 100;

/** For each row its nearest others, nearest first, and their Euclidean distances. */
export interface NearestRows {
  indices: number[][];
  distances: number[][];
}

/** The `count` nearest others of each row, by comparing every two. Lets others have their turn in between. */
export async function nearestRows(rows: readonly number[][], count: number, signal?: AbortSignal): Promise<NearestRows> {
  const squares = rows.map(() => new Float64Array(rows.length));
  for (let i = 0; i < rows.length; i++) {
    if (i % TURN === 0) {
      await breathe();
      signal?.throwIfAborted();
    }
    for (let j = 0; j < i; j++) squares[i]![j] = squares[j]![i] = squaredDistance(rows[i]!, rows[j]!);
  }
  const indices: number[][] = [];
  const distances: number[][] = [];
  squares.forEach((along, i) => {
    const others = Array.from(along.keys()).filter((j) => j !== i);
    const nearest = others.toSorted((a, b) => along[a]! - along[b]!).slice(0, count);
    indices.push(nearest);
    distances.push(nearest.map((j) => Math.sqrt(along[j]!)));
  });
  return { indices, distances };
}

function squaredDistance(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return sum;
}
