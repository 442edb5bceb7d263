import type { RandomStream } from './random';

/** Directions that images are projected on. */
export const SLICES = 128;

/** Images as rows of numbers in [0, 1]. */
export interface PixelRows {
  rows: number;
  columns: number;
  /** Row `n` of the images, a view or a copy. */
  row: (n: number) => ArrayLike<number>;
}

/**
 * The sliced Wasserstein distance of two sets of as many images (Rabin et al. 2011): both are projected on random unit
 * directions, where the 2-Wasserstein distance pairs the sorted values; the root of the mean square over all directions,
 * in the units of the pixels. Needs no network and no covariance, so it has an answer for two images already.
 */
export async function slicedWasserstein(
  a: PixelRows,
  b: PixelRows,
  random: RandomStream,
  pause: () => Promise<void>,
): Promise<number> {
  if (a.rows !== b.rows || a.columns !== b.columns) throw new RangeError('two sets of the same shape are needed');
  let sum = 0;
  for (let slice = 0; slice < SLICES; slice++) {
    const direction = unitVector(a.columns, random);
    const [first, second] = [project(a, direction).sort(), project(b, direction).sort()];
    for (let i = 0; i < first.length; i++) sum += (first[i]! - second[i]!) ** 2 / first.length;
    await pause();
  }
  return Math.sqrt(sum / SLICES);
}

function unitVector(length: number, random: RandomStream): Float32Array {
  const vector = random.fillNormal(new Float32Array(length));
  const scale = 1 / Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return vector.map((value) => value * scale);
}

function project({ rows, columns, row }: PixelRows, direction: Float32Array): Float64Array {
  return Float64Array.from({ length: rows }, (_, n) => {
    const values = row(n);
    let sum = 0;
    for (let c = 0; c < columns; c++) sum += values[c]! * direction[c]!;
    return sum;
  });
}

/** Stored images, uint8 of `columns` numbers each, as rows in [0, 1]. */
export function pixelRows(bytes: Uint8Array, columns: number): PixelRows {
  const rows = bytes.length / columns;
  const buffer = new Float32Array(columns);
  return {
    rows,
    columns,
    row: (n) => {
      for (let c = 0; c < columns; c++) buffer[c] = bytes[n * columns + c]! / 255;
      return buffer;
    },
  };
}
