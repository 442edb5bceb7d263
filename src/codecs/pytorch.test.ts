import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LayerSpec } from '../core/architecture';
import type { TensorData, TensorMap } from '../core/checkpoint';
import { RandomStream } from '../core/random';
import type { Config } from '../core/settings';
import { livelyPair, TEST_CONFIG } from '../explore/testing';
import { forward } from '../model/network';
import type { Network } from '../model/network';
import { readVariable } from '../model/variable';
import { toPyTorch, writePyTorch } from './pytorch';
import { readSafetensors } from './safetensors';

/** A map as PyTorch holds it: channels, then rows, then columns. */
interface Map3 {
  channels: number;
  side: number;
  at(channel: number, y: number, x: number): number;
}

function makeMap(channels: number, side: number, value: (c: number, y: number, x: number) => number): Map3 {
  const values = new Float64Array(channels * side * side);
  for (let c = 0; c < channels; c++)
    for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) values[(c * side + y) * side + x] = value(c, y, x);
  const inside = (n: number) => n >= 0 && n < side;
  return { channels, side, at: (c, y, x) => (inside(y) && inside(x) ? values[(c * side + y) * side + x]! : 0) };
}

const sum = (count: number, term: (n: number) => number) => {
  let total = 0;
  for (let n = 0; n < count; n++) total += term(n);
  return total;
};

/** `torch.nn.functional.conv2d` by its definition: a correlation. `after` is the padding at the far sides. */
function conv2d(x: Map3, weight: TensorData, stride: number, before: number, after = before): Map3 {
  const [outputs, inputs, k] = weight.shape as [number, number, number, number];
  const side = Math.floor((x.side + before + after - k) / stride) + 1;
  return makeMap(outputs, side, (o, y, column) =>
    sum(inputs, (i) =>
      sum(k * k, (tap) => {
        const [ky, kx] = [Math.floor(tap / k), tap % k];
        return x.at(i, y * stride - before + ky, column * stride - before + kx) * weight.values[((o * inputs + i) * k + ky) * k + kx]!;
      }),
    ),
  );
}

/** `torch.nn.functional.conv_transpose2d` by its definition: each input, weighted, is added around its place. */
function convTranspose2d(x: Map3, weight: TensorData, stride: number, padding: number): Map3 {
  const [inputs, outputs, k] = weight.shape as [number, number, number, number];
  const side = (x.side - 1) * stride - 2 * padding + k;
  const out = new Float64Array(outputs * side * side);
  for (let i = 0; i < inputs; i++)
    for (let y = 0; y < x.side; y++)
      for (let column = 0; column < x.side; column++)
        for (let o = 0; o < outputs; o++)
          for (let ky = 0; ky < k; ky++)
            for (let kx = 0; kx < k; kx++) {
              const [row, to] = [y * stride - padding + ky, column * stride - padding + kx];
              if (row < 0 || row >= side || to < 0 || to >= side) continue;
              const w = weight.values[((i * outputs + o) * k + ky) * k + kx]!;
              out[(o * side + row) * side + to]! += x.at(i, y, column) * w;
            }
  return makeMap(outputs, side, (o, y, column) => out[(o * side + y) * side + column]!);
}

const FUNCTIONS: Record<string, (value: number) => number> = {
  ReLU: (value) => Math.max(0, value),
  LeakyReLU: (value) => (value < 0 ? 0.2 * value : value),
  Tanh: Math.tanh,
  Sigmoid: (value) => 1 / (1 + Math.exp(-value)),
};

