import * as tf from '@tensorflow/tfjs';
import { convFilterGradient } from './conv-filter-gradient';
import { convInputGradient } from './conv-input-gradient';
import { registerGradients } from './gradients';
import { castWith, identity } from './identity';
import type { Kernel } from './kernel';
import { leakyRelu } from './leaky-relu';
import { matMulWith } from './matmul';
import { meanWith, sumWith } from './reduce';

let registered = false;

/**
 * Puts our kernels in place of the wasm backend's own, or where it has none. Call it once the backend's
 * package is loaded (which registers its kernels) and before the backend is set (which sets them up).
 */
export function registerWasmKernels(): void {
  if (registered) return;
  registered = true;
  replace(tf.Conv2DBackpropFilter, () => convFilterGradient);
  replace(tf.Conv2DBackpropInput, () => convInputGradient);
  replace(tf.BatchMatMul, matMulWith);
  replace(tf.Sum, sumWith);
  replace(tf.Mean, meanWith);
  replace(tf.Identity, () => identity);
  replace(tf.Cast, castWith);
  replace(tf.LeakyRelu, () => leakyRelu);
  registerGradients();
}

/** `make` is handed the stock kernel, whose set-up is kept for those that fall back on it. */
function replace<InputNames extends string, Attrs>(
  kernelName: string,
  make: (stock: Kernel<InputNames, Attrs>) => Kernel<InputNames, Attrs>,
): void {
  const stock = tf.getKernel(kernelName, 'wasm') as tf.KernelConfig | undefined;
  if (stock !== undefined) tf.unregisterKernel(kernelName, 'wasm');
  const kernel = make(stock?.kernelFunc as unknown as Kernel<InputNames, Attrs>);
  tf.registerKernel({
    ...stock,
    kernelName,
    backendName: 'wasm',
    kernelFunc: kernel as unknown as tf.KernelFunc,
  });
}
