import { readProject, readProjectHistory } from '../codecs/project';
import { viewedGenerator } from '../core/checkpoint';
import { MessageError, unwrap } from '../core/messages';
import { RandomStream } from '../core/random';
import { pixelRows, slicedWasserstein } from '../core/sliced-wasserstein';
import { imagesAt } from '../data/gather';
import { renderLatents } from '../explore/render';
import { createPair, disposePair } from '../model/pair';
import { writeVariable } from '../model/variable';
import type { Run } from '../train/run';
import type { Handlers } from './handlers';
import type { KeptRuns } from './kept-runs';
import type { KeepReport, RunsRequests } from './runs-protocol';
import { takeMoment, writeMoment } from './save-run';
import type { RunMoment } from './save-run';

/** What these handlers use of the worker. */
export interface RunsContext {
  /** Does `task` with a run when no step of it is under way. */
  between: <T>(run: string, task: (run: Run) => Promise<T>) => Promise<T>;
}

/** Answers the requests about runs that are kept in this browser. */
export function runsHandlers(context: RunsContext, kept: KeptRuns): Handlers<keyof RunsRequests> {
  return {
    keepRun: async ({ run: id, about, pins }) => {
      const { moment, run } = await context.between(id, async (active) => ({
        moment: await takeMoment(active),
        run: active,
      }));
      const { step, config } = moment.checkpoint;
      const file = writeMoment(moment, pins);
      const distance = await distanceToData(run, moment);
      const report: KeepReport = { step, list: null, problem: null, file: null };
      try {
        await kept.keep({ ...about, config }, { step, distance }, { file, samples: moment.samples });
        return { ...report, list: await kept.list() };
      } catch (error) {
        // A run that cannot be kept trains on all the same.
        if (!(error instanceof MessageError)) throw error;
        return { ...report, problem: error.userMessage, file };
      }
    },

    keptRuns: () => kept.list(),

    keptFile: async ({ id, step }) => ({ bytes: await kept.file({ run: id, step }) }),

    keptSamples: ({ id, steps }) => Promise.all(steps.map((step) => kept.samples({ run: id, step }))),

    renderKept: async ({ id, step, z }) => {
      const checkpoint = unwrap(readProject(await kept.file({ run: id, step })));
      const generator = viewedGenerator(checkpoint);
      const pair = createPair({ ...checkpoint.config, emaDecay: 'off' });
      try {
        for (const [name, variable] of pair.generator.variables) writeVariable(variable, generator.get(name)!.values);
        return await renderLatents(pair, z);
      } finally {
        disposePair(pair);
      }
    },

    keptKernel: async ({ id, step, network, layer }) => {
      const checkpoint = unwrap(readProject(await kept.file({ run: id, step })));
      const tensors = network === 'generator' ? viewedGenerator(checkpoint) : checkpoint.discriminator;
      const kernel = tensors.get(`${layer}.kernel`);
      if (!kernel) throw new MessageError('layerUnknown', { layer });
      return { layer, ...kernel, step: checkpoint.step };
    },

    keptHistory: async ({ id }) => {
      const run = (await kept.list()).runs.find((one) => one.id === id);
      const last = run?.checkpoints.at(-1);
      if (!last) throw new MessageError('keptUnknown', { step: 0 });
      return { rows: unwrap(readProjectHistory(await kept.file({ run: id, step: last.step }))) };
    },

    renameKept: async ({ id, name }) => {
      await kept.amend(id, { name: name.trim() });
      return kept.list();
    },

    noteKept: async ({ id, made, used }) => {
      await kept.amend(id, { made, used });
      return kept.list();
    },

    deleteKept: async ({ id }) => {
      await kept.remove(id);
      return kept.list();
    },
  };
}

/** Steps of training in between would hold up the file that is to be written: a fraction of a second is better borne. */
const noPause = async () => {};

/**
 * The sliced Wasserstein distance, in pixels from 0 to 1, of a run's sample grid to as many training images, always the
 * same ones: small numbers of images, but good enough to tell one checkpoint of a run from another. Null where there are
 * fewer images, or none any more.
 */
async function distanceToData(run: Run, { samples }: RunMoment): Promise<number | null> {
  if (!run.hasData) return null;
  const { data, config } = run;
  const { dataset, first } = data;
  const { channels } = dataset;
  if (first < samples.count) return null;
  const random = new RandomStream(config.seed, 'best');
  const reals = imagesAt(dataset, random.permutation(first).subarray(0, samples.count));
  const values = samples.size ** 2 * channels;
  const fakes = new Uint8Array(samples.count * values);
  for (let pixel = 0; pixel < samples.count * samples.size ** 2; pixel++)
    for (let c = 0; c < channels; c++) fakes[pixel * channels + c] = samples.rgba[pixel * 4 + c]!;
  return slicedWasserstein(pixelRows(fakes, values), pixelRows(reals, values), random, noPause);
}