/** Runs the Python that was written: what each module does is PyTorch's own definition. */
function runTorch(code: string, tensors: TensorMap, input: Map3): Map3 {
  const lines = [...code.matchAll(/^ {4}nn\.(\w+)\((.*)\),$/gm)];
  const used = new Set<string>();
  const output = lines.reduce((x, [, name, list], n) => {
    const tensor = (suffix: string) => {
      used.add(`main.${n}.${suffix}`);
      return tensors.get(`main.${n}.${suffix}`)!;
    };
    const values = (suffix: string) => tensor(suffix).values;
    const args = list!.split(', ');
    const [, , k, stride, padding] = args.map(Number) as [number, number, number, number, number];
    switch (name) {
      case 'Conv2d':
      case 'ConvTranspose2d': {
        const weight = tensor('weight');
        expect(weight.shape).toEqual(
          name === 'Conv2d' ? [Number(args[1]), Number(args[0]), k, k] : [Number(args[0]), Number(args[1]), k, k],
        );
        const same = args.includes("padding='same'");
        // PyTorch documents that `same` puts the odd one behind.
        const y = name === 'ConvTranspose2d'
          ? convTranspose2d(x, weight, stride, padding)
          : conv2d(x, weight, stride, same ? Math.floor((k - 1) / 2) : padding, same ? Math.ceil((k - 1) / 2) : padding);
        if (args.at(-1) === 'bias=False') return y;
        const bias = values('bias');
        return makeMap(y.channels, y.side, (c, row, column) => y.at(c, row, column) + bias[c]!);
      }
      case 'BatchNorm2d': {
        const [gamma, beta, mean, variance] = ['weight', 'bias', 'running_mean', 'running_var'].map(values);
        return makeMap(x.channels, x.side, (c, y, column) =>
          ((x.at(c, y, column) - mean![c]!) / Math.sqrt(variance![c]! + 1e-5)) * gamma![c]! + beta![c]!,
        );
      }
      case 'Upsample':
        return makeMap(x.channels, x.side * 2, (c, y, column) => x.at(c, Math.floor(y / 2), Math.floor(column / 2)));
      case 'MaxPool2d':
        return makeMap(x.channels, x.side / 2, (c, y, column) =>
          Math.max(...[0, 1, 2, 3].map((n4) => x.at(c, 2 * y + (n4 >> 1), 2 * column + (n4 & 1)))),
        );
      default: {
        const apply = FUNCTIONS[name!]!;
        return makeMap(x.channels, x.side, (c, y, column) => apply(x.at(c, y, column)));
      }
    }
  }, input);
  expect([...used].toSorted()).toEqual([...tensors.keys()].toSorted());
  return output;
}

async function tensorsOf({ variables }: Network): Promise<TensorMap> {
  const read = [...variables].map(async ([name, variable]) => [name, await readVariable(variable)] as const);
  return new Map(await Promise.all(read));
}

