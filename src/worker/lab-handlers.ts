import * as tf from '@tensorflow/tfjs';
import { ACTIVATION_CURVES } from '../core/activation-curves';
import { drawChanges } from '../core/augmentation';
import { toImages } from '../core/images';
import type { GradientPath, UpdateBatch, UpdatePreview } from '../core/lab-reports';
import { drawLatents } from '../core/latent';
import { RandomStream } from '../core/random';
import type { Dataset } from '../data/dataset';
import { imagesAt } from '../data/gather';
import { asNetworkInput } from '../explore/features';
import { generate } from '../explore/render';
import { normReport } from '../inspect/norm-report';
import { pixelGradient } from '../inspect/pixel-gradient';
import { updateTensors } from '../inspect/update-preview';
import { diffAugment, flipHalf } from '../model/augment';
import { LOSSES } from '../model/losses';
import { forward } from '../model/network';
import { createPair, disposePair } from '../model/pair';
import type { Pair } from '../model/pair';
import { nextBatch } from '../train/next-batch';
import { augmentationStreams } from '../train/augmentation-streams';
import type { Run } from '../train/run';
import type { Batch } from '../train/stepper';
import type { Context, Handlers } from './handlers';
import type { LoadedData } from './protocol';

/** What the Lab's handlers may use beside what all may. */
export interface LabContext extends Context {
  /** The training images that were loaded, all of them. */
  loaded(wanted: LoadedData): Dataset;
  /** Does `task` with a run when no step of it is under way. */
  between<T>(run: string, task: (run: Run) => Promise<T>): Promise<T>;
  /** The same after D's part of the run's next step, with the batch for G's; that part is then taken back. */
  afterD<T>(run: string, task: (run: Run, batch: Batch) => Promise<T>): Promise<T>;
}

/** Examples in the batch that distributions are taken over, and images that memory is tried on. */
const PROBE = 32;
const MEMORY_PROBE = 64;

const PATHS: readonly GradientPath['activation'][] = ['leakyRelu', 'relu', 'tanh'];

type LabRequest = 'normReport' | 'gradientPaths' | 'quiz' | 'previewUpdate' | 'reviewUpdate' | 'memory';

/** Answers the requests of the Lab. */
export function labHandlers(context: LabContext): Handlers<LabRequest> {
  return {
    normReport: async ({ model, network, layer }) => {
      const run = context.model(model);
      const { step } = run;
      const input =
        network === 'generator'
          ? run.gridLatents.subarray(0, PROBE * run.config.zSize)
          : realsFrom(run, Uint32Array.from({ length: Math.min(PROBE, run.dataset.count) }, (_, i) => i));
      return { ...(await normReport(run.pair[network], input, layer)), step };
    },

    gradientPaths: async ({ model, z }) => {
      const { config } = context.model(model);
      const paths: GradientPath[] = [];
      for (const activation of PATHS) {
        const pair = createPair({ ...config, activationD: activation });
        try {
          const { norms } = await pixelGradient(pair, z, config.loss);
          const slope = await meanSlope(pair, z, activation);
          paths.push({ activation, norms: norms.filter(({ layer }) => layer.startsWith('d')), slope });
        } finally {
          disposePair(pair);
        }
      }
      return { paths };
    },

    quiz: async ({ model, count, seed }) => {
      const run = context.model(model);
      const { pair, dataset, config, step } = run;
      const stream = new RandomStream(seed, 'quiz');
      const fakes = await generate(pair, drawLatents(stream, count, config));
      const reals = realsFrom(run, Uint32Array.from({ length: count }, () => stream.integer(dataset.count)));
      const order = stream.permutation(count);
      const real = Array.from(order, (place) => place < count / 2);
      const size = dataset.size * dataset.size * dataset.channels;
      const mixed = new Float32Array(count * size);
      real.forEach((isReal, n) => mixed.set((isReal ? reals : fakes).subarray(n * size, (n + 1) * size), n * size));
      const scores = await scoresOf(run, mixed);
      return { images: toImages(mixed, dataset.size, dataset.channels, pair.range), real, scores, step };
    },

    previewUpdate: async ({ model, turn, shown, afterD }) => {
      // Within a whole step each of D's updates has changed real images and fakes before.
      if (afterD) return context.afterD(model.run, (run, batch) => describeUpdate(run, updateFrom(run, turn, batch, 2 * run.config.dSteps), shown));
      const { data, order, config } = context.model(model);
      // As a step does: only the first epoch makes do with what is there.
      if (!(order.state.epoch === 0 && data.first >= config.batchSize) && order.remaining < config.dSteps) await data.complete;
      return context.between(model.run, (run) => describeUpdate(run, updateFrom(run, turn, nextBatch(run), 0), shown));
    },

    reviewUpdate: ({ model, from, shown, afterD }) => context[afterD ? 'afterD' : 'between'](model.run, (run) => describeUpdate(run, from, shown)),

    memory: async ({ model, images }) => {
      const run = context.model(model);
      const { imageSize, channels } = run.config;
      const all = context.loaded({ id: run.dataset.id, imageSize, channels });
      const mean = async (first: number, count: number) => {
        const indices = Uint32Array.from({ length: count }, (_, i) => first + i);
        const scores = await scoresOf(run, asNetworkInput(imagesAt(all, indices), run.pair));
        return scores.reduce((sum, score) => sum + score, 0) / count;
      };
      return {
        seen: await mean(0, Math.min(MEMORY_PROBE, images)),
        unseen: await mean(images, Math.min(MEMORY_PROBE, all.count - images)),
      };
    },
  };
}

