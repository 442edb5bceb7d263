/**
 * The same D+G step in jax-js, a WebGPU framework with a jit, as a peer to measure beside. Its networks are ours in
 * NCHW, which is what its convolutions take; running statistics and gradient norms are left out, in its favour.
 */
import { defaultDevice, init, jit, lax, nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import { architecture, BATCH_NORM_EPSILON, LEAKY_SLOPE } from '../src/core/architecture';
import type { LayerSpec } from '../src/core/architecture';
import { RandomStream } from '../src/core/random';
import type { Config } from '../src/core/settings';
import { ADAM_EPSILON, BETA2 } from '../src/train/adam';

type Parameters = Record<string, np.Array>;

interface State {
  generator: Parameters;
  discriminator: Parameters;
  first: Parameters;
  second: Parameters;
}

const refs = (parameters: Parameters): Parameters =>
  Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, value.ref]));

function initial(layers: readonly LayerSpec[], stream: RandomStream, std: number): Parameters {
  const parameters: Parameters = {};
  for (const { name, kind, kernel, input, output, norm } of layers) {
    const shape =
      kind === 'dense'
        ? [input[0] * input[1] * input[2], output[0] * output[1] * output[2]]
        : [output[2], input[2], kernel, kernel];
    const size = shape.reduce((a, b) => a * b);
    parameters[`${name}.kernel`] = np.array(stream.fillNormal(new Float32Array(size), 0, std)).reshape(shape);
    if (norm !== 'batch') continue;
    parameters[`${name}.gamma`] = np.ones([1, output[2], 1, 1]);
    parameters[`${name}.beta`] = np.zeros([1, output[2], 1, 1]);
  }
  return parameters;
}

function batchNorm(x: np.Array, gamma: np.Array, beta: np.Array): np.Array {
  const centred = x.ref.sub(np.mean(x, [0, 2, 3], { keepdims: true }));
  const variance = np.mean(np.square(centred.ref), [0, 2, 3], { keepdims: true });
  return centred.div(np.sqrt(variance.add(BATCH_NORM_EPSILON))).mul(gamma).add(beta);
}

function forward(layers: readonly LayerSpec[], parameters: Parameters, input: np.Array): np.Array {
  let x = input;
  for (const { name, kind, kernel, stride, output, norm, activation } of layers) {
    const [height, width, channels] = output;
    const weights = parameters[`${name}.kernel`]!;
    if (kind === 'dense') {
      const batch = x.shape[0]!;
      x = np.matmul(x.reshape([batch, weights.shape[0]!]), weights).reshape([batch, channels, height, width]);
    } else if (kind === 'conv') {
      const before = Math.floor((kernel - stride) / 2);
      const pad: [number, number] = [before, kernel - stride - before];
      x = lax.convGeneralDilated(x, weights, [stride, stride], [pad, pad]);
    } else x = lax.convTranspose(x, weights, [stride, stride], 'SAME');
    if (norm === 'batch') x = batchNorm(x, parameters[`${name}.gamma`]!, parameters[`${name}.beta`]!);
    if (activation === 'relu') x = nn.relu(x);
    if (activation === 'leakyRelu') x = nn.leakyRelu(x, LEAKY_SLOPE);
    if (activation === 'tanh') x = np.tanh(x);
  }
  return x;
}

/** Takes images [batch, channels, size, size] and latents [batch, zSize], flat; gives both losses and the JavaScript time. */
export type PeerStep = (images: Float32Array, latents: Float32Array) => Promise<{ losses: number[]; jsMs: number }>;

/** Whether the peer can train this config: it knows the paper's layers and loss, without the switches. */
export function peerCovers({ loss, resampling, batchNormG, batchNormD }: Config): boolean {
  return loss === 'nonSaturating' && resampling === 'strided' && batchNormG === 'paper' && batchNormD === 'paper';
}

/** The peer's training step on WebGPU, jitted; moments without bias correction, which costs it nothing. */
export async function jaxStep(config: Config): Promise<PeerStep> {
  // It answers all that is there; its own cpu comes first.
  if (!(await init('webgpu')).includes('webgpu')) throw new Error('jax-js has no WebGPU here');
  defaultDevice('webgpu');
  const layers = architecture(config);
  const stream = new RandomStream(config.seed, 'peer');
  const generator = initial(layers.generator, stream, config.weightStd);
  const discriminator = initial(layers.discriminator, stream, config.weightStd);
  const zeros = () =>
    Object.fromEntries(
      [...Object.entries(generator), ...Object.entries(discriminator)].map(([name, value]) => [name, np.zeros(value.shape)]),
    );
  let state: State = { generator, discriminator, first: zeros(), second: zeros() };
  const softplus = (x: np.Array) => np.mean(nn.softplus(x));

  const adam = (parameters: Parameters, gradients: Parameters, moments: State, rate: np.Array): Parameters => {
    const next: Parameters = {};
    for (const [name, value] of Object.entries(parameters)) {
      const gradient = gradients[name]!;
      const m = moments.first[name]!.mul(config.beta1).add(gradient.ref.mul(1 - config.beta1));
      const v = moments.second[name]!.mul(BETA2).add(np.square(gradient).mul(1 - BETA2));
      moments.first[name] = m.ref;
      moments.second[name] = v.ref;
      next[name] = value.sub(m.div(np.sqrt(v).add(ADAM_EPSILON)).mul(rate.ref));
    }
    rate.dispose();
    return next;
  };

  const step = jit((given: State, real: np.Array, z: np.Array, rate: np.Array) => {
    const moments = { ...given, first: { ...given.first }, second: { ...given.second } };
    const fake = forward(layers.generator, refs(given.generator), z.ref);
    const [lossD, gradD] = valueAndGrad((p: Parameters) => {
      const onReal = softplus(np.negative(forward(layers.discriminator, refs(p), real)));
      return onReal.add(softplus(forward(layers.discriminator, p, fake)));
    })(refs(given.discriminator));
    const nextD = adam(given.discriminator, gradD as Parameters, moments, rate.ref);
    const [lossG, gradG] = valueAndGrad((p: Parameters) =>
      softplus(np.negative(forward(layers.discriminator, refs(nextD), forward(layers.generator, p, z)))),
    )(refs(given.generator));
    const nextG = adam(given.generator, gradG as Parameters, moments, rate);
    return {
      state: { generator: nextG, discriminator: nextD, first: moments.first, second: moments.second },
      losses: np.stack([lossD as np.Array, lossG as np.Array]),
    };
  });

  return async (images, latents) => {
    const { batchSize, channels, imageSize, zSize, learningRateG } = config;
    const begin = performance.now();
    const real = np.array(images).reshape([batchSize, channels, imageSize, imageSize]);
    const z = np.array(latents).reshape([batchSize, zSize]);
    const result = step(state, real, z, np.array([learningRateG])) as { state: State; losses: np.Array };
    state = result.state;
    const jsMs = performance.now() - begin;
    return { losses: Array.from(await result.losses.data()), jsMs };
  };
}
