import * as tf from '@tensorflow/tfjs';
import type { TensorData } from '../core/checkpoint';

/** A copy of a variable's values as they are when this is called; what is enqueued later does not show. */
export async function readVariable(variable: tf.Variable): Promise<TensorData> {
  const values = await variable.data();
  // The cpu backend gives its own array, which nobody else may keep.
  return { shape: [...variable.shape], values: new Float32Array(values) };
}

/** Gives a variable new values, as many as its shape has; they are copied. */
export function writeVariable(variable: tf.Variable, values: Float32Array): void {
  const tensor = tf.tensor(values.slice(), variable.shape);
  variable.assign(tensor);
  tensor.dispose();
}
