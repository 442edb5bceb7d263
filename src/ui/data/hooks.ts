import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { dataSets } from '../../state/app';
import type { DataSetsState } from '../../state/data-sets';

/** A part of what the Data view knows; compared shallowly, so a selector may make a new object. */
export function useDataSets<T>(select: (state: DataSetsState) => T): T {
  return useStore(dataSets.store, useShallow(select));
}
