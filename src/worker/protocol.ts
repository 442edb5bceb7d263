/**
 * What the page and the worker say to each other: types only. A request is answered by its id with a value or a
 * message; events come unasked. Typed arrays in results and events are transferred, never copied.
 */
import type { BackendName } from '../core/backend-name';
import type { NetworkName } from '../core/architecture';
import type { Images } from '../core/images';
import type {
  Attribution,
  BackpropagationRule,
  Box,
  ClimbOptions,
  Excitation,
  FeatureMaps,
  LayerPass,
  LayerScales,
  LayerStatistics,
  MapWeight,
  PixelGradient,
  Stage,
} from '../core/inspection';
import type { Message } from '../core/messages';
import type { StepPart } from '../core/metrics';
import type { DropMode, GivenFile, ImportOptions, Skipped } from '../core/own-images';
import type { StoredPin } from '../core/pins';
import type { ModelReference, Phase, RunSummary, StepKind } from '../core/run';
import type { Config, LiveSettings } from '../core/settings';
import type { ExportRequests } from './export-protocol';
import type { LabRequests } from './lab-protocol';
import type { RunsRequests } from './runs-protocol';
import type { MeasureRequests } from './measure-protocol';

/** The backend in use, as the badge shows it. */
export interface BackendSummary {
  backend: BackendName;
  adapter: string;
  /** True for a GPU backend on a software adapter: right, but slow. */
  software: boolean;
  threads: number;
  stepKind: StepKind;
  /** The backends that were tried first, with the reason why each was passed over. */
  passedOver: readonly { backend: BackendName; message: Message }[];
}

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

/** One convolution's or dense layer's kernel as stored (see LayerSpec), with the step it was read at. */
export interface KernelWeights {
  layer: string;
  shape: readonly number[];
  values: Float32Array<ArrayBuffer>;
  step: number;
}

/** Where time and memory go; milliseconds are medians over the last steps, null where they cannot be told. */
export interface SpeedReport {
  msPerStep: number | null;
  msD: number | null;
  msG: number | null;
  jsMsPerStep: number | null;
  imagesPerSecond: number | null;
  tensors: number;
  gpuBytes: number;
}

/**
 * What a network is fed to look inside it: G a latent; D the picture that G makes of a latent, a training image, or a
 * picture of one's own at the model's size.
 */
export type Example =
  { kind: 'latent'; z: Float32Array } | { kind: 'real'; index: number } | { kind: 'picture'; picture: Images };

/** A data set that `loadData` has given, by what it was asked for. */
export interface LoadedData {
  id: string;
  imageSize: number;
  channels: number;
}

