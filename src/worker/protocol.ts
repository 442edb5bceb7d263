/**
 * What the page and the worker say to each other: types only. A request is answered by its id with a value or a
 * message; events come unasked. Typed arrays in results and events are transferred, never copied. The parts
 * of the page have files of their own.
 */
import type { NetworkName } from '../core/architecture';
import type { BackendName } from '../core/backend-name';
import type { Images } from '../core/images';
import type { Message } from '../core/messages';
import type { StepPart } from '../core/metrics';
import type { StoredPin } from '../core/pins';
import type { ModelReference, Phase, RunSummary, StepKind } from '../core/run';
import type { Config, LiveSettings } from '../core/settings';
import type { DataRequests } from './data-protocol';
import type { ExploreRequests } from './explore-protocol';
import type { ExportRequests } from './export-protocol';
import type { InspectRequests } from './inspect-protocol';
import type { LabRequests } from './lab-protocol';
import type { MeasureRequests } from './measure-protocol';
import type { RenderResult, SampleSheet } from './render-protocol';
import type { RunsRequests } from './runs-protocol';

export type * from './data-protocol';
export type * from './explore-protocol';
export type * from './inspect-protocol';
export type * from './render-protocol';

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
export interface Requests
  extends
    DataRequests,
    ExploreRequests,
    ExportRequests,
    InspectRequests,
    LabRequests,
    MeasureRequests,
    RunsRequests {
  /** Starts the backend; once, before anything else. `base` is the page's own URL, which the data lie beside. */
  connect: { params: { base: string; backend?: string; step?: StepKind }; result: BackendSummary };
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
  /** Stops a long job, which then answers null; its name is the one that its `progress` events carry. */
  cancel: { params: { job: string }; result: null };
}
export type RequestName = keyof Requests;
export type Params<N extends RequestName> = Requests[N]['params'];
export type Answer<N extends RequestName> = Requests[N]['result'];

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
