import type { DatasetSource } from './dataset';
import { loadShards } from './shards';

/** Pictures of clothes in the format of MNIST: 28x28 grey, surrounded by two pixels of black. */
export const fashionMnist: DatasetSource = {
  id: 'fashion-mnist',
  nativeSize: 32,
  channels: 1,
  classNames: [
    'T-shirt',
    'trousers',
    'pullover',
    'dress',
    'coat',
    'sandal',
    'shirt',
    'sneaker',
    'bag',
    'ankle boot',
  ],
  counts: { train: 60_000, heldOut: 10_000 },
  attribution: {
    source: 'Fashion-MNIST, by Han Xiao, Kashif Rasul and Roland Vollgraf (Zalando Research)',
    url: 'https://github.com/zalandoresearch/fashion-mnist',
    licence: 'MIT',
  },
  load: (request) => loadShards('fashion-mnist', 2, request),
};
