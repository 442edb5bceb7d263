import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { forward, createNetwork, variableOf } from '../model/network';
import type { Network } from '../model/network';
import { architecture } from './architecture';
import { PRESETS } from './presets';
import { paintedField, receptiveField } from './receptive-field';
import type { MapBox } from './receptive-field';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

/** Networks whose weights are all one and that have no norm: whatever can reach a place does reach it. */
function openNetwork(overrides: object, side: 'generator' | 'discriminator'): Network {
  const config = { ...PRESETS.tiny, baseFilters: 1, zSize: 2, batchNormG: 'off', batchNormD: 'off', ...overrides } as const;
  const layers = architecture({ ...config, activationD: 'relu', outputG: 'linear' })[side];
  const network = createNetwork(layers, 1, 1);
  for (const { name, role, shape } of layers.flatMap(({ parameters }) => parameters))
    variableOf(network, name).assign(role === 'kernel' ? tf.ones([...shape]) : tf.zeros([...shape]));
  return network;
}

/** The box round all pixels that are not zero. */
function boundsOf(values: ArrayLike<number>, width: number): MapBox {
  const lit = Array.from(values, (value, i) => (value === 0 ? -1 : i)).filter((i) => i >= 0);
  const rows = lit.map((i) => Math.floor(i / width));
  const columns = lit.map((i) => i % width);
  return {
    top: Math.min(...rows),
    left: Math.min(...columns),
    bottom: Math.max(...rows) + 1,
    right: Math.max(...columns) + 1,
  };
}

const CASES = [
  { kernel: 4, resampling: 'strided' },
  { kernel: 5, resampling: 'strided' },
  { kernel: 4, resampling: 'pooling' },
  { kernel: 5, resampling: 'pooling' },
  { kernel: 4, resampling: 'strided', hiddenLayer: true },
] as const;

describe.each(CASES)('kernel $kernel, $resampling', (overrides) => {
  it('a unit sees exactly the pixels that its value depends on', async () => {
    const network = openNetwork(overrides, 'discriminator');
    // Each of the 256 pictures has one pixel lit: what a unit then shows says whether it sees that pixel.
    const pictures = tf.eye(256).reshape([256, 16, 16, 1]) as tf.Tensor4D;
    const maps = new Map<string, tf.Tensor4D>();
    forward({ ...network, layers: network.layers.slice(0, 2) }, pictures, 'inference', {
      watch: ({ name }, stage, x) => {
        if (stage === 'linear') maps.set(name, x);
        return x;
      },
    });
    for (const { name } of network.layers.slice(0, 2)) {
      const [, size] = maps.get(name)!.shape;
      const values = (await maps.get(name)!.array()) as number[][][][];
      for (const [row, column] of [[0, 0], [1, 2], [size - 1, size - 2]] as const) {
        const seen = values.map((picture) => picture[row]![column]![0]!);
        expect(receptiveField(network.layers, name, row, column), `${name} ${row} ${column}`).toEqual(boundsOf(seen, 16));
      }
    }
  });

  it('a unit changes exactly the pixels that depend on it', async () => {
    const network = openNetwork(overrides, 'generator');
    for (const { name, kind, output } of network.layers.slice(0, -1)) {
      const [size] = output;
      if (kind === 'dense' && size === 1) continue;
      for (const [row, column] of [[0, 0], [1, 2], [size - 1, size - 2]] as const) {
        const lone = tf.buffer([1, ...output]);
        lone.set(1, 0, row, column, 0);
        const picture = forward(network, tf.zeros([1, 1, 1, 2]), 'inference', {
          watch: (layer, stage, x) =>
            layer.name === name && stage === 'activated' ? (lone.toTensor() as tf.Tensor4D) : x,
        }).output;
        const changed = boundsOf(await picture.data(), 16);
        expect(paintedField(network.layers, name, row, column), `${name} ${row} ${column}`).toEqual(changed);
      }
    }
  });
});

describe('the logit', () => {
  it('sees the whole image', () => {
    const { discriminator } = architecture(PRESETS.tiny);
    const whole = { top: 0, left: 0, bottom: 16, right: 16 };
    expect(receptiveField(discriminator, discriminator.at(-1)!.name, 0, 0)).toEqual(whole);
  });

  it('belongs to a layer that exists', () => {
    expect(() => receptiveField(architecture(PRESETS.tiny).discriminator, 'd9', 0, 0)).toThrow('d9');
  });
});
