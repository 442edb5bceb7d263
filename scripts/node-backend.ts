import * as tf from '@tensorflow/tfjs';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { selectBackend } from '../src/gpu/backend';
import type { BackendInfo } from '../src/gpu/backend';
import type { DeviceError } from '../src/gpu/device';
import { nodeGpu } from './node-gpu';

/** The tfjs WebGPU backend in Node, and every GPU error that no scope caught since it started. */
export interface NodeBackend {
  backend: WebGPUBackend;
  info: BackendInfo;
  errors: DeviceError[];
}

/** Starts the tfjs WebGPU backend in Node just as the page does, and makes it current; throws when there is no adapter. */
export async function nodeBackend(): Promise<NodeBackend> {
  const gpu = await nodeGpu();
  Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true });
  const errors: DeviceError[] = [];
  const selected = await selectBackend({
    prefer: 'webgpu',
    onLost: ({ message }) => errors.push({ kind: 'other', message: `device lost: ${message}` }),
    onError: (error) => errors.push(error),
  });
  if (!selected.ok) throw new Error(selected.error.message);
  return { backend: tf.backend() as WebGPUBackend, info: selected.value, errors };
}
