import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { architecture } from '../core/architecture';
import { PRESETS } from '../core/presets';
import { RandomStream } from '../core/random';
import { createNetwork, forward, variableOf } from '../model/network';
import type { Network } from '../model/network';
import type { LayerSpec } from '../core/architecture';
import { attribute } from './backpropagation';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** One 1x1 convolution after another on a 1x1 image of one channel, with LeakyReLU between: all by hand. */
function chain(weights: readonly number[]): Network {
  const layers = weights.map((_, i): LayerSpec => ({
    name: `d${i + 1}`,
    kind: 'conv',
    input: [1, 1, 1],
    output: [1, 1, 1],
    kernel: 1,
    stride: 1,
    upsample: false,
    pool: false,
    norm: 'none',
    activation: 'leakyRelu',
    parameters: [{ name: `d${i + 1}.kernel`, role: 'kernel', shape: [1, 1, 1, 1], trainable: true }],
  }));
  const network = createNetwork(layers, 1, 1);
  weights.forEach((weight, i) => variableOf(network, `d${i + 1}.kernel`).assign(tf.tensor4d([weight], [1, 1, 1, 1])));
  return network;
}

const signalOf = async (weights: readonly number[], x: number, rule: 'gradient' | 'guided' | 'deconvolution') => {
  const { signal } = await attribute(chain(weights), tf.tensor4d([x], [1, 1, 1, 1]), `d${weights.length}`, [0], rule);
  return signal[0];
};

describe('rules on a hand-computed chain y = f(c f(b f(a x)))', () => {
  it.each([
    // All inputs positive: every rule gives the product of the weights.
    [[2, 3, 0.5], 1, 3, 3, 3],
    // The first input is negative: 0.2 in the gradient, nothing for guided, unhindered for deconvolution.
    [[-2, -3, 0.5], 1, 0.2 * 3, 0, -2 * Math.max(0, -3 * 0.5)],
    // The signal turns negative on its way: the two rules cut it off.
    [[2, -3, -0.5], 1, 3 * 0.2, 0, 0],
  ])('weights %o at x = %d', async (weights, x, gradient, guided, deconvolution) => {
    expect(await signalOf(weights, x, 'gradient')).toBeCloseTo(gradient, 5);
    expect(await signalOf(weights, x, 'guided')).toBeCloseTo(guided, 5);
    expect(await signalOf(weights, x, 'deconvolution')).toBeCloseTo(deconvolution, 5);
  });
});

describe('attribution in a discriminator', () => {
  const { discriminator } = architecture({ ...PRESETS.tiny, baseFilters: 4 });
  const stream = new RandomStream(5, 'images');
  const pixels = stream.fillUniform(new Float32Array(3 * 256), -1, 1);

  it('is the numeric gradient of the strongest response, and changes no weight', async () => {
    const network = createNetwork(discriminator, 1, 0.2);
    const read = () => Promise.all([...network.variables.values()].map((variable) => variable.data()));
    const before = (await read()).map((values) => values.slice());
    const tensors = tf.memory().numTensors;
    const images = tf.tensor4d(pixels, [3, 16, 16, 1]);
    const channels = [3, 0, 5];
    const { responses, places, signal } = await attribute(network, images, 'd2', channels, 'gradient');
    images.dispose();
    expect(tf.memory().numTensors).toBe(tensors);
    expect(await read()).toEqual(before);
    const responseAt = async (changed: Float32Array, image: number) => {
      let found: tf.Tensor | undefined;
      forward(network, tf.tensor4d(changed, [3, 16, 16, 1]), 'inference', {
        watch: (layer, stage, x) => {
          if (layer.name === 'd2' && stage === 'activated') found = x;
          return x;
        },
      });
      const [row, column] = places.subarray(image * 2);
      return (await found!.slice([image, row!, column!, channels[image]!], [1, 1, 1, 1]).data())[0]!;
    };
    for (const image of [0, 2]) {
      expect(await responseAt(pixels, image)).toBeCloseTo(responses[image]!, 5);
      const at = signal.subarray(image * 256, (image + 1) * 256).reduce((best, value, i, all) => (Math.abs(value) > Math.abs(all[best]!) ? i : best), 0);
      const shifted = async (by: number) => {
        const changed = pixels.slice();
        changed[image * 256 + at]! += by;
        return responseAt(changed, image);
      };
      const slope = ((await shifted(1e-2)) - (await shifted(-1e-2))) / 2e-2;
      expect(slope).toBeCloseTo(signal[image * 256 + at]!, 3);
    }
  });

  it('stays inside the receptive field of the unit', async () => {
    const network = createNetwork(discriminator, 1, 0.2);
    const { places, signal } = await attribute(network, tf.tensor4d(pixels, [3, 16, 16, 1]), 'd1', [0, 0, 0], 'guided');
    for (let image = 0; image < 3; image++)
      for (let i = 0; i < 256; i++) {
        const [row, column] = places.subarray(image * 2);
        const [y, x] = [Math.floor(i / 16) - (2 * row! - 1), (i % 16) - (2 * column! - 1)];
        if (y < 0 || y > 3 || x < 0 || x > 3) expect(signal[image * 256 + i]).toBe(0);
      }
  });
});
