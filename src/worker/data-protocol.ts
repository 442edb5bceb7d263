import type { Images } from '../core/images';
import type { Message } from '../core/messages';
import type { DropMode, GivenFile, ImportOptions, Skipped } from '../core/own-images';

/** A built-in data set before anything of it is loaded. */
export interface BuiltInSet {
  id: string;
  channels: 1 | 3;
  classNames: readonly string[];
}

/** A data set as the page shows it. */
export interface DataSummary {
  id: string;
  classNames: readonly string[];
  /** Images of the training split that are there now, and in all. */
  loaded: number;
  total: number;
  /** Images kept from training; null where only some classes are used, as that is not counted. */
  heldOut: number | null;
  channels: 1 | 3;
  source: string;
  sourceUrl: string;
  licence: string;
}

/** A set of one's own as the page lists it. Counts are of images used, with what `drop` names left out. */
export interface OwnSetSummary {
  id: string;
  name: string;
  size: number;
  /** What a model of it takes. */
  channels: 1 | 3;
  train: number;
  heldOut: number;
  classNames: readonly string[];
  /** How many of all images repeat an earlier one exactly, and how many nearly. */
  duplicates: { exact: number; near: number };
  drop: DropMode;
  /** Whether it is kept for later visits. */
  kept: boolean;
  /** What it takes to keep it. */
  bytes: number;
  /** Milliseconds since 1970. */
  created: number;
}

/** The sets of one's own, and the room that the browser gives this page, in bytes. */
export interface OwnSetList {
  sets: readonly OwnSetSummary[];
  usage: number;
  quota: number;
}

/** What came of an import; `set` is null where nothing could be read. */
export interface ImportReport {
  set: OwnSetSummary | null;
  files: number;
  pictures: number;
  /** The first thousand files that were left out; `skippedCount` counts all. */
  skipped: readonly Skipped[];
  skippedCount: number;
  /** Archives that could not be read at all. */
  refused: readonly Message[];
}

/** What all loaded training images have in common: their mean, and per channel how often each value occurs. */
export interface DataStatistics {
  mean: Images;
  /** Row-major [channels, 256]. */
  histogram: Float64Array<ArrayBuffer>;
  classCounts: readonly number[];
  /** How many images this was taken over: all, or an even sample of a large set. */
  images: number;
}

/** A data set that `loadData` has given, by what it was asked for. */
export interface LoadedData {
  id: string;
  imageSize: number;
  channels: number;
}

/** The requests about data sets, built in and one's own. */
export interface DataRequests {
  /** The built-in data sets. */
  builtInSets: { params: object; result: readonly BuiltInSet[] };
  /** Loads a data set at a model's size; answers when the first shard is there, `data` events tell of the rest. */
  loadData: { params: { id: string; imageSize: number; channels: number }; result: DataSummary };
  /** Makes a data set of files. Job `import`: null when cancelled. */
  importData: { params: { files: readonly GivenFile[]; options: ImportOptions }; result: ImportReport | null };
  ownSets: { params: object; result: OwnSetList };
  keepOwnSet: { params: { id: string }; result: OwnSetList };
  renameOwnSet: { params: { id: string; name: string }; result: OwnSetList };
  /** Chooses what is left out of a set; it is to be loaded anew then. */
  dropDuplicates: { params: { id: string; drop: DropMode }; result: OwnSetList };
  deleteOwnSet: { params: { id: string }; result: OwnSetList };
  exportOwnSet: { params: { id: string }; result: { file: Blob } };
  /** Images of a loaded set as a model of this size sees them: those of one class, or of all, from `first` on. */
  dataImages: {
    params: LoadedData & { label: number | null; first: number; count: number };
    result: { images: Images; indices: readonly number[]; labels: readonly number[]; total: number };
  };
  dataStatistics: { params: LoadedData; result: DataStatistics };
}
