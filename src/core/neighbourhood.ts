import type { Table } from './frechet';

/** Rows whose distances are computed before others get a turn. */
const SLICE = 64;
/** How many neighbours mark out a real image's neighbourhood (Kynkaanniemi et al. 2019, section 3). */
export const NEIGHBOURS = 3;

/** Squared distances between the rows of two tables, row-major [a.rows, b.rows]. */
export interface DistanceTable {
  rows: number;
  columns: number;
  values: Float32Array<ArrayBuffer>;
}

/** The squared Euclidean distances of all rows of `a` to all of `b`, a few at a time. */
export async function distances(a: Table, b: Table, pause: () => Promise<void>): Promise<DistanceTable> {
  const width = a.columns;
  const values = new Float32Array(a.rows * b.rows);
  for (let i = 0; i < a.rows; i++) {
    if (i % SLICE === SLICE - 1) await pause();
    const from = i * width;
    for (let j = 0; j < b.rows; j++) {
      const to = j * width;
      let sum = 0;
      for (let c = 0; c < width; c++) {
        const difference = a.values[from + c]! - b.values[to + c]!;
        sum += difference * difference;
      }
      values[i * b.rows + j] = sum;
    }
  }
  return { rows: a.rows, columns: b.rows, values };
}

/** Distances within two sets and across from the first to the second. */
export interface PairDistances {
  within: readonly [DistanceTable, DistanceTable];
  across: DistanceTable;
}

/** All distances of two tables. */
export async function pairDistances(a: Table, b: Table, pause: () => Promise<void>): Promise<PairDistances> {
  return { within: [await distances(a, a, pause), await distances(b, b, pause)], across: await distances(a, b, pause) };
}

/**
 * Leave-one-out accuracy of a 1-nearest-neighbour classifier that tells two sets of equal size apart (Lopez-Paz and
 * Oquab 2017): 1/2 where they are alike, 1 where they are apart, below 1/2 where one repeats the other. Of several
 * nearest at one distance each counts in part, so that the order of images plays no role.
 */
export function nearestNeighbourAccuracy({ within: [first, second], across }: PairDistances): number {
  const n = across.rows;
  if (n !== across.columns || n < 2) throw new RangeError('two sets of equal size are needed, of two images or more');
  let right = 0;
  for (let i = 0; i < n; i++) {
    right += shareOfOwn(n, (j) => (j === i ? Infinity : first.values[i * n + j]!), (j) => across.values[i * n + j]!);
    right += shareOfOwn(n, (j) => (j === i ? Infinity : second.values[i * n + j]!), (j) => across.values[j * n + i]!);
  }
  return right / (2 * n);
}

/** Of the nearest, the share that is of the own set. */
function shareOfOwn(n: number, own: (j: number) => number, other: (j: number) => number): number {
  let [nearest, ours, theirs] = [Infinity, 0, 0];
  for (let j = 0; j < 2 * n; j++) {
    const distance = j < n ? own(j) : other(j - n);
    if (distance > nearest) continue;
    if (distance < nearest) [nearest, ours, theirs] = [distance, 0, 0];
    if (j < n) ours++;
    else theirs++;
  }
  return ours / (ours + theirs);
}

/** How much of what is generated is like something real, and how much of what is real is like something generated. */
export interface PrecisionRecall {
  precision: number;
  recall: number;
}

/**
 * Improved precision and recall (Kynkaanniemi et al. 2019, equations 1 and 2): the share of generated images that lie
 * nearer to some real one than that one's third nearest real neighbour, and the same the other way round. The first
 * set is generated, the second real. Null where a set has no more images than neighbours.
 */
export function precisionRecall({ within: [generated, real], across }: PairDistances): PrecisionRecall | null {
  if (Math.min(across.rows, across.columns) <= NEIGHBOURS) return null;
  const radii = [neighbourRadii(generated), neighbourRadii(real)] as const;
  const { rows, columns, values } = across;
  const reached = { generated: new Uint8Array(rows), real: new Uint8Array(columns) };
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      const distance = values[i * columns + j]!;
      if (distance <= radii[1][j]!) reached.generated[i] = 1;
      if (distance <= radii[0][i]!) reached.real[j] = 1;
    }
  const share = (marks: Uint8Array) => marks.reduce((sum, mark) => sum + mark, 0) / marks.length;
  return { precision: share(reached.generated), recall: share(reached.real) };
}

/** Each row's squared distance to its third nearest neighbour, itself not counted. */
function neighbourRadii({ rows, values }: DistanceTable): Float32Array {
  return Float32Array.from({ length: rows }, (_, i) => {
    const nearest = new Float32Array(NEIGHBOURS).fill(Infinity);
    for (let j = 0; j < rows; j++) {
      const distance = values[i * rows + j]!;
      if (j === i || distance >= nearest[NEIGHBOURS - 1]!) continue;
      let at = NEIGHBOURS - 1;
      for (; at > 0 && nearest[at - 1]! > distance; at--) nearest[at] = nearest[at - 1]!;
      nearest[at] = distance;
    }
    return nearest[NEIGHBOURS - 1]!;
  });
}
