/** How often distances fall into bins of equal width from 0 to `most`: of each bin the count in the first list and in the second. */
export function distanceHistogram(
  first: Float32Array,
  second: Float32Array,
  bins: number,
): { most: number; counts: [number, number][] } {
  const most = Math.max(...first, ...second, 1e-9);
  const counts = Array.from({ length: bins }, (): [number, number] => [0, 0]);
  [first, second].forEach((distances, side) => {
    for (const distance of distances) counts[Math.min(bins - 1, Math.floor((bins * distance) / most))]![side]!++;
  });
  return { most, counts };
}
