/** What is needed of a pointer's event. */
interface Pointer {
  pointerType: string;
}

/**
 * Handlers that tell the place under the pointer: a mouse's or a pen's as it moves, and null when it leaves; of a finger
 * the place that it touched last, which stays, since a finger that has gone points nowhere.
 */
export function pointing<E extends Pointer, P>(at: (event: E) => P | null, tell: (place: P | null, touched: boolean) => void) {
  const touches = ({ pointerType }: E) => pointerType === 'touch';
  return {
    onPointerDown: (event: E) => {
      const place = touches(event) ? at(event) : null;
      if (place) tell(place, true);
    },
    onPointerMove: (event: E) => {
      if (!touches(event)) tell(at(event), false);
    },
    onPointerLeave: (event: E) => {
      if (!touches(event)) tell(null, false);
    },
  };
}
