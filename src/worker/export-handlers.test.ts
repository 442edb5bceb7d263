import { runInNewContext } from 'node:vm';
import * as tf from '@tensorflow/tfjs';
import { strFromU8, unzipSync } from 'fflate';
import { PNG } from 'pngjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { readHistory } from '../codecs/csv';
import type { ExportWish, PageTexts } from '../core/exports';
import { drawLatents } from '../core/latent';
import { METRICS } from '../core/metrics';
import { RandomStream } from '../core/random';
import { GRID_COUNT } from '../core/run';
import type { Config } from '../core/settings';
import { generate, renderLatents } from '../explore/render';
import { livelyPair, TEST_CONFIG } from '../explore/testing';
import { forward, variableOf } from '../model/network';
import type { Pair } from '../model/pair';
import { readVariable, writeVariable } from '../model/variable';
import type { Run } from '../train/run';
import { exportHandlers } from './export-handlers';
import type { Context } from './handlers';

const VARIANTS: Record<string, Partial<Config>> = {
  'as in the paper': {},
  'kernel 5, colour, normal z': { kernel: 5, channels: 3, zDistribution: 'normal' },
  'pooling and a hidden layer': { resampling: 'pooling', hiddenLayer: true, activationG: 'leakyRelu' },
  'pooling, kernel 5': { resampling: 'pooling', kernel: 5, activationD: 'tanh' },
  'no batch norm, sigmoid': { batchNormG: 'off', batchNormD: 'off', outputG: 'sigmoid' },
  'batch norm everywhere, linear': { batchNormG: 'everywhere', batchNormD: 'everywhere', outputG: 'linear', activationG: 'tanh' },
};
const TEXTS: PageTexts = {
  title: 'A generator </script><b>', facts: '', explanation: '', picture: '', another: '',
  reset: '', sliders: '', all: '', pins: '', otherLanguage: '',
};

const historyTable = Float64Array.of(1, ...METRICS.map((_, n) => n / 3), 2, ...METRICS.map(() => Number.NaN));

function ask(wish: ExportWish, config: Config, pair: Pair) {
  const gridLatents = drawLatents(new RandomStream(1, 'grid'), GRID_COUNT, config);
  const run = { pair, config, gridLatents, historyTable: () => historyTable } as unknown as Run;
  return exportHandlers({ model: () => run } as unknown as Context).exportModel({ model: { run: 'run-1' }, wish });
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe.each(Object.entries(VARIANTS))('a model with %s', (_, changes) => {
  const config: Config = { ...TEST_CONFIG, ...changes };

  it('makes the same pictures in its page, to the last bit but one', async () => {
    const pair = livelyPair(config);
    const z = drawLatents(new RandomStream(9, 'z'), 2, config);
    const first = z.subarray(0, config.zSize);
    const pins = [{ name: '</script><script>alert(1)</script>', z: first }];
    const content = { pins, texts: { en: TEXTS }, language: 'en' };
    const { bytes, type } = await ask({ kind: 'page', content, z: first }, config, pair);
    expect(type).toBe('text/html');
    const html = strFromU8(bytes);
    expect(html.match(/<script|<\/script>/g)).toHaveLength(4);
    const [json, script] = [...html.matchAll(/<script [^>]*>([\s\S]*?)<\/script>/g)].map(([, text]) => text!);
    const { model, pins: stored } = JSON.parse(json!) as { model: { layers: object[]; z: number[] }; pins: { name: string }[] };
    expect(stored[0]!.name).toBe(pins[0]!.name);
    expect(Float32Array.from(model.z)).toEqual(first);
    // The forward pass alone, without the page around it.
    const pass = script!.slice(0, script!.indexOf('/** What was put into the page'));
    const draw = runInNewContext(`${pass}\n(model, z, c, range) => toPixels(generate(model.layers.map(openLayer), z), c, range)`, {
      atob,
    }) as (given: object, latent: number[], channels: number, range: object) => Uint8ClampedArray;
    const pictures = [first, z.subarray(config.zSize)].flatMap((latent) => [
      ...draw(model, Array.from(latent), config.channels, pair.range),
    ]);
    const { rgba } = await renderLatents(pair, z);
    expect(pictures).toHaveLength(rgba.length);
    expect(new Set(rgba).size).toBeGreaterThan(20);
    expect(Math.max(...pictures.map((value, n) => Math.abs(value - rgba[n]!)))).toBeLessThanOrEqual(1);
  });

  it('opens as tfjs layers models that compute the same', async () => {
    const pair = livelyPair(config);
    const { bytes } = await ask({ kind: 'layersModel' }, config, pair);
    const files = unzipSync(bytes);
    const open = (name: string) => {
      const { modelTopology, weightsManifest } = JSON.parse(strFromU8(files[`${name}/model.json`]!)) as {
        modelTopology: object;
        weightsManifest: { weights: tf.io.WeightsManifestEntry[] }[];
      };
      const weightSpecs = weightsManifest[0]!.weights;
      const weightData = files[`${name}/weights.bin`]!.slice().buffer;
      return tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData }));
    };
    const z = drawLatents(new RandomStream(9, 'z'), 3, config);
    const generator = await open('generator');
    const made = generator.predict(tf.tensor2d(z, [3, config.zSize])) as tf.Tensor4D;
    const ours = await generate(pair, z);
    expect(made.shape).toEqual([3, config.imageSize, config.imageSize, config.channels]);
    expect(worst(await made.data(), ours)).toBeLessThan(1e-5);
    const discriminator = await open('discriminator');
    const logits = forward(pair.discriminator, made, 'inference').output;
    expect(worst(await (discriminator.predict(made) as tf.Tensor).data(), await logits.data())).toBeLessThan(1e-5);
    generator.dispose();
    discriminator.dispose();
  });
});

