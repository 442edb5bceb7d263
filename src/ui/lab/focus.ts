/** As a ref: who acts by keyboard goes on from the element that has just come. */
export function focusOnArrival(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
}
