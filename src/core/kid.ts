import type { Table } from './frechet';
import type { RandomStream } from './random';

/** A distance as its mean over random subsets, and the standard deviation between them. */
export interface SubsetEstimate {
  mean: number;
  std: number;
  /** Images of either set in one subset, and how many subsets. */
  size: number;
  subsets: number;
}

/** Subsets that the kernel distance is taken over, and the images of either set in each. */
export const KID_SUBSETS = 50;
export const KID_SUBSET_SIZE = 100;
/** Fewer images in a subset say next to nothing. */
const LEAST_SIZE = 10;

/** The kernel of KID, (x . y / d + 1)^3 (Binkowski et al. 2018, section 4). */
function kernel(a: Table, row: number, b: Table, other: number): number {
  const { columns } = a;
  let product = 0;
  for (let c = 0; c < columns; c++) product += a.values[row * columns + c]! * b.values[other * columns + c]!;
  return (product / columns + 1) ** 3;
}

/**
 * The unbiased estimate of the squared maximum mean discrepancy between rows of two tables (Gretton et al. 2012, lemma
 * 6): means of the kernel over pairs of different rows within each, minus twice the mean across. Around 0, and so now
 * and then below it, where both come from one distribution.
 */
export function kernelDistance(a: Table, rowsA: Uint32Array, b: Table, rowsB: Uint32Array): number {
  return meanWithin(a, rowsA) + meanWithin(b, rowsB) - 2 * meanAcross(a, rowsA, b, rowsB);
}

function meanWithin(table: Table, rows: Uint32Array): number {
  const m = rows.length;
  let sum = 0;
  for (let i = 0; i < m; i++) for (let j = 0; j < i; j++) sum += kernel(table, rows[i]!, table, rows[j]!);
  return (2 * sum) / (m * (m - 1));
}

function meanAcross(a: Table, rowsA: Uint32Array, b: Table, rowsB: Uint32Array): number {
  let sum = 0;
  for (const i of rowsA) for (const j of rowsB) sum += kernel(a, i, b, j);
  return sum / (rowsA.length * rowsB.length);
}

/**
 * KID: the kernel distance between two tables over random subsets. Gives others a turn through `pause` after each.
 * Null where either table has too few rows.
 */
export async function kernelDistances(
  a: Table,
  b: Table,
  random: RandomStream,
  pause: () => Promise<void>,
): Promise<SubsetEstimate | null> {
  // Subsets of more than half would be nearly one and the same, and their spread would say nothing.
  const size = Math.min(KID_SUBSET_SIZE, Math.floor(Math.min(a.rows, b.rows) / 2));
  if (size < LEAST_SIZE) return null;
  const found: number[] = [];
  while (found.length < KID_SUBSETS) {
    const pick = ({ rows }: Table) => random.permutation(rows).slice(0, size);
    found.push(kernelDistance(a, pick(a), b, pick(b)));
    await pause();
  }
  const mean = found.reduce((sum, value) => sum + value, 0) / found.length;
  const variance = found.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (found.length - 1);
  return { mean, std: Math.sqrt(variance), size, subsets: found.length };
}
