import { RandomStream } from '../core/random';
import type { Config } from '../core/settings';
import type { TrainingData } from './run';

/** Images of two brightnesses, each with noise, at a config's size: a data set for tests, all of it loaded. */
export function testData({ imageSize, channels }: Pick<Config, 'imageSize' | 'channels'>, count = 18): TrainingData {
  const stream = new RandomStream(5, 'images');
  const images = Uint8Array.from(
    { length: count * imageSize ** 2 * channels },
    (_, i) => (i % 7 < 3 ? 150 : 0) + stream.integer(100),
  );
  const dataset = {
    id: 'test',
    hash: 'h',
    split: 'train' as const,
    size: imageSize,
    channels: channels === 3 ? (3 as const) : (1 as const),
    classNames: ['one'],
    attribution: { source: '', url: '', licence: '' },
    images,
    labels: new Uint8Array(count),
    capacity: count,
    count,
  };
  return { dataset, first: count, complete: Promise.resolve() };
}
