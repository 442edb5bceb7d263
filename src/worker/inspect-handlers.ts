import * as tf from '@tensorflow/tfjs';
import type { NetworkName } from '../core/architecture';
import { bytesToImages, toImages } from '../core/images';
import { drawLatents } from '../core/latent';
import { priorNorm } from '../core/latent-space';
import type { Prior } from '../core/latent-space';
import { MessageError } from '../core/messages';
import { RandomStream } from '../core/random';
import type { ModelReference } from '../core/run';
import { truncationRange } from '../core/truncation';
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
import type { ClimbSpace } from '../inspect/maximize';
import { paintedByUnits } from '../inspect/painting';
import { pixelGradient } from '../inspect/pixel-gradient';
import { topImages } from '../inspect/top-images';
import type { SearchedInputs } from '../inspect/top-images';
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

    topImages: ({ model, network, layer, total, count }) =>
      context.jobs.run('topImages', (signal, report) =>
        lookAt(context, model, async (run) => {
          const { step } = run;
          const { images, latents } = searched(run, network, total);
          const onProgress = (done: number) => {
            report(done, images.total);
            return breathe();
          };
          const channels = await topImages(run.pair[network], layer, images, count, { signal, onProgress });
          return { network, channels, latents, total: images.total, step };
        }),
      ),

    realImages: async ({ model, indices }) => {
      const { dataset } = context.model(model);
      return bytesToImages(imagesAt(dataset, Uint32Array.from(indices)), dataset.size, dataset.channels);
    },

    attribute: ({ model, network, layer, rule, targets, randomised }) =>
      lookAt(context, model, async (run) => {
        const { seed, weightStd, imageSize, channels } = run.config;
        const forGenerator = network === 'generator';
        const inputs = await Promise.all(targets.map(({ example }) => exampleInput(run, forGenerator, example)));
        const { step } = run;
        const trained = run.pair[network];
        const [height, width, depth] = trained.layers[0]!.input;
        const asked = randomised ? createNetwork(trained.layers, seed, weightStd) : trained;
        const batch = tf.tidy(() => tf.concat(inputs.map((input) => tf.tensor4d(input, [1, height, width, depth]))));
        try {
          const wanted = targets.map(({ channel }) => channel);
          if (!forGenerator) return { ...(await attribute(asked, batch, layer, wanted, rule)), images: null, step };
          const { pictures, ...found } = await paintedByUnits(asked, batch, layer, wanted);
          return { ...found, images: toImages(pictures, imageSize, channels, run.pair.range), step };
        } finally {
          batch.dispose();
          if (randomised) disposeNetwork(asked);
        }
      }),

    maximize: ({ model, network, layer, channel, options }) =>
      context.jobs.run('maximize', (signal, report) =>
        lookAt(context, model, async ({ step, pair, config }) => {
          const onProgress = (done: number, response: number) => {
            report(done, options.steps, response);
            return breathe();
          };
          const guided = { ...options, signal, onProgress };
          const space = network === 'generator' ? latentSpace(config) : pair.range;
          const { input, response, before } = await maximize(pair[network], layer, channel, space, guided);
          const z = network === 'generator' ? input : null;
          const images = z ? await renderLatents(pair, z) : toImages(input, config.imageSize, config.channels, pair.range);
          return { images, z, response, before, step };
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

/** Latents as the prior has them: none of a number that a slider cannot have, none longer than usual. */
function latentSpace(prior: Prior): ClimbSpace {
  const { max } = truncationRange(prior);
  return { low: -max, high: max, longest: priorNorm(prior).mean };
}

/** What is searched for what excites a network most: images for D, for G latents of the prior, the same each time. */
function searched(run: Run, network: NetworkName, most: number): { images: SearchedInputs; latents: Float32Array | null } {
  if (network === 'generator') {
    const { seed, zSize } = run.config;
    const latents = drawLatents(new RandomStream(seed, 'search'), most, run.config);
    const load = (start: number, end: number) => latents.subarray(start * zSize, end * zSize);
    return { images: { total: most, load }, latents };
  }
  const indices = (start: number, end: number) => Array.from({ length: end - start }, (_, i) => start + i);
  const load = (start: number, end: number) => realInput(run, indices(start, end));
  return { images: { total: Math.min(most, run.dataset.count), load }, latents: null };
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
