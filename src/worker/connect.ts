import * as tf from '@tensorflow/tfjs';
import type { MessageCode, Message } from '../core/messages';
import { MessageError } from '../core/messages';
import type { Failure } from '../core/result';
import { selectBackend } from '../gpu/backend';
import type { BackendFailureCode } from '../gpu/backend';
import type { WasmPaths } from '../gpu/wasm/start';
import type { BackendSummary, Params, WorkerEvent } from './protocol';

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

/** Starts the asked or the best backend and reports what becomes of its device; throws a MessageError where none starts. */
export async function connectBackend(
  { backend, step }: Params<'connect'>,
  wasmPaths: WasmPaths,
  emit: (event: WorkerEvent) => void,
): Promise<BackendSummary> {
  const selected = await selectBackend({
    prefer: backend,
    wasmPaths,
    onLost: ({ message }) => emit({ type: 'lost', message: { code: 'deviceLost', detail: message } }),
    onError: ({ kind, message }) =>
      emit({ type: 'notice', message: { code: kind === 'out-of-memory' ? 'outOfMemory' : 'gpuError', detail: message } }),
  });
  if (!selected.ok) {
    const { code, params, detail } = toMessage(selected.error, backend ?? '');
    throw new MessageError(code, params, detail);
  }
  tf.enableProdMode();
  const { passedOver, adapter, software, threads } = selected.value;
  return {
    backend: selected.value.backend,
    adapter,
    software,
    threads,
    stepKind: step ?? 'tfjs',
    passedOver: passedOver.map((failure) => ({ backend: failure.backend, message: toMessage(failure, failure.backend) })),
  };
}
