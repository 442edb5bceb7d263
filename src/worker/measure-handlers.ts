import type { PixelRange } from '../core/images';
import { drawLatents } from '../core/latent';
import { LEAST_SAMPLES, MOST_SAMPLES } from '../core/measures';
import type { MeasureOptions, MeasureReport } from '../core/measures';
import { MessageError } from '../core/messages';
import { RandomStream } from '../core/random';
import { breathe } from '../explore/breathe';
import { generate } from '../explore/render';
import type { FetchFeatureFile } from '../measure/feature-network';
import { defaultFeatures, FeatureNetworks } from '../measure/feature-networks';
import { freezePair } from '../measure/frozen';
import { measure } from '../measure/measure';
import { gatherSubjects, RealEmbeddings } from '../measure/subjects';
import { disposePair } from '../model/pair';
import type { Run } from '../train/run';
import type { Context, Handlers } from './handlers';
import { HeldOutSets } from './held-out-sets';
import type { HeldOutParts } from './held-out-sets';
import type { ReportProgress } from './jobs';
import type { MeasureRequests } from './measure-protocol';

/** Milliseconds of work after which others get a turn. */
const TURN_MS = 25;

/** What measuring needs from the worker's place, beside the models. */
export interface MeasureParts extends HeldOutParts {
  fetchFeatures: FetchFeatureFile;
}

/** Answers the requests about how good a model is; none of them changes anything of it. */
export function measureHandlers(context: Pick<Context, 'model' | 'jobs'>, parts: MeasureParts): Handlers<keyof MeasureRequests> {
  const networks = new FeatureNetworks(parts.fetchFeatures);
  const heldOutSets = new HeldOutSets(parts);
  const cache = new RealEmbeddings();

  async function measureRun(run: Run, given: MeasureOptions, signal: AbortSignal, report: ReportProgress): Promise<MeasureReport> {
    const { config, dataset } = run;
    const kind = given.features ?? defaultFeatures(dataset.id);
    const options = { ...given, features: kind };
    const { samples: count, seed } = options;
    const pause = turns(signal);
    // Step and copy belong together: nothing may come between them.
    const { step } = run;
    const pair = freezePair(run.pair);
    try {
      report(0, 1);
      // All of the data, however fast it comes: the same file and seed give the same numbers.
      await run.data.complete;
      const { id, size, channels } = dataset;
      const heldOut = await heldOutSets.get({ id, imageSize: size, channels });
      const known = defaultFeatures(id) === 'classifier';
      const classifier = kind === 'classifier' || known ? await networks.classifier(id) : null;
      const network = kind === 'random' ? await networks.random(channels) : classifier;
      const z = drawLatents(new RandomStream(seed, 'measure/z'), count, config);
      const images = toBytes(await generate(pair, z, signal), pair.range);
      const measuring = { pair, config, step, samples: { images, size, channels }, training: dataset, heldOut, kind, network };
      const subjects = await gatherSubjects(measuring, options, cache, pause);
      return await measure(subjects, options, { pause, progress: (done, total) => report(done + 1, total + 1) });
    } finally {
      disposePair(pair);
    }
  }

  return {
    measure: ({ model, options }) =>
      context.jobs.run('measure', async (signal, report) => {
        if (!(options.samples >= LEAST_SAMPLES && options.samples <= MOST_SAMPLES))
          throw new MessageError('measureSamples', { min: LEAST_SAMPLES, max: MOST_SAMPLES });
        return measureRun(context.model(model), options, signal, report);
      }),
  };
}

/** A pause that lets others in once it is their turn, and gives up where `signal` says so. */
function turns(signal: AbortSignal): () => Promise<void> {
  let since = performance.now();
  return async () => {
    signal.throwIfAborted();
    if (performance.now() - since < TURN_MS) return;
    await breathe();
    since = performance.now();
  };
}

/** Network output as it is stored and shown: bytes, rounded. */
function toBytes(values: Float32Array, { low, high }: PixelRange): Uint8Array {
  const scale = 255 / (high - low);
  return Uint8Array.from(values, (value) => Math.round(Math.min(255, Math.max(0, (value - low) * scale))));
}
