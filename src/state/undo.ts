import { temporal } from 'zundo';
import { createStore } from 'zustand/vanilla';

/** States that can be gone back through; more than a person remembers. */
const LIMIT = 200;
/** A change of the same gesture within this time belongs to the one before, in milliseconds. */
const GESTURE_MS = 1000;

/** Whether two states hold the same values. */
function unchanged<T extends object>(a: T, b: T): boolean {
  return (Object.keys(a) as (keyof T)[]).every((key) => Object.is(a[key], b[key]));
}

/**
 * A store whose every change can be undone and redone. Changes of one gesture, such as dragging a slider, are undone
 * together: `change` with the same gesture name in quick succession.
 */
export function createUndoable<T extends object>(initial: T, now: () => number) {
  let gesture: { name: string; at: number } | null = null;
  let continuing = false;
  const store = createStore<T>()(
    temporal(() => initial, {
      limit: LIMIT,
      equality: unchanged,
      handleSet: (remember) => (past) => {
        if (!continuing) remember(past);
      },
    }),
  );
  /** Changes a part of the state; without a gesture's name it is a step of its own. */
  const change = (part: Partial<T>, name?: string): void => {
    const at = now();
    continuing = name !== undefined && gesture?.name === name && at - gesture.at < GESTURE_MS;
    gesture = name === undefined ? null : { name, at };
    try {
      store.setState(part);
    } finally {
      continuing = false;
    }
  };
  /** Changes a part of the state that is no doing of the person's: undoing passes it by. */
  const amend = (part: Partial<T>): void => {
    continuing = true;
    try {
      store.setState(part);
    } finally {
      continuing = false;
    }
  };
  /** Changes a part of the state and forgets all earlier ones: what was before makes no sense any more. */
  const begin = (part: Partial<T>): void => {
    gesture = null;
    store.setState(part);
    store.temporal.getState().clear();
  };
  const undo = (): void => {
    gesture = null;
    store.temporal.getState().undo();
  };
  const redo = (): void => {
    gesture = null;
    store.temporal.getState().redo();
  };
  return { ...store, change, amend, begin, undo, redo };
}
