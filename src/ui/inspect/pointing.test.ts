import { beforeEach, describe, expect, it } from 'vitest';
import { pointing } from './pointing';

interface Event {
  pointerType: string;
  place: number | null;
}

let told: (readonly [number | null, boolean])[];
const handlers = pointing<Event, number>(({ place }) => place, (place, touched) => void told.push([place, touched]));

beforeEach(() => {
  told = [];
});

describe('pointing', () => {
  it('follows a mouse and ends when it leaves', () => {
    handlers.onPointerMove({ pointerType: 'mouse', place: 3 });
    handlers.onPointerDown({ pointerType: 'mouse', place: 3 });
    handlers.onPointerMove({ pointerType: 'mouse', place: null });
    handlers.onPointerMove({ pointerType: 'mouse', place: 4 });
    handlers.onPointerLeave({ pointerType: 'mouse', place: null });
    expect(told).toEqual([[3, false], [null, false], [4, false], [null, false]]);
  });

  it('keeps what a finger touched last, though it leaves or touches between the places', () => {
    handlers.onPointerDown({ pointerType: 'touch', place: 7 });
    handlers.onPointerMove({ pointerType: 'touch', place: 8 });
    handlers.onPointerLeave({ pointerType: 'touch', place: null });
    handlers.onPointerDown({ pointerType: 'touch', place: null });
    expect(told).toEqual([[7, true]]);
  });
});
