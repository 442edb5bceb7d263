import * as tf from '@tensorflow/tfjs';
import { convFilterGradient } from './conv-filter-gradient';
import { convInputGradient } from './conv-input-gradient';
import type { KernelCall, TensorInfo } from './kernel';

let registered = false;

/**
 * Puts our kernels in place of the wasm backend's own, or where it has none. Call it once the backend's
 * package is loaded (which registers its kernels) and before the backend is set (which sets them up).
 */
export function registerWasmKernels(): void {
  if (registered) return;
  registered = true;
  replace(tf.Conv2DBackpropFilter, convFilterGradient);
  replace(tf.Conv2DBackpropInput, convInputGradient);
}

/** `kernel` is handed each call; the stock kernel's set-up is kept, for those that fall back on it. */
function replace<InputNames extends string, Attrs>(
  kernelName: string,
  kernel: (call: KernelCall<InputNames, Attrs>) => TensorInfo,
): void {
  const stock = tf.getKernel(kernelName, 'wasm');
  if (stock !== undefined) tf.unregisterKernel(kernelName, 'wasm');
  tf.registerKernel({
    ...stock,
    kernelName,
    backendName: 'wasm',
    kernelFunc: kernel as unknown as tf.KernelFunc,
  });
}
