import type { DatasetSource } from './dataset';
import { loadShards } from './shards';

/** Emoji in colour on white, 64x64, with Unicode's groups as classes. */
export const emoji: DatasetSource = {
  id: 'emoji',
  nativeSize: 64,
  channels: 3,
  classNames: [
    'faces',
    'people',
    'animals',
    'food',
    'travel',
    'activities',
    'objects',
    'symbols',
    'flags',
  ],
  counts: { train: 3_359, heldOut: 370 },
  attribution: {
    source: 'Noto Emoji, by Google',
    url: 'https://github.com/googlefonts/noto-emoji',
    licence: 'Apache-2.0',
  },
  load: (request) => loadShards('emoji', 0, request),
};
