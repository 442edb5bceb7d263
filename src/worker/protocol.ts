/**
 * What the page and the worker say to each other: types only. A request is answered by its id with a value or a
 * message; events come unasked. Typed arrays in results and events are transferred, never copied.
 */
import type { BackendName } from '../core/backend-name';
import type { NetworkName } from '../core/architecture';
import type { Images } from '../core/images';
import type { Message } from '../core/messages';
import type { StepPart } from '../core/metrics';
import type { ModelReference, Phase, RunSummary, StepKind } from '../core/run';
import type { Config, LiveSettings } from '../core/settings';

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

/** A data set as the page shows it. */
export interface DataSummary {
  id: string;
  classNames: readonly string[];
  /** Images of the training split that are there now, and in all. */
  loaded: number;
  total: number;
  heldOut: number;
  channels: 1 | 3;
  source: string;
  sourceUrl: string;
  licence: string;
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

/** Each request's parameters and result, by name. */
export interface Requests {
  /** Starts the backend; once, before anything else. `base` is the page's own URL, which the data lie beside. */
  connect: { params: { base: string; backend?: string; step?: StepKind }; result: BackendSummary };
  /** The built-in data sets' ids. */
  dataIds: { params: object; result: readonly string[] };
  /** Loads a data set at a model's size; answers when the first shard is there, `data` events tell of the rest. */
  loadData: { params: { id: string; imageSize: number; channels: number }; result: DataSummary };
  /** `count` training images that a run's model sees, drawn anew for each `draw`. */
  realBatch: { params: { run: string; count: number; draw: number }; result: Images };
  /** Makes a run with freshly initialised networks on a data set that `loadData` has given. */
  createRun: { params: { dataId: string; config: Config }; result: RunSummary };
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
  kernel: { params: { model: ModelReference; network: NetworkName; layer: string }; result: KernelWeights };
  speed: { params: { run: string }; result: SpeedReport };
  /** The run as a .dcgan project file. */
  exportRun: { params: { run: string }; result: { bytes: Uint8Array<ArrayBuffer> } };
  /** What a .dcgan file says of itself, without opening its tensors. */
  readManifest: { params: { bytes: Uint8Array<ArrayBuffer> }; result: { dataId: string; config: Config; step: number } };
  /**
   * Opens a .dcgan project file as a new run, on the data set that it names, which must be loaded; its history comes
   * as a `metrics` event.
   */
  importRun: { params: { bytes: Uint8Array<ArrayBuffer> }; result: RunSummary };
}
export type RequestName = keyof Requests;
export type Params<N extends RequestName> = Requests[N]['params'];
export type Answer<N extends RequestName> = Requests[N]['result'];

/** Images of the asked latents and the step whose weights made them. */
export interface RenderResult {
  images: Images;
  step: number;
}

/** What the worker tells unasked. `rows` is row-major, each row the step followed by the values of `METRICS`. */
export type WorkerEvent =
  | { type: 'phase'; run: string; phase: Phase; step: number; progress?: { done: number; total: number } }
  | { type: 'metrics'; run: string; rows: Float64Array<ArrayBuffer>; imagesPerSecond: number; msPerStep: number }
  | { type: 'samples'; run: string; step: number; images: Images }
  | { type: 'data'; id: string; loaded: number; total: number }
  | { type: 'notice'; run?: string; message: Message }
  | { type: 'lost'; message: Message };

export type RequestMessage = {
  [N in RequestName]: { id: number; name: N; params: Params<N> };
}[RequestName];
export type ResponseMessage =
  { id: number; ok: true; value: Answer<RequestName> } | { id: number; ok: false; message: Message };
export type FromWorker = ResponseMessage | { event: WorkerEvent };