/** Mean derivative of D's activations that lie between its score and its first layer's output, for G's image of `z`. */
async function meanSlope({ generator, discriminator }: Pair, z: Float32Array, activation: GradientPath['activation']): Promise<number> {
  const found: tf.Tensor[] = [];
  const output = tf.tidy(() => {
    const image = forward(generator, tf.tensor4d(z, [1, 1, 1, z.length]), 'inference').output;
    return forward(discriminator, image, 'inference', {
      watch: (layer, stage, x) => {
        if (layer !== discriminator.layers[0] && layer.activation === activation && stage === 'normalized') found.push(tf.keep(x));
        return x;
      },
    }).output;
  });
  output.dispose();
  const values = await Promise.all(found.map((tensor) => tensor.data()));
  tf.dispose(found);
  const slopes = values.flatMap((layer) => Array.from(layer, ACTIVATION_CURVES[activation].slope));
  return slopes.reduce((sum, slope) => sum + slope, 0) / slopes.length;
}

function realsFrom({ dataset, pair }: Run, indices: Uint32Array): Float32Array<ArrayBuffer> {
  return asNetworkInput(imagesAt(dataset, indices), pair);
}

/** D's scores of images NHWC, flat, in the pair's range, each by itself. */
async function scoresOf({ pair, config }: Run, images: Float32Array): Promise<Float32Array<ArrayBuffer>> {
  const shape = pair.discriminator.layers[0]!.input;
  const scores = tf.tidy(() => {
    const batch = tf.tensor4d(images, [images.length / (shape[0] * shape[1] * shape[2]), ...shape]);
    return LOSSES[config.loss].score(forward(pair.discriminator, batch, 'inference').output).flatten();
  });
  const values = Float32Array.from(await scores.data());
  scores.dispose();
  return values;
}

function updateFrom(run: Run, turn: UpdateBatch['turn'], { indices, z }: Batch, changed: number): UpdateBatch {
  return { turn, step: run.step + 1, indices: Uint32Array.from(indices), z: Float32Array.from(z), changed };
}

async function describeUpdate(run: Run, from: UpdateBatch, shown: number): Promise<UpdatePreview> {
  const { turn, step, indices, z, changed } = from;
  const { trained, dataset, config } = run;
  const { size, channels } = dataset;
  const reals = realsFrom(run, indices);
  // The same streams that the step itself draws from.
  const random = () => augmentationStreams(config.seed, step);
  if (config.flip) flipHalf(reals, dataset, random().flips);
  const makeAugment = () => {
    const { changes } = random();
    for (let n = 0; n < changed; n++) drawChanges(config.diffAugment, indices.length, size, trained.range, changes);
    return diffAugment(config.diffAugment, changes, trained.range);
  };
  const inputs = [tf.tensor4d(z, [indices.length, 1, 1, config.zSize]), tf.tensor4d(reals, [indices.length, size, size, channels])] as const;
  const tensors = updateTensors(trained, turn, { z: inputs[0], real: inputs[1], makeAugment }, config);
  tf.dispose([...inputs]);
  const read = async (tensor: tf.Tensor) => Float32Array.from(await tensor.data());
  const [fake, realScore, fakeScore, loss, pixels, norms] = await Promise.all(
    [tensors.fake, tensors.realScore, tensors.fakeScore, tensors.loss, tensors.pixels, tensors.norms].map(read),
  );
  tf.dispose(Object.values(tensors));
  const count = Math.min(shown, indices.length);
  const part = (values: Float32Array, stride: number) => values.slice(0, count * stride);
  const pixelCount = size * size * channels;
  const ofD = turn === 'discriminator';
  const mean = (scores: Float32Array) => scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return {
    from,
    fakes: toImages(part(fake!, pixelCount), size, channels, trained.range),
    fakeScores: part(fakeScore!, 1),
    reals: ofD ? toImages(part(reals, pixelCount), size, channels, trained.range) : null,
    realScores: ofD ? part(realScore!, 1) : null,
    means: { fake: mean(fakeScore!), real: ofD ? mean(realScore!) : null },
    loss: loss![0]!,
    gradients: trained[turn].layers.map(({ name }, i) => ({ layer: name, norm: norms![i]! })),
    pixelGradient: part(pixels!, pixelCount),
  };
}