/** Statistics and shifts that are not those of a fresh model. */
function unsettle({ layers, variables }: Network): void {
  for (const { name, role, shape } of layers.flatMap(({ parameters }) => parameters)) {
    if (role === 'kernel') continue;
    const values = new RandomStream(2, name).fillUniform(new Float32Array(shape[0]!), 0.5, 1.5);
    const tensor = tf.tensor(role === 'beta' || role === 'mean' ? values.map((value) => value - 1) : values);
    variables.get(name)!.assign(tensor);
    tensor.dispose();
  }
}

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('toPyTorch', () => {
  const VARIANTS: Record<string, Partial<Config>> = {
    'the PyTorch layout': {},
    'kernel 5, whose `same` padding is lopsided': { kernel: 5 },
    'pooling and upsampling': { resampling: 'pooling', channels: 3 },
    'pooling, kernel 5': { resampling: 'pooling', kernel: 5, activationD: 'relu' },
    'a fully connected hidden layer': { hiddenLayer: true, baseFilters: 2 },
    'no batch norm': { batchNormG: 'off', batchNormD: 'off', outputG: 'sigmoid', activationG: 'leakyRelu' },
    'batch norm everywhere': { batchNormG: 'everywhere', batchNormD: 'everywhere', outputG: 'linear', activationD: 'tanh' },
  };

  it.each(Object.entries(VARIANTS))('gives the same pictures and logits: %s', async (_, changes) => {
    const config = { ...TEST_CONFIG, baseFilters: 3, ...changes };
    const pair = livelyPair(config);
    const { imageSize: size, channels, zSize } = config;
    for (const network of [pair.generator, pair.discriminator]) {
      unsettle(network);
      const tensors = await tensorsOf(network);
      const { code, tensors: torch } = toPyTorch(network.layers, tensors);
      const shape = network === pair.generator ? ([1, 1, 1, zSize] as const) : ([1, size, size, channels] as const);
      const input = new RandomStream(4, 'input').fillUniform(new Float32Array(shape[1] * shape[2] * shape[3]), -1, 1);
      const given = makeMap(shape[3], shape[1], (c, y, x) => input[(y * shape[2] + x) * shape[3] + c]!);
      const output = runTorch(code, torch, given);
      const ours = forward(network, tf.tensor4d(input, [...shape]), 'inference').output;
      const [, height, width, depth] = ours.shape;
      expect([output.side, output.side, output.channels]).toEqual([height, width, depth]);
      const values = await ours.data();
      const worst = Math.max(
        ...values.map((value, n) => Math.abs(value - output.at(n % depth, Math.floor(n / depth / width), Math.floor(n / depth) % width))),
      );
      expect(worst).toBeLessThan(2e-5);
    }
  });

  it('names the tensors of the 64x64 example as PyTorch does', () => {
    const config = { ...TEST_CONFIG, imageSize: 64 as const, baseFilters: 1 };
    const { generator, discriminator } = livelyPair(config);
    const names = (layers: readonly LayerSpec[]) => {
      const zeros = layers.flatMap(({ parameters }) => parameters).map(({ name, shape }) => {
        return [name, { shape, values: new Float32Array(shape.reduce((product, side) => product * side, 1)) }] as const;
      });
      return [...toPyTorch(layers, new Map(zeros)).tensors.keys()].filter((name) => name.endsWith('.weight'));
    };
    expect(names(generator.layers)).toEqual([0, 1, 3, 4, 6, 7, 9, 10, 12].map((n) => `main.${n}.weight`));
    expect(names(discriminator.layers)).toEqual([0, 2, 3, 5, 6, 8, 9, 11].map((n) => `main.${n}.weight`));
  });

  it('puts each number where a permutation by hand puts it', () => {
    const layer = { kind: 'transposedConv', input: [2, 2, 3], output: [4, 4, 2], kernel: 4, stride: 2 } as const;
    const rest = { upsample: false, pool: false, norm: 'none', activation: 'tanh', parameters: [] } as const;
    // The value says where it is: row, column, output channel, input channel, one digit each.
    const values = Float32Array.from({ length: 4 * 4 * 2 * 3 }, (_, n) =>
      Math.floor(n / 24) * 1000 + (Math.floor(n / 6) % 4) * 100 + (Math.floor(n / 3) % 2) * 10 + (n % 3),
    );
    const { tensors: made } = toPyTorch([{ name: 'g1', ...layer, ...rest }], new Map([['g1.kernel', { shape: [4, 4, 2, 3], values }]]));
    const { shape, values: permuted } = made.get('main.0.weight')!;
    expect(shape).toEqual([3, 2, 4, 4]);
    // Input 2, output 1, row 3, column 0 is ((2 * 2 + 1) * 4 + 3) * 4; output 1, column 2 is 4 * 4 + 2.
    expect(permuted[92]).toBe(3012);
    expect(permuted[18]).toBe(210);
    expect(permuted.subarray(0, 5)).toEqual(Float32Array.of(0, 100, 200, 300, 1000));
  });

  it('flips no kernel: only as an ordinary convolution of a map with zeros between would it be flipped', () => {
    const stream = new RandomStream(5, 'flip');
    const weight = { shape: [2, 3, 4, 4], values: stream.fillNormal(new Float32Array(96)) };
    const numbers = stream.fillNormal(new Float32Array(2 * 9));
    const x = makeMap(2, 3, (c, row, column) => numbers[(c * 3 + row) * 3 + column]!);
    const transposed = convTranspose2d(x, weight, 2, 1);
    const spread = makeMap(2, 5, (c, row, column) => (row % 2 || column % 2 ? 0 : x.at(c, row / 2, column / 2)));
    const asOrdinary = (flip: boolean) => {
      const values = Float32Array.from({ length: 96 }, (_, n) => {
        const [o, i, ky, kx] = [Math.floor(n / 32), Math.floor(n / 16) % 2, Math.floor(n / 4) % 4, n % 4];
        return weight.values[((i * 3 + o) * 4 + (flip ? 3 - ky : ky)) * 4 + (flip ? 3 - kx : kx)]!;
      });
      const y = conv2d(spread, { shape: [3, 2, 4, 4], values }, 1, 2);
      let worst = 0;
      for (let n = 0; n < 3 * 36; n++) {
        const at = [Math.floor(n / 36), Math.floor(n / 6) % 6, n % 6] as const;
        worst = Math.max(worst, Math.abs(y.at(...at) - transposed.at(...at)));
      }
      return worst;
    };
    expect(asOrdinary(true)).toBeLessThan(1e-12);
    expect(asOrdinary(false)).toBeGreaterThan(0.1);
  });
});

describe('writePyTorch', () => {
  it('is a safetensors file with the Python in its metadata', async () => {
    const { generator } = livelyPair();
    const tensors = await tensorsOf(generator);
    const bytes = writePyTorch(generator.layers, tensors);
    const read = readSafetensors(bytes, 'generator.safetensors');
    expect(read.ok && read.value).toEqual(toPyTorch(generator.layers, tensors).tensors);
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as { __metadata__: { main: string } };
    expect(header.__metadata__.main).toContain('nn.ConvTranspose2d(6, 8, 4, 1, 0, bias=False),\n    nn.BatchNorm2d(8),');
  });
});
