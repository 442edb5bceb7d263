import * as tf from '@tensorflow/tfjs';
import type { MathBackendWebGL } from '@tensorflow/tfjs';
import { BACKEND_NAMES, isBackendName } from '../core/backend-name';
import type { BackendName } from '../core/backend-name';
import { fail, ok } from '../core/result';
import type { Failure, Result } from '../core/result';
import { isSoftwareRenderer, requestOwnedDevice, watchDevice } from './device';
import type { DeviceError, DeviceFailureCode, DeviceLoss, KernelLimits } from './device';
import { startWasm } from './wasm/start';
import type { WasmPaths } from './wasm/start';

/** Why a backend could not be had; each code is also the key of a sentence for the person. */
export type BackendFailureCode =
  | DeviceFailureCode
  | 'unknown-backend'
  | 'software-adapter'
  | 'no-webgl'
  | 'no-wasm'
  | 'wasm-paths'
  | 'backend-failed';

/** What {@link selectBackend} is asked for. */
export interface BackendOptions {
  /** The one backend to use; left out, the first that works of webgpu, webgl, wasm, cpu. */
  prefer?: string;
  /** URLs of the wasm binaries by file name; without them wasm is passed over. */
  wasmPaths?: WasmPaths;
  /** Threads for wasm; left out, all cores but one where the page is cross-origin isolated. */
  threads?: number;
  /**
   * Which GPU backends the automatic choice may take when their adapter is a software one. WebGPU by default,
   * because our own kernels run there; not WebGL, whose stock kernels on a software renderer are many times
   * slower than wasm. A backend that is asked for by name is always taken.
   */
  acceptSoftware?: readonly BackendName[];
  /** Called when the device is lost: nothing can be read or run on this backend any more. */
  onLost: (loss: DeviceLoss) => void;
  /** Called for every GPU error that no scope caught. */
  onError: (error: DeviceError) => void;
}

/** The backend that tfjs now runs on. */
export interface BackendInfo {
  backend: BackendName;
  /** The adapter in words, for the badge; empty where the browser keeps it to itself. */
  adapter: string;
  /** True when a GPU backend runs on a software adapter: right, but slower than wasm on the same machine. */
  software: boolean;
  /** CPU threads in use: more than 1 only for wasm on a cross-origin isolated page. */
  threads: number;
  /** WebGPU only: our device, its limits, and whether passes can be timed on it. */
  device?: GPUDevice;
  limits?: KernelLimits;
  timestamps?: boolean;
  /** The backends tried before this one, with the reason why each was passed over. */
  passedOver: readonly PassedOver[];
}

/** A backend that the automatic choice tried and could not use. */
export interface PassedOver extends Failure<BackendFailureCode> {
  backend: BackendName;
}

type Started = Omit<BackendInfo, 'backend' | 'passedOver'>;
type Starter = (
  options: BackendOptions,
  softwareAllowed: boolean,
) => Promise<Result<Started, BackendFailureCode>>;

/**
 * Chooses, starts and makes current the tfjs backend. With `prefer` it is that one or a failure; otherwise
 * the first of webgpu, webgl, wasm, cpu that starts. Never throws for what a browser lacks: that comes back
 * as a value.
 */
export async function selectBackend(
  options: BackendOptions,
): Promise<Result<BackendInfo, BackendFailureCode>> {
  const { prefer, acceptSoftware = ['webgpu'] } = options;
  if (prefer !== undefined) {
    if (!isBackendName(prefer)) {
      return fail('unknown-backend', `"${prefer}" is not one of ${BACKEND_NAMES.join(', ')}.`);
    }
    const started = await STARTERS[prefer](options, true);
    return started.ok ? ok({ backend: prefer, ...started.value, passedOver: [] }) : started;
  }
  const passedOver: PassedOver[] = [];
  for (const backend of BACKEND_NAMES) {
    const started = await STARTERS[backend](options, acceptSoftware.includes(backend));
    if (started.ok) return ok({ backend, ...started.value, passedOver });
    passedOver.push({ backend, ...started.error });
  }
  return fail('backend-failed', passedOver.map(({ backend, message }) => `${backend}: ${message}`).join(' '));
}

