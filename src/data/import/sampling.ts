/** Whether item `index` of `total` is among the `wanted` that are spread evenly over all. */
export function isSampled(index: number, total: number, wanted: number): boolean {
  if (wanted >= total) return true;
  return Math.floor(((index + 1) * wanted) / total) > Math.floor((index * wanted) / total);
}
