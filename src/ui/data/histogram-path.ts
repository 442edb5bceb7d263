/**
 * The outline of a histogram as an SVG path, one unit a bin and `height` for `most`. Heights are square roots of the
 * counts, so that rare values are seen beside a background that is nearly everything.
 */
export function histogramPath(counts: Float64Array, most: number, height: number): string {
  const points = Array.from(counts, (count, i) => `${i} ${(height * (1 - Math.sqrt(count / most))).toFixed(1)}`);
  return `M${points.join('L')}`;
}
