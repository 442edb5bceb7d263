import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { unitSums } from '../core/pixel-arithmetic';
import { PRESETS } from '../core/presets';
import { RandomStream } from '../core/random';
import { paintedField } from '../core/receptive-field';
import { LOSSES } from '../model/losses';
import { forward, variableOf } from '../model/network';
import { createPair } from '../model/pair';
import type { Pair } from '../model/pair';
import { scaleChannels } from './ablation';
import { featureMaps } from './feature-maps';
import { forgettingLayer, mapsOfBoxes } from './forgetting';
import { layerPass } from './layer-pass';
import { layerStatistics } from './layer-statistics';
import { maximize } from './maximize';
import { paintedByUnits } from './painting';
import { pixelGradient } from './pixel-gradient';
import { topImages } from './top-images';

const CONFIG = { ...PRESETS.tiny, baseFilters: 3, zSize: 5, weightStd: 0.2 };
const SIZE = 16;
let pair: Pair;
let z: Float32Array;
let images: Float32Array;

beforeAll(async () => {
  await tf.setBackend('cpu');
  pair = createPair(CONFIG);
  const stream = new RandomStream(11, 'test');
  z = stream.fillUniform(new Float32Array(5), -1, 1);
  images = stream.fillUniform(new Float32Array(150 * SIZE * SIZE), -1, 1);
});

const generate = async (latent: Float32Array, hooks = {}) =>
  forward(pair.generator, tf.tensor4d(latent, [1, 1, 1, 5]), 'inference', hooks).output.data();

/** The sum of every weight and running statistic, and the number of tensors: neither may change by looking. */
async function unchangedBy(look: () => Promise<unknown>): Promise<void> {
  const all = () =>
    Promise.all([pair.generator, pair.discriminator].flatMap(({ variables }) => [...variables.values()]).map((v) => v.data()));
  const before = (await all()).map((values) => values.slice());
  const tensors = tf.memory().numTensors;
  for (let n = 0; n < 3; n++) await look();
  expect(tf.memory().numTensors).toBe(tensors);
  expect(await all()).toEqual(before);
}

describe('feature maps', () => {
  it('end in the picture itself, and each stage follows from the one before', async () => {
    const last = pair.generator.layers.at(-1)!.name;
    expect((await featureMaps(pair.generator, z, last, 'activated')).values).toEqual(Float32Array.from(await generate(z)));
    const linear = await featureMaps(pair.generator, z, 'g2', 'normalized');
    const activated = await featureMaps(pair.generator, z, 'g2', 'activated');
    expect(activated.shape).toEqual([8, 8, 3]);
    expect(Array.from(activated.values)).toEqual(Array.from(linear.values, (value) => Math.max(value, 0)));
  });

  it('refuse a layer that is not there, and leave the model alone', async () => {
    await expect(featureMaps(pair.generator, z, 'd1', 'linear')).rejects.toMatchObject({ userMessage: { code: 'layerUnknown' } });
    await unchangedBy(() => featureMaps(pair.generator, z, 'g1', 'linear'));
  });
});

describe('ablation', () => {
  it('of a channel equals zeroing its weights by hand in the next layer', async () => {
    const scales = new Map([['g1', Float32Array.of(1, 0, 1, 1, 1, 1)]]);
    const ablated = Float32Array.from(await generate(z, scaleChannels(scales)));
    const kernel = variableOf(pair.generator, 'g2.kernel');
    const original = tf.clone(kernel);
    // [k, k, out, in]: input channel 1 contributes nothing.
    kernel.assign(kernel.mul(tf.tensor1d([1, 0, 1, 1, 1, 1])));
    const byHand = Float32Array.from(await generate(z));
    kernel.assign(original);
    expect(ablated).toEqual(byHand);
    expect(ablated).not.toEqual(Float32Array.from(await generate(z)));
  });
});

