import * as tf from '@tensorflow/tfjs';
import { bytesToImages, toImages } from '../core/images';
import { MessageError } from '../core/messages';
import type { ModelReference } from '../core/run';
import { imagesAt } from '../data/gather';
import { breathe } from '../explore/breathe';
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
    featureMaps: ({ model, network, example, layer, stage }) =>
      lookAt(context, model, async (run) => {
        const input = await exampleInput(run, network === 'generator', example);
        // Read after the input is there, which may take a while: the step belongs to the weights.
        const { step } = run;
        return { maps: await featureMaps(run.pair[network], input, layer, stage), step };
      }),

    layerStatistics: ({ model, network, layer }) =>
      lookAt(context, model, async (run) => {
        const { step, optimizers, pair } = run;
        const { names, first } = optimizers[network];
        const moment = first[names.indexOf(`${layer}.kernel`)];
        if (!moment) throw new MessageError('layerUnknown', { layer });
        const probe = network === 'generator' ? run.gridLatents : realInput(run, firstIndices(run, PROBE));
        return { ...(await layerStatistics(pair[network], layer, probe, moment)), step };
      }),

    layerPass: ({ model, network, example, layer, channel }) =>
      lookAt(context, model, async (run) => {
        const input = await exampleInput(run, network === 'generator', example);
        const { step } = run;
        return { ...(await layerPass(run.pair[network], input, layer, channel)), step };
      }),

    topImages: ({ model, layer, total, count }) =>
      context.jobs.run('topImages', (signal, report) =>
        lookAt(context, model, async (run) => {
          const { step, dataset } = run;
          const images = Math.min(total, dataset.count);
          const indices = (start: number, end: number) => Array.from({ length: end - start }, (_, i) => start + i);
          const load = (start: number, end: number) => realInput(run, indices(start, end));
          const onProgress = (done: number) => {
            report(done, images);
            return breathe();
          };
          const options = { signal, onProgress };
          const source = { total: images, load };
          return { channels: await topImages(run.pair.discriminator, layer, source, count, options), total: images, step };
        }),
      ),

    realImages: async ({ model, indices }) => {
      const { dataset } = context.model(model);
      return bytesToImages(imagesAt(dataset, Uint32Array.from(indices)), dataset.size, dataset.channels);
    },

    attribute: async ({ model, layer, rule, targets, randomised }) =>
      lookAt(context, model, async (run) => {
        const { imageSize, channels, seed, weightStd } = run.config;
        const inputs = await Promise.all(targets.map(({ example }) => exampleInput(run, false, example)));
        const { step } = run;
        const trained = run.pair.discriminator;
        const network = randomised ? createNetwork(trained.layers, seed, weightStd) : trained;
        const images = tf.tidy(() =>
          tf.concat(inputs.map((input) => tf.tensor4d(input, [1, imageSize, imageSize, channels]))),
        );
        try {
          const wanted = targets.map(({ channel }) => channel);
          return { ...(await attribute(network, images, layer, wanted, rule)), step };
        } finally {
          images.dispose();
          if (randomised) disposeNetwork(network);
        }
      }),

    maximize: ({ model, layer, channel, options }) =>
      context.jobs.run('maximize', (signal, report) =>
        lookAt(context, model, async ({ step, pair, config }) => {
          const { imageSize, channels } = config;
          const onProgress = (done: number, response: number) => {
            report(done, options.steps, response);
            return breathe();
          };
          const guided = { ...options, signal, onProgress };
          const { image, response } = await maximize(pair.discriminator, layer, channel, pair.range, guided);
          return { images: toImages(image, imageSize, channels, pair.range), response, step };
        }),
      ),

    renderScaled: ({ model, z, scales, channel }) =>
      context.latest.run(channel, () =>
        lookAt(context, model, async ({ step, pair }) => {
          const hooks = scaleChannels(new Map(scales.map(({ layer, factors }) => [layer, factors])));
          return { images: await renderLatents(pair, z, hooks), step };
        }),
      ),

    mapsOfBoxes: ({ model, z, boxes }) =>
      lookAt(context, model, async ({ step, pair }) => {
        const layer = forgettingLayer(pair.generator);
        return { layer, maps: await mapsOfBoxes(pair.generator, z, boxes), step };
      }),

    pixelGradient: ({ model, z }) =>
      lookAt(context, model, async ({ step, pair, config }) => ({
        ...(await pixelGradient(pair, z, config.loss)),
        step,
      })),
  };
}

/**
 * Looks at a run. One that is reset or closed meanwhile loses its tensors: whatever fails then is answered as a look at
 * a run that no longer exists.
 */
async function lookAt<T>(context: Context, model: ModelReference, look: (run: Run) => Promise<T>): Promise<T> {
  const run = context.model(model);
  try {
    return await look(run);
  } catch (error) {
    // Throws by itself where the run has been closed.
    if (context.model(model) !== run) throw new MessageError('runUnknown', { run: model.run });
    throw error;
  }
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