/** Each request's parameters and result, by name. */
export interface Requests extends LabRequests, RunsRequests, ExportRequests, MeasureRequests {
  /** Starts the backend; once, before anything else. `base` is the page's own URL, which the data lie beside. */
  connect: { params: { base: string; backend?: string; step?: StepKind }; result: BackendSummary };
  /** The built-in data sets. */
  builtInSets: { params: object; result: readonly BuiltInSet[] };
  /** Loads a data set at a model's size; answers when the first shard is there, `data` events tell of the rest. */
  loadData: { params: { id: string; imageSize: number; channels: number }; result: DataSummary };
  /** `count` training images that a run's model sees, drawn anew for each `draw`; of a set with no more than that, each once. */
  realBatch: { params: { run: string; count: number; draw: number }; result: Images };
  /** Makes a run with freshly initialised networks on a data set that `loadData` has given, or on its first `images`. */
  createRun: { params: { dataId: string; config: Config; images?: number }; result: RunSummary };
  disposeRun: { params: { run: string }; result: null };
  /** Trains until paused or until the run's `steps`; `slow` leaves a pause of that many ms after every step. */
  train: { params: { run: string; slow: number }; result: null };
  pause: { params: { run: string }; result: { step: number } };
  step: { params: { run: string; part: StepPart }; result: { step: number } };
  /** Back to step 0 with the weights that the seed gives. */
  reset: { params: { run: string }; result: RunSummary };
  /** Changes settings that a run may change while it goes on. */
  configure: { params: { run: string; settings: Partial<LiveSettings> }; result: Config };
  /**
   * Images of latents, row-major [n, zSize], in inference mode. Of the requests waiting on one `channel` only the
   * newest is served; the others are answered with null.
   */
  render: { params: { model: ModelReference; z: Float32Array; channel: string }; result: RenderResult | null };
  /** A run's sample grid with its present weights; null where it is asked for once more meanwhile. */
  samples: { params: { run: string }; result: SampleSheet | null };
  kernel: { params: { model: ModelReference; network: NetworkName; layer: string }; result: KernelWeights };
  speed: { params: { run: string }; result: SpeedReport };
  /** The run as a .dcgan project file. */
  exportRun: { params: { run: string; pins?: readonly StoredPin[] }; result: { bytes: Uint8Array<ArrayBuffer> } };
  /** What a .dcgan file says of itself, without opening its tensors. */
  readManifest: {
    params: { bytes: Uint8Array<ArrayBuffer> };
    result: { dataId: string; dataName: string; config: Config; step: number; pins: readonly StoredPin[] };
  };
  /**
   * Opens a .dcgan project file as a new run, on the data set that it names, which must be loaded; its history comes
   * as a `metrics` event. `batchSize` takes the place of the file's. `withoutData` opens it where the set is not to be
   * had, to be looked at: what needs images is then refused with `dataAbsent`.
   */
  importRun: { params: { bytes: Uint8Array<ArrayBuffer>; batchSize?: number; withoutData?: boolean }; result: RunSummary };
  /** All metrics of a run so far, as the `metrics` event has them. */
  history: { params: { run: string }; result: { rows: Float64Array<ArrayBuffer> } };
  /** Directions in z that matter, strongest first. A job of its name, see `cancel`; so are the next three. */
  directions: { params: { model: ModelReference; count: number }; result: DirectionsResult | null };
  /** Looks for the z whose picture is nearest to a given one; its progress shows the best residual and picture. */
  invert: {
    params: { model: ModelReference; target: Images; restarts: number; steps: number; seed: number };
    result: InversionResult | null;
  };
  /** The training images nearest to the picture of a z, in pixels and in D's features. */
  neighbours: {
    params: { model: ModelReference; z: Float32Array; count: number };
    result: NeighboursResult | null;
  };
  /** Samples, and real images beside them, laid out by D's features. */
  layOut: {
    params: { model: ModelReference; samples: number; reals: number; method: 'pca' | 'umap'; seed: number };
    result: MapResult | null;
  };
  /** The effect of each single number of z. A job of its name too. */
  rawEffects: { params: { model: ModelReference }; result: { effects: Float64Array<ArrayBuffer>; step: number } | null };
  /** Directions toward the data set's labels. A job of its name too. */
  labels: { params: { model: ModelReference }; result: LabelsResult | null };
  /** Frames as a file, each pixel `scale` wide and each frame `delay` ms long. */
  encodeFrames: {
    params: { frames: Images; format: FrameFormat; scale: number; delay: number };
    result: { bytes: Uint8Array<ArrayBuffer>; type: string };
  };
  /** The kinds of video that this browser can write at a size in pixels. */
  videoFormats: { params: { size: number }; result: readonly VideoFormat[] };
  /** Stops a long job, which then answers null; its name is the one that its `progress` events carry. */
  cancel: { params: { job: string }; result: null };

  // One's own images
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

  // Looking inside
  featureMaps: {
    params: { model: ModelReference; network: NetworkName; example: Example; layer: string; stage: Stage };
    result: { maps: FeatureMaps; step: number };
  };
  layerStatistics: {
    params: { model: ModelReference; network: NetworkName; layer: string };
    result: LayerStatistics & { step: number };
  };
  /** One channel of a convolution from its input maps to its sums, all of one step. */
  layerPass: {
    params: { model: ModelReference; network: NetworkName; example: Example; layer: string; channel: number };
    result: LayerPass & { step: number };
  };
  /** For every channel of a layer of D its `count` most exciting of the first `total` training images. Job `topImages`. */
  topImages: {
    params: { model: ModelReference; layer: string; total: number; count: number };
    result: { channels: readonly (readonly Excitation[])[]; total: number; step: number } | null;
  };
  realImages: { params: { model: ModelReference; indices: readonly number[] }; result: Images };
  /**
   * For each target the strongest response of a channel of D to an example, sent back to the pixels. `randomised` asks
   * the same of D as it was initialised.
   */
  attribute: {
    params: {
      model: ModelReference;
      layer: string;
      rule: BackpropagationRule;
      targets: readonly { example: Example; channel: number }[];
      randomised: boolean;
    };
    result: Attribution & { step: number };
  };
  /** An image that excites a channel of D as much as gradient ascent can make it. Job `maximize`. */
  maximize: {
    params: { model: ModelReference; layer: string; channel: number; options: ClimbOptions };
    result: { images: Images; response: number; step: number } | null;
  };
  /** Like `render`, with each named layer's channels scaled by factors. */
  renderScaled: {
    params: { model: ModelReference; z: Float32Array; scales: readonly LayerScales[]; channel: string };
    result: RenderResult | null;
  };
  /** Which maps of G's second highest layer draw what is in the boxes; strongest first. */
  mapsOfBoxes: {
    params: { model: ModelReference; z: Float32Array; boxes: readonly Box[] };
    result: { layer: string; maps: readonly MapWeight[]; step: number };
  };
  /** What D tells G about the picture of one z. */
  pixelGradient: { params: { model: ModelReference; z: Float32Array }; result: PixelGradient & { step: number } };
}
export type VideoFormat = 'webm' | 'mp4';
export type FrameFormat = 'gif' | 'png' | VideoFormat;
export type RequestName = keyof Requests;
export type Params<N extends RequestName> = Requests[N]['params'];
export type Answer<N extends RequestName> = Requests[N]['result'];

