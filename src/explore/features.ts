import * as tf from '@tensorflow/tfjs';
import { elements } from '../core/architecture';
import { toNetwork } from '../core/images';
import { forward } from '../model/network';
import type { Network } from '../model/network';
import type { Pair } from '../model/pair';
import { inPieces } from './pieces';

/** Examples that go through a network at once. */
const CHUNK = 64;

/** Features of examples, row-major [rows, columns]. */
export interface FeatureTable {
  rows: number;
  columns: number;
  values: Float32Array<ArrayBuffer>;
}

/** Pictures of latents, NHWC in the pair's pixel range, and their features on the backend, some rows a tensor. */
export interface PicturedFeatures {
  pictures: Float32Array<ArrayBuffer>;
  /** Whoever takes them frees them. */
  features: tf.Tensor2D[];
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
  onProgress?: (done: number, total: number) => void,
): Promise<FeatureTable> {
  const shape = network.layers[0]!.input;
  const columns = elements(network.layers.at(-1)!.output);
  const stride = elements(shape);
  const rows = input.length / stride;
  const values = new Float32Array(rows * columns);
  await inPieces(
    rows,
    CHUNK,
    (start, end) => {
      const part = input.subarray(start * stride, end * stride);
      return tf.tidy(() => forward(network, tf.tensor4d(part, [end - start, ...shape]), 'inference').output);
    },
    (part, start) => {
      values.set(part, start * columns);
      onProgress?.(start + part.length / columns, rows);
    },
    signal,
  );
  return { rows, columns, values };
}

/** The pictures of latents, row-major [n, zSize], and D's features of them, in inference mode. */
export async function pictureFeatures(
  { generator, discriminator }: Pair,
  z: Float32Array,
  signal?: AbortSignal,
  onProgress?: (done: number, total: number) => void,
): Promise<PicturedFeatures> {
  const zSize = generator.layers[0]!.input[2];
  const stride = elements(generator.layers.at(-1)!.output);
  const count = z.length / zSize;
  const pictures = new Float32Array(count * stride);
  const features: tf.Tensor2D[] = [];
  const make = (start: number, end: number) => {
    const [made, seen] = tf.tidy(() => {
      const latents = tf.tensor4d(z.subarray(start * zSize, end * zSize), [end - start, 1, 1, zSize]);
      const { output } = forward(generator, latents, 'inference');
      const found = forward(beforeLogit(discriminator), output, 'inference').output;
      return [output, found.reshape<tf.Tensor2D>([end - start, -1])] as const;
    });
    features.push(seen);
    return made;
  };
  try {
    const take = (part: Float32Array, start: number) => {
      pictures.set(part, start * stride);
      onProgress?.(start + part.length / stride, count);
    };
    await inPieces(count, CHUNK, make, take, signal);
  } catch (error) {
    for (const tensor of features) tensor.dispose();
    throw error;
  }
  return { pictures, features };
}

/** Some of a table's first rows on the backend. */
export function rowsOf({ values, columns }: FeatureTable, count: number): tf.Tensor2D {
  return tf.tensor2d(values.subarray(0, count * columns), [count, columns]);
}

/** Stored 8-bit images as the networks see them: NHWC in the pair's pixel range. */
export function asNetworkInput(images: Uint8Array, { range }: Pick<Pair, 'range'>): Float32Array<ArrayBuffer> {
  const scaled = Float32Array.from({ length: 256 }, (_, byte) => toNetwork(byte, range));
  const input = new Float32Array(images.length);
  for (let i = 0; i < images.length; i++) input[i] = scaled[images[i]!]!;
  return input;
}
