import { bytesToImages, toImages } from '../core/images';
import type { Images, PixelRange } from '../core/images';
import { drawLatents } from '../core/latent';
import { stackLatents } from '../core/latent-space';
import { MessageError } from '../core/messages';
import { RandomStream } from '../core/random';
import type { Dataset } from '../data/dataset';
import { imageRange, imagesAt } from '../data/gather';
import { beforeLogit, computeFeatures, pictureFeatures, rowsOf } from '../explore/features';
import { invert } from '../explore/inversion';
import { LABEL_SAMPLES, labelDirections } from '../explore/labels';
import { layOut } from '../explore/layout';
import { nearestInFeatures, nearestInPixels } from '../explore/neighbours';
import type { Nearest } from '../explore/neighbours';
import { principalDirections } from '../explore/principal';
import { RealFeatureCache } from '../explore/reals';
import { generate, renderLatents } from '../explore/render';
import { rawDirections, sensitivity } from '../explore/sensitivity';
import type { Context, Handlers } from './handlers';
import type { ReportProgress } from './jobs';
import type { FrameFormat, NeighbourList } from './protocol';

/** The requests about the latent space of a model. */
type ExploreRequest =
  | 'directions'
  | 'invert'
  | 'neighbours'
  | 'layOut'
  | 'labels'
  | 'rawEffects'
  | 'encodeFrames'
  | 'videoFormats';

/** Seed of what is drawn only to measure, so that measuring the same weights twice gives the same. */
const MEASURING_SEED = 1;

const TYPES: Record<FrameFormat, string> = {
  gif: 'image/gif',
  png: 'image/png',
  webm: 'video/webm',
  mp4: 'video/mp4',
};

/** Answers the requests about a model's latent space. Its code for files and UMAP loads when it is first needed. */
export function exploreHandlers(context: Context): Handlers<ExploreRequest> {
  const cache = new RealFeatureCache();
  return {
    directions: async ({ model, count }) =>
      context.jobs.run('directions', async (signal, report) => {
        report(0, 1);
        const { pair, config, step } = context.model(model);
        const [looking, measuring] = [part(report, 0, 0.8), part(report, 0.8, 1)];
        const options = { seed: MEASURING_SEED, signal };
        const { directions, shares } = await principalDirections(pair, config, count, { ...options, onProgress: looking });
        const effects = await sensitivity(pair, directions, config, { ...options, onProgress: measuring });
        return { directions: stackLatents(directions), shares: Float64Array.from(shares), effects, step };
      }),

    rawEffects: async ({ model }) =>
      context.jobs.run('rawEffects', async (signal, report) => {
        const { pair, config, step } = context.model(model);
        const directions = rawDirections(config.zSize);
        const options = { seed: MEASURING_SEED, signal, onProgress: report };
        return { effects: await sensitivity(pair, directions, config, options), step };
      }),

    invert: async ({ model, target, restarts, steps, seed }) =>
      context.jobs.run('invert', async (signal, report) => {
        const { pair, config } = context.model(model);
        report(0, steps);
        const wanted = fromImages(target, config.channels, pair.range);
        const found = await invert(pair, wanted, config, {
          restarts,
          steps,
          seed,
          signal,
          onProgress: async ({ step: done, best, bestResidual: residual }) =>
            report(done, steps, residual, await renderLatents(pair, best)),
        });
        const { best: z, bestResidual: residual, bestStart: start, residuals, startResidual, curve } = found;
        return { z, residual, start, residuals, startResidual, curve, picture: await renderLatents(pair, z) };
      }),

    neighbours: async ({ model, z, count }) =>
      context.jobs.run('neighbours', async (signal, report) => {
        report(0, 1);
        const { pair, dataset, config, step } = context.model(model);
        const picture = await generate(pair, z, signal);
        const query = toImages(picture, config.imageSize, config.channels, pair.range);
        const images = (start: number, end: number) => imageRange(dataset, start, end);
        // A GPU makes features while the pixels are compared here.
        const [inPixels, own, reals] = await Promise.all([
          nearestInPixels(toBytes(picture, pair.range), images, dataset.count, count, signal),
          computeFeatures(beforeLogit(pair.discriminator), picture, signal),
          cache.get({ pair, dataset, step, seed: MEASURING_SEED }, signal, part(report, 0, 1)),
        ]);
        const inFeatures = nearestInFeatures(own.values, reals.table, count);
        const indices = inFeatures.indices.map((n) => reals.indices[n]!);
        return {
          query,
          pixels: neighbourList(dataset, inPixels, dataset.count),
          features: neighbourList(dataset, { ...inFeatures, indices }, reals.table.rows),
          step,
        };
      }),

    layOut: async ({ model, samples, reals, method, seed }) =>
      context.jobs.run('layOut', async (signal, report) => {
        report(0, 1);
        const run = context.model(model);
        const { pair, config, step } = run;
        const real = reals > 0
          ? await cache.get({ pair, dataset: run.dataset, step, seed: MEASURING_SEED }, signal, part(report, 0, 0.3))
          : null;
        const z = drawLatents(new RandomStream(seed, 'map'), samples, config);
        const { pictures, features } = await pictureFeatures(pair, z, signal, part(report, real ? 0.3 : 0, 0.6));
        const generated = toImages(pictures, config.imageSize, config.channels, pair.range);
        const indices = real?.indices.slice(0, reals);
        const parts = real && indices ? [...features, rowsOf(real.table, indices.length)] : features;
        const images = indices ? followedBy(generated, picturesAt(run.dataset, indices)) : generated;
        const places = await layOut(parts, method, seed, part(report, 0.6, 1), signal);
        return { places, images, z, samples, step };
      }),

    labels: async ({ model }) =>
      context.jobs.run('labels', async (signal, report) => {
        report(0, 1);
        const { pair, dataset, config, step } = context.model(model);
        const { indices, table } = await cache.get({ pair, dataset, step, seed: MEASURING_SEED }, signal, part(report, 0, 0.4));
        const labels = Array.from(indices, (index) => dataset.labels[index]!);
        const labelled = { table, labels, classes: dataset.classNames.length };
        const options = { seed: MEASURING_SEED, signal, onProgress: part(report, 0.4, 1) };
        const { found, ...worth } = await labelDirections(pair, config, labelled, options);
        return {
          labels: found.map(({ label }) => label),
          counts: found.map(({ count }) => count),
          directions: stackLatents(found.map(({ direction }) => direction)),
          samples: LABEL_SAMPLES,
          ...worth,
        };
      }),

    encodeFrames: async ({ frames, format, scale, delay }) => {
      const { enlarge } = await import('../codecs/enlarge');
      const large = enlarge(frames, scale);
      return { bytes: await encode(large, format, delay), type: TYPES[format] };
    },

    videoFormats: async ({ size }) => {
      const { VIDEO_FORMATS, videoCodec } = await import('../codecs/video');
      const codecs = await Promise.all(VIDEO_FORMATS.map((format) => videoCodec(format, size)));
      return VIDEO_FORMATS.filter((_, n) => codecs[n] !== null);
    },
  };
}