const worst = (a: ArrayLike<number>, b: ArrayLike<number>) => Math.max(...Array.from(a, (value, n) => Math.abs(value - b[n]!)));

describe('a model with a value that is not finite', () => {
  const content = { pins: [], texts: { en: TEXTS }, language: 'en' };
  it.each<[ExportWish['kind'], 'generator' | 'discriminator', string, number]>([
    ['page', 'generator', 'g2.kernel', Number.NaN],
    ['pytorch', 'generator', 'g1.gamma', -Infinity],
    ['pytorch', 'discriminator', 'd2.variance', Number.NaN],
    ['layersModel', 'discriminator', 'd3.kernel', Infinity],
  ])('is not written as %s: in the %s’s %s', async (kind, network, name, value) => {
    const pair = livelyPair();
    const wish = { kind, network, content, z: new Float32Array(TEST_CONFIG.zSize) } as ExportWish;
    await ask(wish, TEST_CONFIG, pair);
    const variable = variableOf(pair[network], name);
    const { values } = await readVariable(variable);
    values[values.length - 1] = value;
    writeVariable(variable, values);
    const layer = name.slice(0, 2).toUpperCase();
    await expect(ask(wish, TEST_CONFIG, pair)).rejects.toMatchObject({ userMessage: { code: 'exportNotFinite', params: { layer } } });
  });
});

describe('samples', () => {
  it.each([1, 3, 8] as const)('are a picture of the grid, each pixel %i wide', async (scale) => {
    const pair = livelyPair();
    const { bytes } = await ask({ kind: 'samples', scale }, TEST_CONFIG, pair);
    const png = PNG.sync.read(Buffer.from(bytes));
    const { imageSize } = TEST_CONFIG;
    expect([png.width, png.height]).toEqual([8 * imageSize * scale, 8 * imageSize * scale]);
    const latents = drawLatents(new RandomStream(1, 'grid'), GRID_COUNT, TEST_CONFIG);
    const { rgba } = await renderLatents(pair, latents);
    const wrong = Array.from({ length: png.width * png.height }, (_, n) => n).filter((n) => {
      const [x, y] = [Math.floor((n % png.width) / scale), Math.floor(n / png.width / scale)];
      const tile = Math.floor(y / imageSize) * 8 + Math.floor(x / imageSize);
      return png.data[n * 4] !== rgba[((tile * imageSize + (y % imageSize)) * imageSize + (x % imageSize)) * 4];
    });
    expect(wrong).toEqual([]);
  });
});

describe('the history', () => {
  it('reads back as it was', async () => {
    const { bytes, type } = await ask({ kind: 'history' }, TEST_CONFIG, livelyPair());
    expect(type).toBe('text/csv');
    const read = readHistory(strFromU8(bytes), 'history.csv');
    expect(read.ok && read.value).toEqual(historyTable);
  });
});
