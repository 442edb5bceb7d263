import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  architecture,
  BATCH_NORM_EPSILON,
  BATCH_NORM_MOMENTUM,
  countParameters,
  elements,
  LEAKY_SLOPE,
} from './architecture';
import type { LayerSpec } from './architecture';
import { DEFAULT_CONFIG, PRESETS } from './presets';
import type { PresetId } from './presets';
import { SETTINGS } from './settings';
import type { Config } from './settings';

const layersOf = (change: Partial<Config> = {}) => architecture({ ...DEFAULT_CONFIG, ...change });
const outputs = (layers: readonly LayerSpec[]) => layers.map(({ output }) => output.join('x'));
const list = (layers: readonly LayerSpec[], key: 'norm' | 'activation' | 'kind') =>
  layers.map((layer) => layer[key]).join(' ');
const shapesOf = (layer: LayerSpec | undefined) =>
  Object.fromEntries(layer!.parameters.map(({ role, shape }) => [role, shape]));

/** Any valid architecture-determining part of a config, with few filters. */
const anyConfig: fc.Arbitrary<Config> = fc
  .record({
    imageSize: fc.constantFrom(...SETTINGS.imageSize.options),
    channels: fc.constantFrom(...SETTINGS.channels.options),
    baseFilters: fc.integer({ min: 1, max: 9 }),
    zSize: fc.integer({ min: 1, max: 20 }),
    kernel: fc.constantFrom(...SETTINGS.kernel.options),
    resampling: fc.constantFrom(...SETTINGS.resampling.options),
    batchNormG: fc.constantFrom(...SETTINGS.batchNormG.options),
    batchNormD: fc.constantFrom(...SETTINGS.batchNormD.options),
    hiddenLayer: fc.boolean(),
    activationG: fc.constantFrom(...SETTINGS.activationG.options),
    outputG: fc.constantFrom(...SETTINGS.outputG.options),
    activationD: fc.constantFrom(...SETTINGS.activationD.options),
  })
  .map((change) => ({ ...DEFAULT_CONFIG, ...change }));

describe('constants', () => {
  it('are those of the paper and of dcgan.torch, not the defaults of tfjs', () => {
    expect([LEAKY_SLOPE, BATCH_NORM_MOMENTUM, BATCH_NORM_EPSILON]).toEqual([0.2, 0.9, 1e-5]);
  });
});

describe('parameter counts', () => {
  // pytorch64: the published counts of that layout. paper64, G: 1600 x 1024 + 2 x 1024, then 25 taps a
  // kernel: 1024 x 512, 512 x 256, 256 x 128 with 2 x 512, 2 x 256, 2 x 128 for batch norm, and 128 x 3. D
  // the same backwards, without batch norm on its first layer, and 16 x 1024 for the logit.
  it.each<[PresetId, number, number]>([
    ['pytorch64', 3_576_704, 2_765_568],
    ['paper64', 18_855_040, 17_232_768],
    ['class', 204_800 + 256 + 131_072 + 128 + 32_768 + 64 + 512, 512 + 32_768 + 128 + 131_072 + 256 + 2048],
    ['tiny', 16 * 256 + 32 + 16 * 16 * 8 + 16 + 16 * 8, 16 * 8 + 16 * 8 * 16 + 32 + 256],
  ])('of %s are those that hand arithmetic gives', (preset, generator, discriminator) => {
    const layers = architecture(PRESETS[preset]);
    expect(countParameters(layers.generator)).toBe(generator);
    expect(countParameters(layers.discriminator)).toBe(discriminator);
  });

  it('leave out running statistics and add up over the layers', () => {
    const { generator } = architecture(PRESETS.tiny);
    expect(countParameters(generator[1]!)).toBe(16 * 16 * 8 + 16);
    expect(generator.reduce((sum, layer) => sum + countParameters(layer), 0)).toBe(
      countParameters(generator),
    );
    const all = generator.flatMap(({ parameters }) => parameters);
    expect(all.filter(({ trainable }) => !trainable).map(({ name }) => name)).toEqual([
      'g1.mean',
      'g1.variance',
      'g2.mean',
      'g2.variance',
    ]);
  });
});

