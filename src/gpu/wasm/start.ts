import * as tf from '@tensorflow/tfjs';
import { fail, ok } from '../../core/result';
import type { Result } from '../../core/result';
import { registerWasmKernels } from './register';
import { canStartThreads, threadsForCores, withCoresFor } from './threads';

/**
 * The binaries of the wasm backend; which one is loaded depends on what the browser can do, so all must have
 * a URL.
 */
export const WASM_BINARIES = [
  'tfjs-backend-wasm.wasm',
  'tfjs-backend-wasm-simd.wasm',
  'tfjs-backend-wasm-threaded-simd.wasm',
] as const;

/** Where the binaries are: file name to URL (in Node, to a path). */
export type WasmPaths = Record<string, string>;

/** The wasm backend as it came up. */
export interface WasmStart {
  simd: boolean;
  /** Threads that XNNPACK works with; 1 unless the page is cross-origin isolated. */
  threads: number;
}

/**
 * Loads the wasm backend with our kernels and makes it the current one. `threads` left out means all cores
 * but one; it is 1 wherever threads cannot be had, which is on every page that is not cross-origin isolated.
 * tfjs remembers a failed load for good: another try needs a new worker.
 */
export async function startWasm(
  paths: WasmPaths | undefined,
  threads = threadsForCores(globalThis.navigator?.hardwareConcurrency),
): Promise<Result<WasmStart, 'no-wasm' | 'wasm-paths' | 'backend-failed'>> {
  if (typeof WebAssembly === 'undefined') return fail('no-wasm', 'This browser has no WebAssembly.');
  const missing = WASM_BINARIES.filter((name) => !paths?.[name]);
  if (paths === undefined || missing.length > 0) {
    return fail('wasm-paths', `No URL was given for ${missing.join(', ')}.`);
  }
  try {
    const wasm = await import('@tensorflow/tfjs-backend-wasm');
    registerWasmKernels();
    wasm.setWasmPaths(paths);
    const threaded = threads > 1 && (await canStartThreads());
    if (threaded) wasm.setThreadsCount(threads);
    else tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    const started = await withCoresFor(threaded ? threads : 1, () => tf.setBackend('wasm'));
    if (!started) return fail('backend-failed', 'The wasm backend did not start.');
    return ok({
      simd: (await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) === true,
      threads: wasm.getThreadsCount(),
    });
  } catch (cause) {
    return fail('backend-failed', 'The wasm backend did not start.', cause);
  }
}
