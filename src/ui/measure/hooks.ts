import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { measure } from '../../state/app';
import type { MeasureState } from '../../state/measure';

/** What Measure is set to and has found; compared shallowly, so a selector may make a new object. */
export function useMeasure<T>(select: (state: MeasureState) => T): T {
  return useStore(measure.store, useShallow(select));
}