/** Progress of a part of a task, which makes out the whole from one share of it to another. */
function part(report: ReportProgress, from: number, to: number): (done: number, total: number) => void {
  return (done, total) => report(from + ((to - from) * done) / total, 1);
}

/** One group of pictures after another of the same size. */
function followedBy(a: Images, b: Images): Images {
  const rgba = new Uint8ClampedArray(a.rgba.length + b.rgba.length);
  rgba.set(a.rgba);
  rgba.set(b.rgba, a.rgba.length);
  return { count: a.count + b.count, size: a.size, rgba };
}

async function encode(frames: Images, format: FrameFormat, delay: number): Promise<Uint8Array<ArrayBuffer>> {
  switch (format) {
    case 'gif':
      return (await import('../codecs/gif')).encodeGif(frames, delay);
    case 'png':
      return (await import('../codecs/strip')).encodeStrip(frames);
    case 'webm':
    case 'mp4': {
      const { encodeVideo, videoCodec } = await import('../codecs/video');
      const codec = await videoCodec(format, frames.size);
      if (codec === null) throw new MessageError('videoUnsupported', { format });
      return encodeVideo(frames, delay, format, codec);
    }
    default:
      return format satisfies never;
  }
}

function neighbourList(dataset: Dataset, { indices, distances }: Nearest, searched: number): NeighbourList {
  return { images: picturesAt(dataset, indices), distances, searched };
}

function picturesAt(dataset: Dataset, indices: Uint32Array): Images {
  return bytesToImages(imagesAt(dataset, indices), dataset.size, dataset.channels);
}

/** A picture as a network would make it; of a grey model's, the mean of the three colours. */
export function fromImages({ rgba }: Images, channels: number, { low, high }: PixelRange): Float32Array<ArrayBuffer> {
  const scale = (high - low) / 255;
  return Float32Array.from({ length: (rgba.length / 4) * channels }, (_, i) => {
    const at = Math.floor(i / channels) * 4;
    const byte = channels === 3 ? rgba[at + (i % 3)]! : (rgba[at]! + rgba[at + 1]! + rgba[at + 2]!) / 3;
    return low + byte * scale;
  });
}

/** Network output on the scale of stored images, 0 to 255, without rounding. */
function toBytes(values: Float32Array, { low, high }: PixelRange): Float32Array {
  return values.map((value) => ((value - low) / (high - low)) * 255);
}
