import * as tf from '@tensorflow/tfjs';
import { elements } from '../core/architecture';
import { toNetwork } from '../core/images';
import { forward } from '../model/network';
import type { Network } from '../model/network';
import type { Pair } from '../model/pair';
import { breathe } from './breathe';

/** Examples that go through a network at once. */
const CHUNK = 64;

/** Features of examples, row-major [rows, columns]. */
export interface FeatureTable {
  rows: number;
  columns: number;
  values: Float32Array<ArrayBuffer>;
}

/** The generator up to and with its first hidden layer. */
export function firstHidden({ layers, variables }: Network): Network {
  return { layers: layers.slice(0, 1), variables };
}

/** The discriminator without its last layer, the logit: what is left gives the features that the verdict rests on. */
export function beforeLogit({ layers, variables }: Network): Network {
  return { layers: layers.slice(0, -1), variables };
}

/**
 * What a network makes of examples, each flattened to one row, in inference mode. `input` is NHWC, flat, of any
 * number of examples.
 */
export async function computeFeatures(
  network: Network,
  input: Float32Array,
  signal?: AbortSignal,
): Promise<FeatureTable> {
  const shape = network.layers[0]!.input;
  const columns = elements(network.layers.at(-1)!.output);
  const stride = elements(shape);
  const rows = input.length / stride;
  const values = new Float32Array(rows * columns);
  for (let start = 0; start < rows; start += CHUNK) {
    if (start > 0) await breathe();
    signal?.throwIfAborted();
    const part = input.subarray(start * stride, (start + CHUNK) * stride);
    const output = tf.tidy(
      () => forward(network, tf.tensor4d(part, [part.length / stride, ...shape]), 'inference').output,
    );
    values.set(await output.data(), start * columns);
    output.dispose();
  }
  return { rows, columns, values };
}

/** Stored 8-bit images as the networks see them: NHWC in the pair's pixel range. */
export function asNetworkInput(images: Uint8Array, { range }: Pick<Pair, 'range'>): Float32Array<ArrayBuffer> {
  const scaled = Float32Array.from({ length: 256 }, (_, byte) => toNetwork(byte, range));
  return Float32Array.from(images, (byte) => scaled[byte]!);
}
