/** Scrolls a row, if it scrolls, so that something in it is in its middle; nothing else moves. */
export function bringToMiddle(item: Element, row: Element | null): void {
  if (!row) return;
  const [inner, outer] = [item.getBoundingClientRect(), row.getBoundingClientRect()];
  row.scrollLeft += inner.left + inner.width / 2 - (outer.left + outer.width / 2);
}