describe('top images', () => {
  it('are those that brute force finds', async () => {
    const stride = SIZE * SIZE;
    const load = (start: number, end: number) => images.subarray(start * stride, end * stride);
    const found = await topImages(pair.discriminator, 'd2', { total: 150, load }, 9);
    expect(found).toHaveLength(6);
    const maps = await Promise.all(
      Array.from({ length: 150 }, (_, i) => featureMaps(pair.discriminator, load(i, i + 1), 'd2', 'activated')),
    );
    for (const [channel, list] of found.entries()) {
      const peaks = maps.map(({ values }) => Math.max(...values.filter((_, i) => i % 6 === channel)));
      const expected = [...peaks.entries()].toSorted((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 9);
      expect(list.map(({ image }) => image)).toEqual(expected.map(([image]) => image));
      for (const { image, response, row, column } of list) {
        const { values, shape } = maps[image]!;
        expect(values[(row * shape[1] + column) * 6 + channel]).toBeCloseTo(response, 5);
      }
    }
    await unchangedBy(() => topImages(pair.discriminator, 'd1', { total: 70, load }, 2));
  });

  it('can be stopped', async () => {
    const stop = AbortSignal.abort();
    const load = () => images.subarray(0, SIZE * SIZE);
    await expect(topImages(pair.discriminator, 'd1', { total: 1, load }, 1, { signal: stop })).rejects.toThrow();
  });
});

describe('what a unit of the generator paints', () => {
  const latents = () => new RandomStream(8, 'latents').fillUniform(new Float32Array(3 * 5), -1, 1);
  const paint = async (layer: string, channels: readonly number[]) => {
    const batch = tf.tensor4d(latents(), [3, 1, 1, 5]);
    const found = await paintedByUnits(pair.generator, batch, layer, channels);
    batch.dispose();
    return found;
  };

  it.each(['g1', 'g2'] as const)('of %s is the picture minus that without this one unit, set to zero by hand', async (layer) => {
    const channels = [2, 0, 1];
    const { responses, places, signal } = await paint(layer, channels);
    for (const [n, channel] of channels.entries()) {
      const latent = latents().subarray(n * 5, (n + 1) * 5);
      const { values, shape } = await featureMaps(pair.generator, latent, layer, 'activated');
      const own = values.filter((_, i) => i % shape[2] === channel);
      const strongest = own.indexOf(Math.max(...own));
      expect(responses[n]).toBeCloseTo(own[strongest]!, 5);
      expect([...places.subarray(2 * n, 2 * n + 2)]).toEqual([Math.floor(strongest / shape[1]), strongest % shape[1]]);
      const without = values.map((value, i) => (i === strongest * shape[2] + channel ? 0 : value));
      const rest = pair.generator.layers.slice(pair.generator.layers.findIndex(({ name }) => name === layer) + 1);
      const above = { layers: rest, variables: pair.generator.variables };
      const made = await forward(above, tf.tensor4d(without, [1, ...shape]), 'inference').output.data();
      const whole = await generate(latent);
      const expected = Array.from(whole, (value, i) => expect.closeTo(value - made[i]!, 4) as number);
      expect(Array.from(signal.subarray(n * 256, (n + 1) * 256))).toEqual(expected);
      expect(Math.max(...signal.subarray(n * 256, (n + 1) * 256).map(Math.abs))).toBeGreaterThan(0.01);
    }
  });

  it('lies within the field that the unit can reach', async () => {
    const { places, signal } = await paint('g2', [1, 1, 1]);
    for (let n = 0; n < 3; n++) {
      const { top, left, bottom, right } = paintedField(pair.generator.layers, 'g2', places[2 * n]!, places[2 * n + 1]!);
      for (let i = 0; i < 256; i++) {
        const [y, x] = [Math.floor(i / 16), i % 16];
        if (y < top || y >= bottom || x < left || x >= right) expect(Math.abs(signal[n * 256 + i]!)).toBe(0);
      }
    }
    await unchangedBy(() => paint('g1', [0, 1, 2]));
  });
});

describe('the gradient on the pixels', () => {
  it.each(['nonSaturating', 'leastSquares', 'hinge'] as const)('of the %s loss is its numeric gradient', async (loss) => {
    // A smooth activation: across LeakyReLU's kinks a numeric gradient is another number.
    const smooth = createPair({ ...CONFIG, activationD: 'tanh' });
    const { image, gradient, norms } = await pixelGradient(smooth, z, loss);
    expect(norms.map(({ layer }) => layer)).toEqual(['d3', 'd2', 'd1', 'g3', 'g2', 'g1']);
    expect(norms[3]!.norm).toBeCloseTo(Math.hypot(...gradient), 5);
    const lossAt = async (pixels: Float32Array) => {
      const verdict = forward(smooth.discriminator, tf.tensor4d(pixels, [1, SIZE, SIZE, 1]), 'inference').output;
      return (await LOSSES[loss].generator(verdict).data())[0]!;
    };
    const at = gradient.reduce((best, value, i) => (Math.abs(value) > Math.abs(gradient[best]!) ? i : best), 0);
    const shifted = (by: number) => {
      const changed = image.slice();
      changed[at]! += by;
      return lossAt(changed);
    };
    const slope = ((await shifted(2e-2)) - (await shifted(-2e-2))) / 4e-2;
    expect(Math.abs(slope / gradient[at]! - 1)).toBeLessThan(0.05);
    await unchangedBy(() => pixelGradient(pair, z, loss));
  });
});

describe('activation maximization', () => {
  it('finds an image that excites the channel more than any of the data set, the same one each time', async () => {
    const options = { steps: 30, rate: 0.1, jitter: 0, decay: 0.01, seed: 1 };
    const seen: number[] = [];
    const climb = () =>
      maximize(pair.discriminator, 'd2', 2, pair.range, { ...options, onProgress: (step) => void seen.push(step) });
    const { input: image, response, before } = await climb();
    expect(seen).toHaveLength(30);
    const mean = async (at: number) => {
      const { values } = await featureMaps(pair.discriminator, images.subarray(at * 256, (at + 1) * 256), 'd2', 'activated');
      return values.filter((_, i) => i % 6 === 2).reduce((sum, value) => sum + value, 0) / (values.length / 6);
    };
    const best = Math.max(...(await Promise.all(Array.from({ length: 50 }, (_, at) => mean(at)))));
    expect(response).toBeGreaterThan(best);
    expect(before).toBeLessThan(response);
    // A climb of no step is where it begins.
    const still = await maximize(pair.discriminator, 'd2', 2, pair.range, { ...options, steps: 0 });
    expect([still.before, still.response]).toEqual([before, before]);
    expect(image.every((value) => value >= -1 && value <= 1)).toBe(true);
    expect((await climb()).input).toEqual(image);
    for (const jitter of [1, 2]) {
      const jittered = () => maximize(pair.discriminator, 'd2', 2, pair.range, { ...options, jitter });
      const shaken = await jittered();
      expect((await jittered()).input).toEqual(shaken.input);
      expect(shaken.input).not.toEqual(image);
      expect(shaken.response).toBeGreaterThan(best);
    }
    await unchangedBy(() => maximize(pair.discriminator, 'd1', 0, pair.range, { ...options, steps: 2 }));
  });

  it('finds a z that excites a channel of the generator more than any drawn one of its length', async () => {
    const space = { low: -1, high: 1, longest: 1.2 };
    const options = { steps: 40, rate: 0.1, jitter: 1, decay: 0, seed: 1 };
    const { input, response } = await maximize(pair.generator, 'g2', 1, space, options);
    expect(input).toHaveLength(5);
    expect(Math.hypot(...input)).toBeLessThanOrEqual(1.2001);
    const mean = async (latent: Float32Array) => {
      const { values } = await featureMaps(pair.generator, latent, 'g2', 'activated');
      return values.filter((_, i) => i % 3 === 1).reduce((sum, value) => sum + value, 0) / (values.length / 3);
    };
    expect(await mean(input)).toBeCloseTo(response, 5);
    const stream = new RandomStream(4, 'others');
    for (let n = 0; n < 50; n++) {
      const drawn = stream.fillNormal(new Float32Array(5));
      const length = Math.hypot(...drawn);
      expect(await mean(drawn.map((value) => (1.2 * value) / length))).toBeLessThan(response);
    }
    await unchangedBy(() => maximize(pair.generator, 'g1', 0, space, { ...options, steps: 2 }));
  });
});

describe('forgetting', () => {
  it('finds the very map that is drawn inside the boxes alone', async () => {
    const own = createPair({ ...CONFIG, batchNormG: 'off', outputG: 'linear' });
    // The second highest layer becomes one bright map, channel 1, fed by g1's channel 0, which is bright at the left.
    const layer = own.generator.layers.at(-2)!;
    expect(forgettingLayer(own.generator)).toBe(layer.name);
    const project = variableOf(own.generator, 'g1.kernel');
    const spread = new Float32Array(project.size);
    const [latentCount, units] = project.shape as [number, number];
    for (let i = 0; i < latentCount; i++)
      for (let unit = 0; unit < units; unit++)
        if (unit % 6 === 0 && Math.floor(unit / 6) % 4 < 2) spread[i * units + unit] = 1;
    project.assign(tf.tensor(spread, project.shape));
    const kernel = variableOf(own.generator, 'g2.kernel');
    const weights = new Float32Array(kernel.size);
    const [k, , out, inputs] = kernel.shape as [number, number, number, number];
    for (let tap = 0; tap < k * k; tap++) weights[(tap * out + 1) * inputs] = 1;
    kernel.assign(tf.tensor(weights, kernel.shape));
    const latents = new Float32Array(10).fill(0.5);
    const boxes = [0, 1].map((sample) => ({ sample, left: 0, top: 0, right: 0.5, bottom: 1 }));
    const ranked = await mapsOfBoxes(own.generator, latents, boxes);
    expect(ranked[0]!.channel).toBe(1);
    expect(ranked[0]!.weight).toBeGreaterThan(0);
    expect(ranked.slice(1).every(({ weight }) => weight === 0)).toBe(true);
  });

  it('takes a box between the centres of positions for the one it lies on, and refuses boxes that leave no outside', async () => {
    const find = (box: object) => mapsOfBoxes(pair.generator, z, [{ sample: 0, left: 0, top: 0, right: 1, bottom: 1, ...box }]);
    // Positions of the 8 x 8 maps are an eighth wide: the first box holds no centre, the second that of one position.
    const between = await find({ left: 0.26, top: 0.4, right: 0.3, bottom: 0.43 });
    expect(between).toEqual(await find({ left: 0.3, top: 0.43, right: 0.32, bottom: 0.44 }));
    expect(between.some(({ weight }) => weight > 0)).toBe(true);
    await expect(find({})).rejects.toMatchObject({ userMessage: { code: 'boxesWhole' } });
  });
});

describe('the pass through one convolution', () => {
  it.each([
    { network: 'generator', layer: 'g2', settings: {} },
    { network: 'generator', layer: 'g3', settings: { kernel: 5 } },
    { network: 'generator', layer: 'g2', settings: { resampling: 'pooling' } },
    { network: 'discriminator', layer: 'd1', settings: { channels: 3 } },
    { network: 'discriminator', layer: 'd2', settings: { resampling: 'pooling', kernel: 5 } },
  ] as const)('of $layer with $settings adds up to the feature map, unit by unit', async ({ network, layer, settings }) => {
    const { [network]: own } = createPair({ ...CONFIG, ...settings });
    const [height, width, depth] = own.layers[0]!.input;
    const example = new RandomStream(3, 'example').fillUniform(new Float32Array(height * width * depth), -1, 1);
    const channel = layer === 'g3' ? 0 : 2;
    const pass = await layerPass(own, example, layer, channel);
    const { values, shape } = await featureMaps(own, example, layer, 'linear');
    expect(pass.output).toEqual(values.filter((_, i) => i % shape[2] === channel));
    const { kind, kernel, stride } = own.layers.find(({ name }) => name === layer)!;
    if (kind === 'dense') throw new Error('not a convolution');
    const [inputSize, , channels] = pass.inputShape;
    const sums = Array.from(pass.output, (_, i) =>
      unitSums({ kind, kernel, stride, inputSize }, { ...pass, channels }, Math.floor(i / shape[1]), i % shape[1]),
    );
    expect(sums.map((parts) => parts.reduce((sum, part) => sum + part))).toEqual(
      Array.from(pass.output, (value) => expect.closeTo(value, 4)),
    );
  });

  it('leaves the model alone, and is refused for a layer that is none', async () => {
    await unchangedBy(() => layerPass(pair.generator, z, 'g2', 0));
    await unchangedBy(() => layerPass(pair.discriminator, images.subarray(0, SIZE * SIZE), 'd1', 0));
    await expect(layerPass(pair.generator, z, 'g1', 0)).rejects.toThrow('g1');
  });
});

describe('layer statistics', () => {
  it('count weights, dead channels and the gradient that Adam remembers', async () => {
    const moments = new Map(
      [...pair.generator.variables].map(([name, variable]) => [name, tf.variable(tf.ones(variable.shape))]),
    );
    const kernel = variableOf(pair.generator, 'g2.kernel');
    const beta = variableOf(pair.generator, 'g1.beta');
    const original = beta.clone();
    beta.assign(tf.tensor1d([-1000, 0, 0, -1000, 0, 0]));
    const statistics = (layer: string) =>
      layerStatistics(pair.generator, layer, z, moments.get(`${layer}.kernel`)!);
    const [first, second, last] = await Promise.all(['g1', 'g2', 'g3'].map(statistics));
    expect(first).toMatchObject({ layer: 'g1', dead: 2, channels: 6 });
    expect(second!.histogram.reduce((sum, count) => sum + count)).toBe(kernel.size);
    expect(second!.gradientNorm).toBeCloseTo(Math.sqrt(kernel.size), 4);
    const values = Array.from(await kernel.data(), Math.abs);
    expect(second!.limit).toBe(Math.max(...values));
    expect(last).toMatchObject({ layer: 'g3', channels: 1 });
    await unchangedBy(() => statistics('g2'));
    beta.assign(original);
  });

  it('are of the finite weights where some are not', async () => {
    const kernel = variableOf(pair.generator, 'g3.kernel');
    const original = kernel.clone();
    const values = Float32Array.from(await kernel.data());
    values.set([Number.NaN, Infinity]);
    kernel.assign(tf.tensor(values, kernel.shape));
    const { histogram, limit } = await layerStatistics(pair.generator, 'g3', z, tf.variable(tf.ones([1])));
    expect(histogram.reduce((sum, count) => sum + count)).toBe(kernel.size - 2);
    expect(limit).toBe(Math.max(...values.subarray(2).map(Math.abs)));
    kernel.assign(original);
  });
});