describe('shapes', () => {
  it.each<[PresetId, string[], string[]]>([
    ['tiny', ['4x4x16', '8x8x8', '16x16x1'], ['8x8x8', '4x4x16', '1x1x1']],
    ['class', ['4x4x128', '8x8x64', '16x16x32', '32x32x1'], ['16x16x32', '8x8x64', '4x4x128', '1x1x1']],
    [
      'pytorch64',
      ['4x4x512', '8x8x256', '16x16x128', '32x32x64', '64x64x3'],
      ['32x32x64', '16x16x128', '8x8x256', '4x4x512', '1x1x1'],
    ],
    [
      'paper64',
      ['4x4x1024', '8x8x512', '16x16x256', '32x32x128', '64x64x3'],
      ['32x32x128', '16x16x256', '8x8x512', '4x4x1024', '1x1x1'],
    ],
  ])('of %s are those of the paper’s figure 1 at its size', (preset, generator, discriminator) => {
    const layers = architecture(PRESETS[preset]);
    expect(outputs(layers.generator)).toEqual(generator);
    expect(outputs(layers.discriminator)).toEqual(discriminator);
  });

  it('of kernels are as tfjs stores them', () => {
    const { generator, discriminator } = architecture(PRESETS.paper64);
    expect(shapesOf(generator[0]).kernel).toEqual([100, 4 * 4 * 1024]);
    expect(shapesOf(generator[1]).kernel).toEqual([5, 5, 512, 1024]);
    expect(shapesOf(generator[4]).kernel).toEqual([5, 5, 3, 128]);
    expect(shapesOf(discriminator[0]).kernel).toEqual([5, 5, 3, 128]);
    expect(shapesOf(discriminator[4]).kernel).toEqual([4 * 4 * 1024, 1]);
    expect(shapesOf(generator[0]).gamma).toEqual([1024]);
  });

  it('fit together for every config', () => {
    fc.assert(
      fc.property(anyConfig, (config) => {
        const { generator, discriminator } = architecture(config);
        const { imageSize, channels, zSize } = config;
        expect(generator[0]!.input).toEqual([1, 1, zSize]);
        expect(generator.at(-1)!.output).toEqual([imageSize, imageSize, channels]);
        expect(discriminator[0]!.input).toEqual([imageSize, imageSize, channels]);
        expect(discriminator.at(-1)!.output).toEqual([1, 1, 1]);
        for (const layers of [generator, discriminator])
          layers.forEach((layer, i) => {
            if (i > 0) expect(layer.input).toEqual(layers[i - 1]!.output);
            const { input, output, kind, kernel } = layer;
            const inputs = {
              conv: [kernel, kernel, input[2], output[2]],
              dense: [elements(input), elements(output)],
            };
            const wanted = kind === 'transposedConv' ? [kernel, kernel, output[2], input[2]] : inputs[kind];
            expect(layer.parameters[0]).toMatchObject({ role: 'kernel', shape: wanted, trainable: true });
          });
        const names = [...generator, ...discriminator].flatMap(({ parameters }) =>
          parameters.map(({ name }) => name),
        );
        expect(new Set(names).size).toBe(names.length);
      }),
    );
  });
});

describe('guideline 1: strided convolutions in place of pooling', () => {
  it('a strided convolution makes its output smaller, a fractionally-strided one larger', () => {
    const { generator, discriminator } = layersOf();
    expect(list(generator, 'kind')).toBe('dense transposedConv transposedConv transposedConv');
    expect(list(discriminator, 'kind')).toBe('conv conv conv dense');
    for (const { input, output, stride } of generator.slice(1))
      expect([stride, output[0]]).toEqual([2, 2 * input[0]]);
    for (const { input, output, stride } of discriminator.slice(0, -1))
      expect([stride, output[0]]).toEqual([2, input[0] / 2]);
  });

  it('pooling and upsampling change the size between convolutions of stride 1', () => {
    const { generator, discriminator } = layersOf({ resampling: 'pooling' });
    expect(outputs(generator)).toEqual(outputs(layersOf().generator));
    expect(outputs(discriminator)).toEqual(outputs(layersOf().discriminator));
    for (const layer of generator.slice(1))
      expect(layer).toMatchObject({ kind: 'conv', stride: 1, upsample: true, pool: false });
    for (const layer of discriminator.slice(0, -1))
      expect(layer).toMatchObject({ kind: 'conv', stride: 1, upsample: false, pool: true });
  });
});

describe('guideline 2: batch norm, but not on G’s output and D’s input', () => {
  it.each<[Config['batchNormG'], string, string]>([
    ['paper', 'batch batch batch none', 'none batch batch none'],
    ['off', 'bias bias bias none', 'none bias bias none'],
    ['everywhere', 'batch batch batch batch', 'batch batch batch none'],
  ])('%s', (choice, generator, discriminator) => {
    expect(list(layersOf({ batchNormG: choice }).generator, 'norm')).toBe(generator);
    expect(list(layersOf({ batchNormD: choice }).discriminator, 'norm')).toBe(discriminator);
    // One network's choice does not touch the other.
    expect(layersOf({ batchNormG: choice }).discriminator).toEqual(layersOf().discriminator);
    expect(layersOf({ batchNormD: choice }).generator).toEqual(layersOf().generator);
  });

  it('goes with the parameters that it needs', () => {
    const roles = (change: Partial<Config>, n: number) =>
      Object.keys(shapesOf(layersOf(change).generator[n]));
    expect(roles({}, 1)).toEqual(['kernel', 'gamma', 'beta', 'mean', 'variance']);
    expect(roles({ batchNormG: 'off' }, 1)).toEqual(['kernel', 'bias']);
    expect(roles({}, 3)).toEqual(['kernel']);
  });
});

describe('guideline 3: no fully connected hidden layer', () => {
  it('the switch puts one into each network', () => {
    const { generator, discriminator } = layersOf({ hiddenLayer: true });
    expect(outputs(generator)).toEqual(['1x1x512', ...outputs(layersOf().generator)]);
    expect(outputs(discriminator)).toEqual(['16x16x32', '8x8x64', '4x4x128', '1x1x512', '1x1x1']);
    expect(list(generator, 'kind')).toBe('dense dense transposedConv transposedConv transposedConv');
    expect(list(discriminator, 'norm')).toBe('none batch batch batch none');
  });
});

describe('guidelines 4 and 5: activations', () => {
  it('G has ReLU and tanh, D has LeakyReLU and gives a logit', () => {
    expect(list(layersOf().generator, 'activation')).toBe('relu relu relu tanh');
    expect(list(layersOf().discriminator, 'activation')).toBe('leakyRelu leakyRelu leakyRelu linear');
  });

  it('each switch changes its own', () => {
    const changed = layersOf({
      activationG: 'leakyRelu',
      outputG: 'sigmoid',
      activationD: 'tanh',
      hiddenLayer: true,
    });
    expect(list(changed.generator, 'activation')).toBe('leakyRelu leakyRelu leakyRelu leakyRelu sigmoid');
    expect(list(changed.discriminator, 'activation')).toBe('tanh tanh tanh tanh linear');
  });
});
