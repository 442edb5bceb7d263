import * as tf from '@tensorflow/tfjs';
import type { TensorData } from '../core/checkpoint';

/**
 * A copy of the values of a variable, or of a tensor that was copied from one, as they are when this is called; what is
 * enqueued later does not show. It is made on the backend: a step of tfjs frees a variable's old tensor, which may not go
 * while it is being read.
 */
export async function readVariable(variable: tf.Tensor): Promise<TensorData> {
  const copy = tf.mul(variable, 1);
  try {
    // The cpu backend gives its own array, which nobody else may keep.
    return { shape: [...variable.shape], values: new Float32Array(await copy.data()) };
  } finally {
    copy.dispose();
  }
}

/** Gives a variable new values, as many as its shape has; they are copied. */
export function writeVariable(variable: tf.Variable, values: Float32Array): void {
  const tensor = tf.tensor(values.slice(), variable.shape);
  variable.assign(tensor);
  tensor.dispose();
}
