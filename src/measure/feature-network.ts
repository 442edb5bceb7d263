import * as tf from '@tensorflow/tfjs';
import { elements } from '../core/architecture';
import { FEATURE_IMAGE, featureLayers } from '../core/feature-network';
import type { FeatureNetworkInfo } from '../core/feature-network';
import type { Table } from '../core/frechet';
import { toNetwork } from '../core/images';
import { MessageError } from '../core/messages';
import { RandomStream } from '../core/random';
import { readSafetensors } from '../codecs/safetensors';
import { sha256 } from '../data/files';
import { convertChannels, resizeImages } from '../data/resize';
import { createNetwork, forward, variableOf } from '../model/network';
import type { Network } from '../model/network';
import { writeVariable } from '../model/variable';

/** Images as they are stored and shown: uint8 NHWC. */
export interface ByteImages {
  images: Uint8Array;
  size: number;
  channels: 1 | 3;
}

/** Images that go through a network at once. */
const CHUNK = 64;
/** The pixel range of feature networks. */
const RANGE = { low: -1, high: 1 };
const RANDOM_SEED = 1;

/** A file below the folder of feature networks, or an exception. */
export type FetchFeatureFile = (path: string) => Promise<Uint8Array<ArrayBuffer>>;

/** What a feature network makes of images: features, and class probabilities where it knows classes. */
export interface Embedding {
  features: Table;
  /** Row-major [images, classes]; null for a network without classes. */
  probabilities: Table | null;
}

/** A network whose features measure images. */
export interface FeatureNetwork {
  network: Network;
  /** Channels of the images that it takes. */
  channels: 1 | 3;
  /** Null for the network that was never trained. */
  info: FeatureNetworkInfo | null;
}

/** Reads the trained feature network of a data set; throws a MessageError where its file is not the one described. */
export async function loadFeatureNetwork(id: string, fetchFile: FetchFeatureFile): Promise<FeatureNetwork> {
  const [description, bytes] = await Promise.all([fetchFile(`${id}.json`), fetchFile(`${id}.safetensors`)]);
  const info = JSON.parse(new TextDecoder().decode(description)) as FeatureNetworkInfo;
  const file = `${id}.safetensors`;
  if ((await sha256(bytes)) !== info.sha256) throw new MessageError('fileDamaged', { file }, 'another SHA-256');
  const tensors = readSafetensors(bytes, file);
  if (!tensors.ok) throw new MessageError(tensors.message.code, tensors.message.params, tensors.message.detail);
  const network = createNetwork(featureLayers(info.channels, info.classNames.length), RANDOM_SEED, 1);
  for (const [name, variable] of network.variables) {
    const tensor = tensors.value.get(name);
    if (!tensor || tensor.shape.join() !== variable.shape.join())
      throw new MessageError('fileTensorMissing', { file, tensor: name });
    writeVariable(variable, tensor.values);
  }
  return { network, channels: info.channels, info };
}

/**
 * The same layers with random weights that nothing ever trained, always the same: what is left to measure by where no
 * classifier exists. Kernels from N(0, 2 / inputs), which keeps the size of activations (He et al. 2015, equation 10).
 */
export function randomFeatureNetwork(channels: 1 | 3): FeatureNetwork {
  const network = createNetwork(featureLayers(channels, 0), RANDOM_SEED, 1);
  for (const { name, role, shape } of network.layers.flatMap((layer) => layer.parameters)) {
    if (role === 'gamma') writeVariable(variableOf(network, name), new Float32Array(elements(shape)).fill(1));
    if (role !== 'kernel') continue;
    const std = Math.sqrt(2 / elements(shape.slice(0, -1)));
    const values = new RandomStream(RANDOM_SEED, `random-features/${name}`).fillNormal(new Float32Array(elements(shape)), 0, std);
    writeVariable(variableOf(network, name), values);
  }
  return { network, channels, info: null };
}

/** Images as a feature network sees them: at its size and channels, in [-1, 1]. */
export function asFeatureInput(source: ByteImages, channels: 1 | 3): Float32Array<ArrayBuffer> {
  const scaled = Float32Array.from({ length: 256 }, (_, byte) => toNetwork(byte, RANGE));
  const { images } = resizeImages(convertChannels(source, channels), FEATURE_IMAGE);
  return Float32Array.from(images, (byte) => scaled[byte]!);
}

/** Features and class probabilities of images, some at a time; `pause` lets others in between. */
export async function embed(
  { network, channels, info }: FeatureNetwork,
  source: ByteImages,
  pause: () => Promise<void>,
): Promise<Embedding> {
  const stride = source.size * source.size * source.channels;
  const rows = source.images.length / stride;
  const head = network.layers.at(-1)!;
  const trunk = info ? network.layers.slice(0, -1) : network.layers;
  const columns = trunk.at(-1)!.output[2];
  const classes = info ? head.output[2] : 0;
  const features = new Float32Array(rows * columns);
  const probabilities = new Float32Array(rows * classes);
  for (let start = 0; start < rows; start += CHUNK) {
    await pause();
    const part = source.images.subarray(start * stride, (start + CHUNK) * stride);
    const input = asFeatureInput({ ...source, images: part }, channels);
    const found = tf.tidy(() => {
      const batch = tf.tensor4d(input, [part.length / stride, FEATURE_IMAGE, FEATURE_IMAGE, channels]);
      const inner = forward({ layers: trunk, variables: network.variables }, batch, 'inference').output;
      if (!info) return [inner];
      const logits = forward({ layers: [head], variables: network.variables }, inner, 'inference').output;
      return [inner, tf.softmax(logits.reshape([-1, classes]))];
    });
    const [inner, shares] = await Promise.all(found.map((tensor) => tensor.data()));
    tf.dispose(found);
    features.set(inner!, start * columns);
    if (shares) probabilities.set(shares, start * classes);
  }
  return {
    features: { rows, columns, values: features },
    probabilities: info ? { rows, columns: classes, values: probabilities } : null,
  };
}

/** The most probable class of each image. */
export function labelsOf({ rows, columns, values }: Table): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: rows }, (_, n) => {
    let best = 0;
    for (let c = 1; c < columns; c++) if (values[n * columns + c]! > values[n * columns + best]!) best = c;
    return best;
  });
}
