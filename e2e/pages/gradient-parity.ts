import * as tf from '@tensorflow/tfjs';
import { drawLatents } from '../../src/core/latent';
import { RandomStream } from '../../src/core/random';
import type { Config } from '../../src/core/settings';
import { selectBackend } from '../../src/gpu/backend';
import { trainable } from '../../src/model/network';
import { createPair, disposePair } from '../../src/model/pair';
import { Adam } from '../../src/train/adam';
import { updateDiscriminator, updateGenerator } from '../../src/train/step';

/** How far one parameter's gradient on WebGPU is from the cpu backend's, relative to the largest entry of the latter. */
export interface Deviation {
  parameter: string;
  relative: number;
  /** The largest entry on the cpu backend: a gradient that is zero everywhere would agree too easily. */
  largest: number;
}

declare global {
  var gradientParity: (config: Config) => Promise<Deviation[]>;
}

const refuse = ({ message }: { message: string }): never => {
  throw new Error(message);
};

globalThis.gradientParity = async (config) => {
  const selected = await selectBackend({ prefer: 'webgpu', onLost: refuse, onError: refuse });
  if (!selected.ok) return refuse(selected.error);
  // Small tensors are otherwise computed by the cpu backend, which would be compared with itself.
  tf.env().set('WEBGPU_CPU_FORWARD', false);
  const onGpu = await gradients(config);
  if (!(await tf.setBackend('cpu'))) throw new Error('the cpu backend did not start');
  const onCpu = await gradients(config);
  await tf.setBackend('webgpu');
  return [...onCpu].map(([parameter, expected]) => {
    const found = onGpu.get(parameter)!;
    const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    // Written so that a NaN counts as a deviation.
    const off = expected.reduce((most, value, i) => {
      const distance = Math.abs(found[i]! - value);
      return distance <= most ? most : distance;
    }, 0);
    return { parameter, relative: off / largest, largest };
  });
};

/** Every gradient of one D and one G update at equal weights, read off Adam's first moments of a first step. */
async function gradients(config: Config): Promise<Map<string, Float32Array>> {
  const still = { ...config, learningRateD: 0, learningRateG: 0 };
  const pair = createPair(config);
  const optimizers = [pair.discriminator, pair.generator].map((network) => new Adam(trainable(network), config.beta1));
  const [adamD, adamG] = optimizers as [Adam, Adam];
  const stream = new RandomStream(config.seed, 'parity');
  const { batchSize, imageSize, channels, zSize } = config;
  const images = stream.fillUniform(new Float32Array(batchSize * imageSize ** 2 * channels), -1, 1);
  const real = tf.tensor4d(images, [batchSize, imageSize, imageSize, channels]);
  const z = tf.tensor4d(drawLatents(stream, batchSize, config), [batchSize, 1, 1, zSize]);
  const reports = [updateDiscriminator(pair, adamD, real, z, still), updateGenerator(pair, adamG, z, still)];
  const found = new Map<string, Float32Array>();
  for (const { names, first } of optimizers)
    for (const [i, name] of names.entries())
      found.set(name, Float32Array.from(await first[i]!.data(), (m) => m / (1 - config.beta1)));
  tf.dispose([reports, real, z]);
  for (const optimizer of optimizers) optimizer.dispose();
  disposePair(pair);
  return found;
}
