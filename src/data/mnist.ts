import type { DatasetSource } from './dataset';
import { loadShards } from './shards';

/** Handwritten digits, 28x28 grey, surrounded by two pixels of black so that they can be reached by doubling. */
export const mnist: DatasetSource = {
  id: 'mnist',
  nativeSize: 32,
  channels: 1,
  classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  counts: { train: 60_000, heldOut: 10_000 },
  attribution: {
    source: 'The MNIST database of handwritten digits, by Yann LeCun, Corinna Cortes and Christopher J. C. Burges',
    url: 'http://yann.lecun.com/exdb/mnist/',
    licence: 'CC BY-SA 3.0 (as commonly stated)',
  },
  load: (request) => loadShards('mnist', 2, request),
};
