import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** As a ref: who acts by keyboard goes on from the element that has just come. */
export function focusOnArrival(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
}

/** Keeps who acts by keyboard at a place whose buttons come and go: when `state` changes and focus is lost, it goes there. */
export function useKeptFocus<E extends HTMLElement>(state: string): RefObject<E | null> {
  const place = useRef<E>(null);
  const before = useRef(state);
  useEffect(() => {
    // A page that has just come has lost nobody's focus.
    if (before.current === state) return;
    before.current = state;
    if (document.activeElement === document.body || document.activeElement === null) place.current?.focus({ preventScroll: true });
  }, [state]);
  return place;
}
