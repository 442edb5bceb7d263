import type { DatasetSource } from './dataset';
import { emoji } from './emoji';
import { fashionMnist } from './fashion-mnist';
import { mnist } from './mnist';
import { shapes } from './shapes';

/** The built-in data sets in the order in which they are offered. Adding one is one file and one entry here. */
export const DATASETS: readonly DatasetSource[] = [mnist, fashionMnist, emoji, shapes];

/** The built-in data set with this id. */
export function findDataset(id: string): DatasetSource | undefined {
  return DATASETS.find((source) => source.id === id);
}
