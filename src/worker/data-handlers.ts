import { bytesToImages } from '../core/images';
import type { Dataset } from '../data/dataset';
import { imagesAt } from '../data/gather';
import { usedCount, type OwnSetAbout } from '../data/import/own-set';
import type { OwnSets } from '../data/import/own-sets';
import { takeStatistics } from '../data/statistics';
import { breathe } from '../explore/breathe';
import type { Context, Handlers } from './handlers';
import type { ImportReport, LoadedData, OwnSetList, OwnSetSummary } from './protocol';

/** The requests about data sets beyond loading them: one's own, and what any of them holds. */
type DataRequest =
  | 'importData'
  | 'ownSets'
  | 'keepOwnSet'
  | 'renameOwnSet'
  | 'dropDuplicates'
  | 'deleteOwnSet'
  | 'exportOwnSet'
  | 'dataImages'
  | 'dataStatistics';

/** What these handlers use of the worker. */
export interface DataContext extends Pick<Context, 'jobs' | 'emit'> {
  /** The training images that `loadData` has given; throws the message `dataNotLoaded`. */
  loaded: (data: LoadedData) => Dataset;
  /** Has a data set loaded anew when it is next asked for. */
  forget: (id: string) => void;
  /** Takes a set from the runs that would read its images later. */
  leave: (id: string) => Promise<void>;
}

/** Answers the requests about data sets; `estimate` gives the bytes that the page has taken and may take. */
export function dataHandlers(
  context: DataContext,
  own: OwnSets,
  estimate: () => Promise<{ usage: number; quota: number }>,
): Handlers<DataRequest> {
  const list = async (): Promise<OwnSetList> => {
    const sets = await own.list();
    return { sets: sets.map(({ about, kept }) => summarize(about, kept)), ...(await estimate()) };
  };
  return {
    importData: ({ files, options }) =>
      context.jobs.run('import', async (signal, report) => {
        const outcome = await own.import(files, options, signal, ({ done, total }) => report(done, total));
        if (!outcome) return null;
        const { set, pictures, taken, skipped, refused } = outcome;
        for (const message of refused) context.emit({ type: 'notice', message });
        if (set && taken < pictures)
          context.emit({ type: 'notice', message: { code: 'importSampled', params: { total: pictures, count: taken } } });
        const kept = set !== null && (await own.list()).some(({ about, kept: is }) => is && about.id === set.about.id);
        const answer: ImportReport = {
          set: set && summarize(set.about, kept),
          files: files.length,
          pictures,
          skipped: skipped.named,
          skippedCount: skipped.count,
          refused,
        };
        return answer;
      }),

    ownSets: list,

    keepOwnSet: async ({ id }) => {
      await own.keep(id);
      return list();
    },

    renameOwnSet: async ({ id, name }) => {
      await own.rename(id, name);
      return list();
    },

    dropDuplicates: async ({ id, drop }) => {
      await own.setDrop(id, drop);
      context.forget(id);
      return list();
    },

    deleteOwnSet: async ({ id }) => {
      await context.leave(id);
      await own.remove(id);
      context.forget(id);
      return list();
    },

    exportOwnSet: async ({ id }) => ({ file: await own.export(id) }),

    dataImages: async ({ label, first, count, ...data }) => {
      const dataset = context.loaded(data);
      const { size, channels, labels } = dataset;
      const all = Uint32Array.from({ length: dataset.count }, (_, i) => i);
      const wanted = label === null ? all : all.filter((i) => labels[i] === label);
      const indices = wanted.slice(first, first + count);
      return {
        images: bytesToImages(imagesAt(dataset, indices), size, channels),
        indices: Array.from(indices),
        labels: Array.from(indices, (i) => labels[i]!),
        total: wanted.length,
      };
    },

    dataStatistics: async (data) => {
      const dataset = context.loaded(data);
      const { mean, ...rest } = await takeStatistics(dataset, breathe);
      return { mean: bytesToImages(mean, dataset.size, dataset.channels), ...rest };
    },
  };
}

function summarize(about: OwnSetAbout, kept: boolean): OwnSetSummary {
  const { id, name, size, channels, modelChannels, classNames, counts, drop, created } = about;
  const all = [counts.train, counts.heldOut].reduce((sum, side) => sum + usedCount(side, 'none'), 0);
  return {
    id,
    name,
    size,
    channels: modelChannels,
    train: usedCount(counts.train, drop),
    heldOut: usedCount(counts.heldOut, drop),
    classNames,
    duplicates: {
      exact: counts.train.exact + counts.heldOut.exact,
      near: counts.train.near + counts.heldOut.near,
    },
    drop,
    kept,
    bytes: all * size * size * channels,
    created,
  };
}
