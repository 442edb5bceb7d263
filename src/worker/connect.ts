import * as tf from '@tensorflow/tfjs';
import type { MessageCode, Message } from '../core/messages';
import { MessageError } from '../core/messages';
import type { Failure } from '../core/result';
import { selectBackend } from '../gpu/backend';
import type { BackendFailureCode, BackendOptions } from '../gpu/backend';
import type { WasmPaths } from '../gpu/wasm/start';
import type { BackendSummary, Params, WorkerEvent } from './protocol';
import { chooseSteppers } from './steppers';
import type { StepperChoice } from './steppers';

const WORDS: Record<BackendFailureCode, MessageCode> = {
  'no-webgpu-api': 'noWebGpuApi',
  'no-adapter': 'noAdapter',
  'device-failed': 'deviceFailed',
  'unknown-backend': 'backendUnknown',
  'software-adapter': 'softwareAdapter',
  'no-webgl': 'noWebGl',
  'no-wasm': 'noWasm',
  'wasm-paths': 'noWasm',
  'backend-failed': 'backendUnavailable',
};

function toMessage({ code, message, detail }: Failure<BackendFailureCode>, backend: string): Message {
  return { code: WORDS[code], params: { backend }, detail: detail ? `${message} ${detail}` : message };
}

/** Passes on what becomes of the device. */
export function tellDevice(emit: (event: WorkerEvent) => void): Pick<BackendOptions, 'onLost' | 'onError'> {
  return {
    onLost: ({ message }) => emit({ type: 'lost', message: { code: 'deviceLost', detail: message } }),
    onError: ({ kind, message }) => {
      // What did not get its memory holds garbage: nothing that is computed from here on means anything.
      if (kind === 'out-of-memory') emit({ type: 'lost', message: { code: 'outOfMemory', detail: message } });
      else emit({ type: 'notice', message: { code: 'gpuError', detail: message } });
    },
  };
}

/** The backend as the page shows it, and how runs train on it. */
export interface Connection {
  summary: BackendSummary;
  makeStepper: StepperChoice['make'];
}

/**
 * Starts the asked or the best backend, tests our kernels on it and reports what becomes of its device; throws a
 * MessageError where none starts.
 */
export async function connectBackend(
  { backend, step }: Params<'connect'>,
  wasmPaths: WasmPaths,
  emit: (event: WorkerEvent) => void,
): Promise<Connection> {
  const notice = (message: Message) => emit({ type: 'notice', message });
  const selected = await selectBackend({ prefer: backend, wasmPaths, ...tellDevice(emit) });
  if (!selected.ok) {
    const { code, params, detail } = toMessage(selected.error, backend ?? '');
    throw new MessageError(code, params, detail);
  }
  tf.enableProdMode();
  const { passedOver, adapter, software, threads, device } = selected.value;
  const { kind, make } = await chooseSteppers(device, software, step, notice);
  const summary = {
    backend: selected.value.backend,
    adapter,
    software,
    threads,
    stepKind: kind,
    passedOver: passedOver.map((failure) => ({
      backend: failure.backend,
      message: toMessage(failure, failure.backend),
    })),
  };
  return { summary, makeStepper: make };
}