const STARTERS: Record<BackendName, Starter> = {
  webgpu: startWebGPU,
  webgl: startWebGL,
  wasm: async ({ wasmPaths, threads }) => {
    const started = await startWasm(wasmPaths, threads);
    if (!started.ok) return started;
    const { simd, threads: count } = started.value;
    const adapter = `WebAssembly${simd ? ' SIMD' : ''}, ${count} ${count === 1 ? 'thread' : 'threads'}`;
    return ok({ adapter, software: false, threads: count });
  },
  cpu: async () => {
    const failure = await activate('cpu');
    return failure ?? ok({ adapter: 'JavaScript, 1 thread', software: false, threads: 1 });
  },
};

async function startWebGPU(
  { onLost, onError }: BackendOptions,
  softwareAllowed: boolean,
): Promise<Result<Started, BackendFailureCode>> {
  const requested = await requestOwnedDevice(globalThis.navigator?.gpu);
  if (!requested.ok) return requested;
  const { device, adapterInfo, adapter, software, limits, timestamps } = requested.value;
  if (software && !softwareAllowed) {
    device.destroy();
    return fail('software-adapter', `The only WebGPU adapter is a software one: ${adapter}.`);
  }
  const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu');
  // tfjs would request a device of its own, unwatched; ours takes the place of that registration.
  if (tf.findBackendFactory('webgpu') !== null) tf.removeBackend('webgpu');
  tf.registerBackend('webgpu', () => new WebGPUBackend(device, adapterInfo));
  const failure = await activate('webgpu');
  if (failure !== undefined) {
    device.destroy();
    return failure;
  }
  watchDevice(device, onLost, onError);
  return ok({ adapter, software, threads: 1, device, limits, timestamps });
}

async function startWebGL(
  { onLost }: BackendOptions,
  softwareAllowed: boolean,
): Promise<Result<Started, BackendFailureCode>> {
  const renderer = webglRenderer();
  if (renderer === undefined) return fail('no-webgl', 'This browser or page has no WebGL 2.');
  const software = isSoftwareRenderer(renderer);
  if (software && !softwareAllowed) {
    return fail('software-adapter', `The only WebGL renderer is a software one: ${renderer}.`);
  }
  tf.env().set('SOFTWARE_WEBGL_ENABLED', software);
  const failure = await activate('webgl');
  if (failure !== undefined) return failure;
  (tf.backend() as MathBackendWebGL).gpgpu.gl.canvas.addEventListener('webglcontextlost', () => {
    onLost({ reason: 'unknown', message: 'The WebGL context was lost.' });
  });
  return ok({ adapter: renderer, software, threads: 1 });
}

/** The name of the WebGL 2 renderer, from a throw-away context; undefined where there is none. */
function webglRenderer(): string | undefined {
  if (typeof OffscreenCanvas === 'undefined') return undefined;
  const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
  if (gl === null) return undefined;
  const unmasked = gl.getExtension('WEBGL_debug_renderer_info');
  const name = String(gl.getParameter(unmasked === null ? gl.RENDERER : unmasked.UNMASKED_RENDERER_WEBGL));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return name;
}

/**
 * Makes a registered backend current: tfjs answers false or throws where one cannot start, and we make both a
 * value.
 */
async function activate(
  name: BackendName,
): Promise<{ ok: false; error: Failure<'backend-failed'> } | undefined> {
  try {
    if (await tf.setBackend(name)) return undefined;
  } catch (cause) {
    return fail('backend-failed', `The ${name} backend did not start.`, cause);
  }
  return fail('backend-failed', `The ${name} backend did not start.`);
}
