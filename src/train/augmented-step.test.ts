import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawLatents } from '../core/latent';
import { PRESETS } from '../core/presets';
import { RandomStream } from '../core/random';
import type { Config } from '../core/settings';
import type { Dataset } from '../data/dataset';
import { createPair, disposePair } from '../model/pair';
import { trainable } from '../model/network';
import { Adam } from './adam';
import { TfjsStepper } from './tfjs-stepper';

const PLAIN: Config = { ...PRESETS.tiny, baseFilters: 2, zSize: 4, batchSize: 4 };
const SIZE = PLAIN.imageSize;
/** Black but for the left column, so that a mirrored image is told apart. */
const IMAGES = Uint8Array.from({ length: 8 * SIZE * SIZE }, (_, i) => (i % SIZE === 0 ? 255 : 0));

const dataset: Dataset = {
  id: 'columns',
  hash: '',
  split: 'train',
  size: SIZE,
  channels: 1,
  classNames: ['column'],
  attribution: { source: '', url: '', licence: '' },
  images: IMAGES,
  labels: new Uint8Array(8),
  capacity: 8,
  count: 8,
};

/** The losses of a few steps. */
async function lossesOf(changes: Partial<Config>, data: Dataset = dataset): Promise<number[]> {
  const config = { ...PLAIN, ...changes };
  const pair = createPair(config);
  const optimizers = {
    generator: new Adam(trainable(pair.generator), config.beta1),
    discriminator: new Adam(trainable(pair.discriminator), config.beta1),
  };
  const stepper = new TfjsStepper({ config, trained: pair, optimizers, dataset: data });
  const latents = new RandomStream(1, 'z');
  const losses: number[] = [];
  for (let step = 1; step <= 3; step++) {
    stepper.enqueue(step, 'both', config, () => ({
      indices: Uint32Array.of(0, 3, 5, 7),
      z: drawLatents(latents, 4, config),
    }));
    for (const { values } of await stepper.collect(0)) losses.push(values[0]!, values[1]!);
  }
  stepper.dispose();
  for (const optimizer of Object.values(optimizers)) optimizer.dispose();
  disposePair(pair);
  return losses;
}

describe('a step with augmentation', () => {
  beforeAll(async () => {
    await tf.setBackend('cpu');
  });

  it.each<Partial<Config>>([{ flip: true }, { diffAugment: 'translation' }, { diffAugment: 'all' }])(
    '%o trains otherwise than without, the same for the same seed, and leaks nothing',
    async (changes) => {
      const plain = await lossesOf({});
      const tensors = tf.memory().numTensors;
      const losses = await lossesOf(changes);
      expect(tf.memory().numTensors).toBe(tensors);
      expect(losses.every(Number.isFinite)).toBe(true);
      expect(losses).not.toEqual(plain);
      expect(await lossesOf(changes)).toEqual(losses);
      expect(await lossesOf({ ...changes, seed: 2 })).not.toEqual(losses);
    },
  );

  it('reads its batches from a file where the images are not in memory, to the same effect', async () => {
    const stride = SIZE * SIZE;
    const readImages = (indices: Uint32Array) =>
      Uint8Array.from(Array.from(indices, (index) => Array.from(IMAGES.subarray(index * stride, (index + 1) * stride))).flat());
    expect(await lossesOf({}, { ...dataset, images: new Uint8Array(), readImages })).toEqual(await lossesOf({}));
  });

});