/** Images of the asked latents and the step whose weights made them. */
export interface RenderResult {
  images: Images;
  step: number;
}

/** The pictures of a run's sample grid, and how varied they are as a share of the real images; null where none are known. */
export interface SampleSheet extends RenderResult {
  diversity: number | null;
}

/** Effects are root mean square changes of the picture for one standard deviation of the prior, from 0 to 1. */
export interface DirectionsResult {
  /** Unit vectors, row-major [count, zSize]. */
  directions: Float32Array<ArrayBuffer>;
  /** Each one's share of the variance of G's first hidden features, and its effect. */
  shares: Float64Array<ArrayBuffer>;
  effects: Float64Array<ArrayBuffer>;
  step: number;
}

/** Residuals are root mean square differences of pictures, from 0 to 1. */
export interface InversionResult {
  z: Float32Array<ArrayBuffer>;
  residual: number;
  /** What the random starts had on average. */
  startResidual: number;
  /** The best residual at the start and after each step. */
  curve: Float32Array<ArrayBuffer>;
  picture: Images;
}

/** Training images and how far each is: in pixels as a residual, in features as 1 - cosine. */
export interface NeighbourList {
  images: Images;
  distances: Float32Array<ArrayBuffer>;
  /** How many images were searched. */
  searched: number;
}
export interface NeighboursResult {
  query: Images;
  pixels: NeighbourList;
  features: NeighbourList;
  step: number;
}

/** Directions of labels by index, row-major [n, zSize], and what the classifier behind them was worth. */
export interface LabelsResult {
  labels: readonly number[];
  /** Samples that each direction rests on. */
  counts: readonly number[];
  directions: Float32Array<ArrayBuffer>;
  samples: number;
  fitted: number;
  tested: number;
  /** Share of the real images tried that it got right. */
  accuracy: number;
}

/** Places are row-major [n, 2] in [-1, 1]: first the samples, then the real images; `z` belongs to the samples. */
export interface MapResult {
  places: Float32Array<ArrayBuffer>;
  images: Images;
  z: Float32Array<ArrayBuffer>;
  samples: number;
  step: number;
}

/** What the worker tells unasked. `rows` is row-major, each row the step followed by the values of `METRICS`. */
export type WorkerEvent =
  /** First of all: the lock of the worker's name is held, and free again when it is gone. */
  | { type: 'alive' }
  | { type: 'phase'; run: string; phase: Phase; step: number; progress?: { done: number; total: number } }
  | { type: 'metrics'; run: string; rows: Float64Array<ArrayBuffer>; imagesPerSecond: number; msPerStep: number }
  | ({ type: 'samples'; run: string } & SampleSheet)
  | { type: 'data'; id: string; loaded: number; total: number }
  | { type: 'progress'; job: string; done: number; total: number; value?: number; picture?: Images }
  /** `reasons` say more of how it came about. */
  | { type: 'notice'; run?: string; message: Message; reasons?: readonly Message[] }
  | { type: 'lost'; message: Message };

export type RequestMessage = {
  [N in RequestName]: { id: number; name: N; params: Params<N> };
}[RequestName];
export type ResponseMessage =
  { id: number; ok: true; value: Answer<RequestName> } | { id: number; ok: false; message: Message };
export type FromWorker = ResponseMessage | { event: WorkerEvent };
