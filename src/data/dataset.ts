import type { Result } from '../core/result';

/** The two sides of a data set: what a model trains on, and what is kept from it to compare with. */
export type Split = 'train' | 'heldOut';

/** Where images come from and on what terms they may be used, to be named wherever they are shown. */
export interface Attribution {
  source: string;
  url: string;
  licence: string;
}

/**
 * Images at a model's size. `images` is uint8 NHWC with room for `capacity` images of `size` x `size` x `channels`;
 * the first `count` of them are there, and `count` grows while later shards arrive. `labels[i]` is an index into
 * `classNames`. `hash` names the content, so that a saved run can tell whether it sees the same data again.
 */
export interface Dataset {
  id: string;
  hash: string;
  split: Split;
  size: number;
  channels: 1 | 3;
  classNames: readonly string[];
  attribution: Attribution;
  images: Uint8Array;
  /** Where a set is too large for memory: reads the images with these indices from a file; `images` is empty then. */
  readImages?: (indices: Uint32Array) => Uint8Array<ArrayBuffer>;
  labels: Uint8Array;
  capacity: number;
  count: number;
}

/** The most bytes that a data set's images take in memory where nothing else is said. */
export const DEFAULT_BUDGET_BYTES = 256 * 2 ** 20;

/** How far loading has come, in images. */
export interface LoadProgress {
  loaded: number;
  total: number;
}

/** What a data set is asked for: one split, at one size and channel count. */
export interface LoadRequest {
  split: Split;
  size: number;
  channels: 1 | 3;
  /** Reads one file below the folder of built data sets; `httpFiles` makes one for the browser. */
  fetchFile: FetchFile;
  /** The most bytes that `images` may take; a larger set is cut to as many images as fit. */
  budgetBytes?: number;
  onProgress?: (progress: LoadProgress) => void;
  signal?: AbortSignal;
}

/** Reads one file, named by its path below the folder of built data sets, or throws. */
export type FetchFile = (path: string, signal?: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>;

/** Why a data set could not be loaded: a file out of reach, one that is not what was built, or a cancelled load. */
export type DataFailure = 'data-unreachable' | 'data-corrupt' | 'data-cancelled';

/**
 * A data set whose first images are there. `complete` says how loading the rest ended; whatever arrived until then
 * stays usable.
 */
export interface LoadingDataset {
  dataset: Dataset;
  complete: Promise<Result<Dataset, DataFailure>>;
}

/** One built-in data set, known before anything is loaded. `nativeSize` is the side of its images as stored. */
export interface DatasetSource {
  id: string;
  nativeSize: number;
  channels: 1 | 3;
  classNames: readonly string[];
  counts: Readonly<Record<Split, number>>;
  attribution: Attribution;
  load: (request: LoadRequest) => Promise<Result<LoadingDataset, DataFailure>>;
}
