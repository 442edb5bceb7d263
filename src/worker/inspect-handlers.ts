import * as tf from '@tensorflow/tfjs';
import { bytesToImages, toImages } from '../core/images';
import { MessageError } from '../core/messages';
import { imagesAt } from '../data/gather';
import { asNetworkInput } from '../explore/features';
import { generate, renderLatents } from '../explore/render';
import { scaleChannels } from '../inspect/ablation';
import { attribute } from '../inspect/backpropagation';
import { featureMaps } from '../inspect/feature-maps';
import { forgettingLayer, mapsOfBoxes } from '../inspect/forgetting';
import { layerPass } from '../inspect/layer-pass';
import { layerStatistics } from '../inspect/layer-statistics';
import { maximize } from '../inspect/maximize';
import { pixelGradient } from '../inspect/pixel-gradient';
import { topImages } from '../inspect/top-images';
import { createNetwork, disposeNetwork } from '../model/network';
import type { Run } from '../train/run';
import { fromImages } from './explore-handlers';
import type { Context, Handlers } from './handlers';
import type { Example } from './protocol';

/** Images that layer statistics are taken on. */
const PROBE = 64;

type InspectRequest =
  | 'featureMaps'
  | 'layerStatistics'
  | 'layerPass'
  | 'topImages'
  | 'realImages'
  | 'attribute'
  | 'maximize'
  | 'renderScaled'
  | 'mapsOfBoxes'
  | 'pixelGradient';

/** Answers the requests of the Look inside view; none of them changes anything of the model. */
export function inspectHandlers(context: Context): Handlers<InspectRequest> {
  return {
    featureMaps: async ({ model, network, example, layer, stage }) => {
      const run = context.model(model);
      const input = await exampleInput(run, network === 'generator', example);
      const { step } = run;
      return { maps: await featureMaps(run.pair[network], input, layer, stage), step };
    },

    layerStatistics: async ({ model, network, layer }) => {
      const run = context.model(model);
      const { step, optimizers, pair } = run;
      const { names, first } = optimizers[network];
      const moment = first[names.indexOf(`${layer}.kernel`)];
      if (!moment) throw new MessageError('layerUnknown', { layer });
      const probe = network === 'generator' ? run.gridLatents : realInput(run, firstIndices(run, PROBE));
      return { ...(await layerStatistics(pair[network], layer, probe, moment)), step };
    },

    layerPass: async ({ model, network, example, layer, channel }) => {
      const run = context.model(model);
      const input = await exampleInput(run, network === 'generator', example);
      // Read after the input is there, which may take a while: the step belongs to the weights.
      const { step } = run;
      return { ...(await layerPass(run.pair[network], input, layer, channel)), step };
    },

    topImages: ({ model, layer, total, count }) =>
      context.jobs.run('topImages', async (signal, report) => {
        const run = context.model(model);
        const { step, dataset } = run;
        const images = Math.min(total, dataset.count);
        const load = (start: number, end: number) =>
          realInput(
            run,
            Array.from({ length: end - start }, (_, i) => start + i),
          );
        const onProgress = (done: number) => report(done, images);
        const options = { signal, onProgress };
        return {
          channels: await topImages(run.pair.discriminator, layer, { total: images, load }, count, options),
          step,
        };
      }),

    realImages: async ({ model, indices }) => {
      const { dataset } = context.model(model);
      return bytesToImages(imagesAt(dataset, Uint32Array.from(indices)), dataset.size, dataset.channels);
    },

    attribute: async ({ model, layer, channel, rule, examples, randomised }) => {
      const run = context.model(model);
      const { config } = run;
      const { imageSize, channels } = config;
      const inputs = await Promise.all(examples.map((example) => exampleInput(run, false, example)));
      const { step } = run;
      const trained = run.pair.discriminator;
      const network = randomised ? createNetwork(trained.layers, config.seed, config.weightStd) : trained;
      const images = tf.tidy(() =>
        tf.concat(inputs.map((input) => tf.tensor4d(input, [1, imageSize, imageSize, channels]))),
      );
      try {
        return { ...(await attribute(network, images, layer, channel, rule)), step };
      } finally {
        images.dispose();
        if (randomised) disposeNetwork(network);
      }
    },

    maximize: ({ model, layer, channel, options }) =>
      context.jobs.run('maximize', async (signal, report) => {
        const { step, pair, config } = context.model(model);
        const onProgress = (done: number, response: number) => report(done, options.steps, response);
        const climbed = await maximize(pair.discriminator, layer, channel, pair.range, { ...options, signal, onProgress });
        const images = toImages(climbed.image, config.imageSize, config.channels, pair.range);
        return { images, response: climbed.response, step };
      }),

    renderScaled: ({ model, z, scales, channel }) =>
      context.latest.run(channel, async () => {
        const { step, pair } = context.model(model);
        const hooks = scaleChannels(new Map(scales.map(({ layer, factors }) => [layer, factors])));
        return { images: await renderLatents(pair, z, hooks), step };
      }),

    mapsOfBoxes: async ({ model, z, boxes }) => {
      const { step, pair } = context.model(model);
      const layer = forgettingLayer(pair.generator);
      return { layer, maps: await mapsOfBoxes(pair.generator, z, boxes), step };
    },

    pixelGradient: async ({ model, z }) => {
      const { step, pair, config } = context.model(model);
      return { ...(await pixelGradient(pair, z, config.loss)), step };
    },
  };
}

function firstIndices({ dataset }: Run, count: number): number[] {
  return Array.from({ length: Math.min(count, dataset.count) }, (_, i) => i);
}

function realInput({ dataset, pair }: Run, indices: readonly number[]): Float32Array {
  return asNetworkInput(imagesAt(dataset, Uint32Array.from(indices)), pair);
}

/** What the network is fed: G its latent as it is, D the picture that G makes of a latent, a training image, one's own. */
async function exampleInput(run: Run, forGenerator: boolean, example: Example): Promise<Float32Array> {
  switch (example.kind) {
    case 'latent':
      return forGenerator ? example.z : generate(run.pair, example.z);
    case 'real':
      return realInput(run, [example.index]);
    case 'picture':
      return fromImages(example.picture, run.config.channels, run.pair.range);
    default:
      return example satisfies never;
  }
}
