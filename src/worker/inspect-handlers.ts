import * as tf from '@tensorflow/tfjs';
import { bytesToImages, toImages } from '../core/images';
import { imagesAt } from '../data/gather';
import { asNetworkInput } from '../explore/features';
import { generate, renderLatents } from '../explore/render';
import { scaleChannels } from '../inspect/ablation';
import { attribute } from '../inspect/backpropagation';
import { featureMaps } from '../inspect/feature-maps';
import { forgettingLayer, mapsOfBoxes } from '../inspect/forgetting';
import { layerStatistics } from '../inspect/layer-statistics';
import { maximize } from '../inspect/maximize';
import { pixelGradient } from '../inspect/pixel-gradient';
import { topImages } from '../inspect/top-images';
import { createPair, disposePair } from '../model/pair';
import type { Run } from '../train/run';
import type { Context, Handlers } from './handlers';
import type { Example } from './protocol';

/** Images that layer statistics are taken on. */
const PROBE = 64;

type InspectRequest =
  | 'featureMaps'
  | 'layerStatistics'
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
      const { step } = run;
      const input = await exampleInput(run, network === 'generator', example);
      return { maps: await featureMaps(run.pair[network], input, layer, stage), step };
    },

    layerStatistics: async ({ model, network }) => {
      const run = context.model(model);
      const { step, optimizers, pair } = run;
      const { names, first } = optimizers[network];
      const moments = new Map(names.map((name, i) => [name, first[i]!]));
      const probe = network === 'generator' ? run.gridLatents : realInput(run, firstIndices(run, PROBE));
      return { layers: await layerStatistics(pair[network], probe, moments), step };
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

    attribute: async ({ model, layer, channel, rule, indices, randomised }) => {
      const run = context.model(model);
      const { step, config } = run;
      const pair = randomised ? createPair(config) : run.pair;
      const images = tf.tensor4d(realInput(run, indices), [
        indices.length,
        config.imageSize,
        config.imageSize,
        config.channels,
      ]);
      try {
        return { ...(await attribute(pair.discriminator, images, layer, channel, rule)), step };
      } finally {
        images.dispose();
        if (randomised) disposePair(pair);
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

/** What the network is fed: G its latent as it is, D the picture that G makes of a latent, or a training image. */
async function exampleInput(run: Run, forGenerator: boolean, example: Example): Promise<Float32Array> {
  if (example.kind === 'real') return realInput(run, [example.index]);
  return forGenerator ? example.z : generate(run.pair, example.z);
}
