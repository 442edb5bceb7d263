import { parseDataId } from '../core/data-id';
import type { PixelRange } from '../core/images';
import { drawLatents } from '../core/latent';
import { LEAST_SAMPLES, MOST_SAMPLES } from '../core/measures';
import type { MeasureOptions } from '../core/measures';
import { MessageError } from '../core/messages';
import { RandomStream } from '../core/random';
import { breathe } from '../explore/breathe';
import { generate } from '../explore/render';
import type { FetchFeatureFile } from '../measure/feature-network';
import { defaultFeatures, FeatureNetworks } from '../measure/feature-networks';
import { freezePair } from '../measure/frozen';
import { measure } from '../measure/measure';
import { represent } from '../measure/representation';
import { gatherSubjects, RealEmbeddings } from '../measure/subjects';
import { disposePair } from '../model/pair';
import type { Pair } from '../model/pair';
import type { Run } from '../train/run';
import type { Context, Handlers } from './handlers';
import { HeldOutSets } from './held-out-sets';
import type { HeldOutParts } from './held-out-sets';
import type { ReportProgress } from './jobs';
import type { MeasureAnswer, MeasureRequests } from './measure-protocol';
import { takeMoment, writeMoment } from './save-run';
import type { RunMoment } from './save-run';

/** Milliseconds of work after which others get a turn. */
const TURN_MS = 25;
/** The most of the time that a measurement which nobody waits for takes from training. */
const SPARE_SHARE = 0.15;
/** Milliseconds after which a rest looks whether it is still wanted. */
const LOOK_MS = 100;

/** What measuring needs from the worker's place, beside the models. */
export interface MeasureParts extends HeldOutParts {
  fetchFeatures: FetchFeatureFile;
}

/** What these handlers use of the worker. */
export interface MeasureContext extends Pick<Context, 'jobs'> {
  /** Does `task` with a run when no step of it is under way. */
  between: <T>(run: string, task: (run: Run) => Promise<T>) => Promise<T>;
  /** Whether the run makes step after step. */
  isTraining: (run: string) => boolean;
}

/** A model that nothing changes any more, with the run that it is of. */
interface Held {
  run: Run;
  step: number;
  pair: Pair;
  moment: RunMoment | null;
}

/** Answers the requests about how good a model is; none of them changes anything of it. */
export function measureHandlers(context: MeasureContext, parts: MeasureParts): Handlers<keyof MeasureRequests> {
  const networks = new FeatureNetworks(parts.fetchFeatures);
  const heldOutSets = new HeldOutSets(parts);
  const cache = new RealEmbeddings();

  async function measureHeld(
    { run, step, pair, moment }: Held,
    given: MeasureOptions,
    pause: () => Promise<void>,
    signal: AbortSignal,
    report: ReportProgress,
  ): Promise<MeasureAnswer> {
    const { config, dataset } = run;
    const kind = given.features ?? defaultFeatures(dataset.id);
    const options = { ...given, features: kind };
    const { samples: count, seed } = options;
    try {
      report(0, 1);
      // All of the data, however fast it comes: the same file and seed give the same numbers.
      await run.data.complete;
      const { id, size, channels } = dataset;
      const heldOut = await heldOutSets.get({ id, imageSize: size, channels });
      // The discriminator's features tell no classes: a classifier does, where there is one.
      const classified = kind === 'classifier' || (kind === 'discriminator' && defaultFeatures(id) === 'classifier');
      const network = kind === 'random' ? await networks.random(channels) : classified ? await networks.classifier(id) : null;
      const z = drawLatents(new RandomStream(seed, 'measure/z'), count, config);
      const images = toBytes(await generate(pair, z, signal), pair.range);
      const measuring = { pair, config, step, samples: { images, size, channels }, training: dataset, heldOut, kind, network };
      const subjects = await gatherSubjects(measuring, options, cache, pause);
      const measured = await measure(subjects, options, { pause, progress: (done, total) => report(done + 1, total + 1) });
      return { report: measured, file: moment && writeMoment(moment, []) };
    } finally {
      disposePair(pair);
    }
  }

  return {
    measure: ({ model, options, scheduled }) =>
      context.jobs.run('measure', async (signal, report) => {
        if (!(options.samples >= LEAST_SAMPLES && options.samples <= MOST_SAMPLES))
          throw new MessageError('measureSamples', { min: LEAST_SAMPLES, max: MOST_SAMPLES });
        const held = await context.between(model.run, async (run) => {
          const moment = scheduled ? await takeMoment(run) : null;
          return { run, step: run.step, pair: freezePair(run.pair), moment };
        });
        const pause = turns(signal, () => scheduled && context.isTraining(model.run));
        return measureHeld(held, options, pause, signal, report);
      }),

    represent: ({ model, seed }) =>
      context.jobs.run('represent', async (signal, report) => {
        const { run, step, pair } = await context.between(model.run, async (held) => ({
          run: held,
          step: held.step,
          pair: freezePair(held.pair),
        }));
        try {
          report(0, 1);
          await run.data.complete;
          const { id, size, channels } = run.dataset;
          const heldOut = await heldOutSets.get({ id, imageSize: size, channels });
          if (!heldOut || new Set(heldOut.labels.subarray(0, heldOut.count)).size < 2)
            throw new MessageError('representLabels', { id: parseDataId(id).set });
          const subjects = { pair, config: run.config, step, training: run.dataset, heldOut };
          return await represent(subjects, seed, { pause: turns(signal), progress: report });
        } finally {
          disposePair(pair);
        }
      }),
  };
}

/**
 * A pause that lets others in once it is their turn, and gives up where `signal` says so. While `sparing` it rests so long
 * after each piece of work that all of them take SPARE_SHARE of the time.
 */
function turns(signal: AbortSignal, sparing: () => boolean = () => false): () => Promise<void> {
  let since = performance.now();
  return async () => {
    signal.throwIfAborted();
    const now = performance.now();
    if (now - since < TURN_MS) return;
    if (sparing()) await rest(now + (now - since) * (1 / SPARE_SHARE - 1), () => sparing() && !signal.aborted);
    else await breathe();
    since = performance.now();
  };
}

/** Waits until a time (ms), or until that is no longer wanted. */
async function rest(until: number, wanted: () => boolean): Promise<void> {
  while (wanted() && performance.now() < until) {
    const left = Math.max(0, until - performance.now());
    await new Promise((resolve) => setTimeout(resolve, Math.min(LOOK_MS, left)));
  }
}

/** Network output as it is stored and shown: bytes, rounded. */
function toBytes(values: Float32Array, { low, high }: PixelRange): Uint8Array {
  const scale = 255 / (high - low);
  return Uint8Array.from(values, (value) => Math.round(Math.min(255, Math.max(0, (value - low) * scale))));
}
