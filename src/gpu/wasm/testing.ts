import * as tf from '@tensorflow/tfjs';
import { RandomStream } from '../../core/random';
import { nodeWasmPaths } from './node-paths';
import { startWasm } from './start';

/** Starts the wasm backend with our kernels, in Node; for tests. */
export async function startTestWasm(): Promise<void> {
  const started = await startWasm(nodeWasmPaths());
  if (!started.ok) throw new Error(started.error.message);
}

/** Makes tensors of standard normal numbers; each call draws on from where the last one ended. */
export type RandomTensor = (shape: readonly number[]) => tf.Tensor;

/**
 * The largest difference between what `compute` gives on the wasm backend and on tfjs's cpu backend from the
 * same random inputs, relative to the largest value (but at least to 1). Infinity where one is not finite or
 * shapes differ.
 */
export async function wasmError(seed: number, compute: (random: RandomTensor) => tf.Tensor): Promise<number> {
  const expected = await runOn('cpu', seed, compute);
  const actual = await runOn('wasm', seed, compute);
  if (expected.shape.join() !== actual.shape.join()) return Infinity;
  let scale = 1;
  let difference = 0;
  for (const [i, value] of expected.values.entries()) {
    scale = Math.max(scale, Math.abs(value));
    const distance = Math.abs(value - actual.values[i]!);
    difference = Number.isFinite(distance) ? Math.max(difference, distance) : Infinity;
  }
  return difference / scale;
}

async function runOn(backend: 'cpu' | 'wasm', seed: number, compute: (random: RandomTensor) => tf.Tensor) {
  if (!(await tf.setBackend(backend))) throw new Error(`no ${backend} backend`);
  const stream = new RandomStream(seed, 'test');
  const random: RandomTensor = (shape) => {
    const values = new Float32Array(tf.util.sizeFromShape([...shape]));
    stream.fillNormal(values, 0, 1);
    return tf.tensor(values, [...shape]);
  };
  const result = tf.tidy(() => compute(random));
  const values = await result.data();
  result.dispose();
  return { shape: result.shape, values: Float32Array.from(values) };
}
