import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { NetworkName } from '../core/architecture';
import { drawLatents } from '../core/latent';
import type { Message } from '../core/messages';
import { RandomStream } from '../core/random';
import { livelyPair, TEST_CONFIG } from '../explore/testing';
import { readKernel } from '../inspect/kernels';
import type { Pair } from '../model/pair';
import { variableOf } from '../model/network';
import type { Run } from '../train/run';
import { inspectHandlers } from './inspect-handlers';
import { Jobs } from './jobs';
import { LatestWins } from './latest';

/** Refreshes of each panel. */
const REFRESHES = 100;

const config = { ...TEST_CONFIG, baseFilters: 2 };
const { imageSize, zSize } = config;
const MODEL = { run: 'run-1' };
const pixels = new RandomStream(1, 'pixels');
const dataset = { images: Uint8Array.from({ length: 10 * imageSize ** 2 }, () => pixels.integer(256)), size: imageSize, channels: 1, count: 10 };
const z = drawLatents(new RandomStream(1, 'z'), 1, config);
const example = { kind: 'latent', z } as const;

let pair: Pair;
let handlers: ReturnType<typeof inspectHandlers>;

/** Every weight and running statistic of both networks, bit by bit. */
async function everything(): Promise<Uint32Array[]> {
  const variables = [pair.generator, pair.discriminator].flatMap((network) => [...network.variables.values()]);
  return Promise.all(variables.map(async (variable) => new Uint32Array(Float32Array.from(await variable.data()).buffer)));
}

beforeAll(async () => {
  await tf.setBackend('cpu');
  pair = livelyPair(config);
  const momentsOf = (network: NetworkName) => {
    const names = [...pair[network].variables.keys()];
    return { names, first: names.map((name) => tf.variable(tf.zeros(variableOf(pair[network], name).shape))) };
  };
  const optimizers = { generator: momentsOf('generator'), discriminator: momentsOf('discriminator') };
  const run = { pair, config, step: 7, dataset, optimizers, gridLatents: z } as unknown as Run;
  const emit = (event: { type: string; message?: Message }) => expect(event.message).toBeUndefined();
  handlers = inspectHandlers({ model: () => run, latest: new LatestWins(), jobs: new Jobs(emit), emit });
});

const ofG = { model: MODEL, network: 'generator', layer: 'g2' } as const;
const ofD = { model: MODEL, network: 'discriminator', layer: 'd2' } as const;
const target = { rule: 'guided', targets: [{ example, channel: 0 }] } as const;
const climb = { channel: 0, options: { steps: 1, rate: 0.1, jitter: 1, decay: 0.1, seed: 1 } };
const box = { sample: 0, left: 0, top: 0, right: 0.5, bottom: 0.5 };
const scales = [{ layer: 'g1', factors: new Float32Array(4) }];

/** What each panel asks for, of either network where it shows both. */
const PANELS: Readonly<Record<string, () => Promise<unknown>[]>> = {
  'the map': () => [handlers.layerStatistics(ofG), handlers.layerStatistics(ofD)],
  filters: () => [readKernel(pair.generator, 'g2'), readKernel(pair.discriminator, 'd2')],
  'feature maps': () => [
    handlers.featureMaps({ ...ofG, example, stage: 'normalized' }),
    handlers.featureMaps({ ...ofD, example: { kind: 'real', index: 1 }, stage: 'activated' }),
  ],
  'back to pixels': () => [
    handlers.topImages({ ...ofG, total: 2, count: 1 }),
    handlers.attribute({ ...ofG, ...target, randomised: true }),
    handlers.attribute({ ...ofD, ...target, randomised: false }),
    handlers.attribute({ ...ofD, ...target, rule: 'deconvolution', randomised: true }),
    handlers.realImages({ model: MODEL, indices: [1] }),
  ],
  'a search and a climb': () => [handlers.topImages({ ...ofD, total: 2, count: 1 }), handlers.maximize({ ...ofD, ...climb })],
  'a climb of z': () => [handlers.maximize({ ...ofG, ...climb })],
  forgetting: () => [
    handlers.mapsOfBoxes({ model: MODEL, z, boxes: [box] }),
    handlers.renderScaled({ model: MODEL, z, scales, channel: 'test' }),
  ],
  'how a pixel is made': () => [
    handlers.layerPass({ ...ofG, example, channel: 0 }),
    handlers.layerPass({ ...ofD, example, channel: 1 }),
  ],
  gradients: () => [handlers.pixelGradient({ model: MODEL, z })],
};

describe('a panel that is refreshed a hundred times', () => {
  it.each(Object.keys(PANELS))('%s: leaves every weight and running statistic as it was, and no tensor behind', async (name) => {
    expect(z).toHaveLength(zSize);
    await Promise.all(PANELS[name]!());
    const before = await everything();
    const { numTensors, numBytes } = tf.memory();
    for (let n = 0; n < REFRESHES; n++) await Promise.all(PANELS[name]!());
    expect(tf.memory()).toMatchObject({ numTensors, numBytes });
    expect(await everything()).toEqual(before);
  }, 60_000);
});
