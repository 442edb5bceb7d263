import { parseDataId } from '../../core/data-id';
import { isOwnId } from '../../core/own-images';
import { useDataSets } from '../data/hooks';

/** Whether a run's data set is one of the person's own that this browser does not have; false until that is known. */
export function useDataAbsent(dataId: string): boolean {
  const list = useDataSets((state) => state.list);
  const { set } = parseDataId(dataId);
  return list !== null && isOwnId(set) && !list.sets.some(({ id }) => id === set);
}
