import * as tf from '@tensorflow/tfjs';
import { valuesAt } from './feature-maps';
import type { Network } from '../model/network';
import type { Excitation } from '../core/inspection';

/** Images that go through the network at once. */
const CHUNK = 64;

/** Inputs to search: how many, and what gives those from `start` to `end` - 1, flat NHWC as the network takes them. */
export interface SearchedInputs {
  total: number;
  load: (start: number, end: number) => Float32Array;
}

/**
 * For every channel of a layer the `count` inputs that excite it most (largest value of the feature map after the
 * activation), strongest first; of equal ones the earlier. The search goes on when `onProgress` has answered.
 */
export async function topImages(
  network: Network,
  layer: string,
  images: SearchedInputs,
  count: number,
  options: { onProgress?: (done: number) => Promise<void> | void; signal?: AbortSignal } = {},
): Promise<Excitation[][]> {
  const shape = network.layers[0]!.input;
  let top: Excitation[][] = [];
  for (let start = 0; start < images.total; start += CHUNK) {
    options.signal?.throwIfAborted();
    const end = Math.min(start + CHUNK, images.total);
    const { responses, units, width } = tf.tidy(() => {
      const maps = valuesAt(network, tf.tensor4d(images.load(start, end), [end - start, ...shape]), layer, 'activated');
      const [n, height, columns, channels] = maps.shape;
      const flat = maps.reshape([n, height * columns, channels]);
      return { responses: flat.max(1), units: flat.argMax(1), width: columns };
    });
    const [values, places] = await Promise.all([responses.data(), units.data()]);
    const channels = responses.shape[1]!;
    tf.dispose([responses, units]);
    if (top.length === 0) top = Array.from({ length: channels }, () => []);
    for (let i = 0; i < values.length; i++) {
      const [image, channel] = [start + Math.floor(i / channels), i % channels];
      insert(top[channel]!, count, {
        image,
        response: values[i]!,
        row: Math.floor(places[i]! / width),
        column: places[i]! % width,
      });
    }
    await options.onProgress?.(end);
  }
  return top;
}

function insert(list: Excitation[], count: number, candidate: Excitation): void {
  const at = list.findIndex(({ response }) => candidate.response > response);
  if (at < 0 && list.length >= count) return;
  list.splice(at < 0 ? list.length : at, 0, candidate);
  if (list.length > count) list.pop();
}
