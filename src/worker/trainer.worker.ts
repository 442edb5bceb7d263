import simd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threaded from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import plain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import type { FetchFile } from '../data/dataset';
import { holdLifeline } from '../core/lifeline';
import { httpFiles } from '../data/files';
import { browserShelf, storageEstimate } from '../data/import/browser-shelf';
import { browserDecoder } from '../data/import/decode';
import { ownSource } from '../data/import/own-dataset';
import { OwnSets } from '../data/import/own-sets';
import type { StepperFactory } from '../train/run';
import { connectBackend } from './connect';
import { dataHandlers } from './data-handlers';
import { exploreHandlers } from './explore-handlers';
import { exportHandlers } from './export-handlers';
import type { Handlers } from './handlers';
import { inspectHandlers } from './inspect-handlers';
import { labHandlers } from './lab-handlers';
import { measureHandlers } from './measure-handlers';
import { KeptRuns } from './kept-runs';
import { messageOf } from './message-of';
import type { FromWorker, RequestMessage, WorkerEvent } from './protocol';
import { openRunDatabase } from './run-database';
import { runsHandlers } from './runs-handlers';
import { TrainerService } from './service';

const scope = self as unknown as DedicatedWorkerGlobalScope;

function post(message: FromWorker, transfer: Transferable[] = []): void {
  scope.postMessage(message, transfer);
}

void holdLifeline(scope.navigator.locks as LockManager | undefined, scope.name).then(() =>
  post({ event: { type: 'alive' } }),
);

let lost = false;

function emit(event: WorkerEvent, transfer?: Transferable[]): void {
  lost ||= event.type === 'lost';
  post({ event }, transfer);
}

const wasmPaths = {
  'tfjs-backend-wasm.wasm': plain,
  'tfjs-backend-wasm-simd.wasm': simd,
  'tfjs-backend-wasm-threaded-simd.wasm': threaded,
};

let pageUrl = scope.location.href;
let makeStepper: StepperFactory = () => {
  throw new Error('a run was asked for before a backend was connected');
};

const own = new OwnSets({
  openShelf: browserShelf,
  makeDecoder: browserDecoder,
  estimate: storageEstimate,
  now: () => performance.now(),
});

/** Files of the built page in one of its folders. */
const filesIn = (folder: string): FetchFile => (path, signal) => httpFiles(new URL(folder, pageUrl).href)(path, signal);

const sources = {
  fetchFile: filesIn('data/'),
  ownSource: async (id: string) => {
    const set = await own.find(id);
    return set && ownSource(set);
  },
};

const kept = new KeptRuns({
  openShelf: (closed) => openRunDatabase('runs', closed),
  estimate: storageEstimate,
  now: () => Date.now(),
});

const service = new TrainerService({
  connect: async (params) => {
    pageUrl = params.base;
    const connection = await connectBackend(params, wasmPaths, emit);
    makeStepper = connection.makeStepper;
    return connection.summary;
  },
  makeStepper: (trainee) => makeStepper(trainee),
  ...sources,
  releaseOwn: (used) => own.release(used),
  emit,
  now: () => performance.now(),
  isLost: () => lost,
});

// Each group of requests adds its handlers here; the compiler sees that none is missing.
const handlers: Handlers = Object.assign(
  service,
  exploreHandlers(service),
  inspectHandlers(service),
  labHandlers(service),
  exportHandlers(service),
  runsHandlers(service, kept),
  dataHandlers(service, own, storageEstimate),
  measureHandlers(service, { ...sources, fetchFeatures: filesIn('features/') }),
);

scope.onmessage = async ({ data: { id, name, params } }: MessageEvent<RequestMessage>) => {
  try {
    const answer = (handlers[name] as (given: unknown) => Promise<never>)(params);
    const value = await answer;
    post({ id, ok: true, value }, transferables(value));
  } catch (error) {
    post({ id, ok: false, message: messageOf(error) });
  }
};

/** The buffers of all typed arrays in an answer: it is made for this one message, so they go rather than be copied. */
function transferables(value: unknown): Transferable[] {
  if (ArrayBuffer.isView(value)) return value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
  if (typeof value !== 'object' || value === null) return [];
  return [...new Set(Object.values(value).flatMap(transferables))];
}
