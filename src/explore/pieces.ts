import type * as tf from '@tensorflow/tfjs';
import { breathe } from './breathe';

/** Pieces that are under way at once, so that a GPU computes the next while what it has is read back. */
const IN_FLIGHT = 4;

/**
 * Computes `count` rows piece by piece, `size` at a time: `make` gives the tensor of the rows from `start` to before
 * `end`, and `take` gets its values once they are there, in order. Lets others have their turn between pieces, and
 * gives up when `signal` says so.
 */
export async function inPieces(
  count: number,
  size: number,
  make: (start: number, end: number) => tf.Tensor,
  take: (values: Float32Array, start: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  const reading: Promise<void>[] = [];
  try {
    for (let start = 0; start < count; start += size) {
      if (start > 0) await breathe();
      signal?.throwIfAborted();
      if (reading.length >= IN_FLIGHT) await reading.shift();
      reading.push(read(make(start, Math.min(count, start + size)), (values) => take(values, start)));
    }
    await Promise.all(reading);
  } finally {
    // Whoever gives up leaves no tensor behind that is still being read.
    await Promise.allSettled(reading);
  }
}

async function read(tensor: tf.Tensor, take: (values: Float32Array) => void): Promise<void> {
  try {
    take((await tensor.data()) as Float32Array);
  } finally {
    tensor.dispose();
  }
}
