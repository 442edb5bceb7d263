import * as tf from '@tensorflow/tfjs';
import { selectBackend } from '../../src/gpu/backend';

/** What this browser's WebGPU gave for [[1, 2], [3, 4]] x [[5, 6], [7, 8]], and on which backend. */
export interface SelfCheck {
  backend: string;
  adapter: string;
  product: number[];
  isolated: boolean;
}

declare global {
  var selfCheck: () => Promise<SelfCheck>;
}

globalThis.selfCheck = async () => {
  const refuse = ({ message }: { message: string }): never => {
    throw new Error(message);
  };
  const selected = await selectBackend({ prefer: 'webgpu', onLost: refuse, onError: refuse });
  if (!selected.ok) return refuse(selected.error);
  // Small products are otherwise computed by the cpu backend, which would prove nothing.
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  const product = tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2]));
  return {
    backend: tf.getBackend(),
    adapter: selected.value.adapter,
    product: Array.from(await product.data()),
    isolated: globalThis.crossOriginIsolated,
  };
};
