import type { LayerSpec } from '../../core/architecture';
import type { Tiles } from './tiles';

/**
 * A kernel as small pictures of weights. `kernels`: a convolution's, one per output and input map. `colour`: at the edge
 * of a network that works in colour, one per map, its weights for red, green and blue together. `project`: a dense layer
 * that makes a map, one per input and map. `verdict`: a dense layer that reads a map, one per unit and map. `matrix`: a
 * dense layer between vectors, all its weights as one table.
 */
export interface KernelTiles extends Omit<Tiles, 'valueAt'> {
  kind: 'kernels' | 'colour' | 'project' | 'verdict' | 'matrix';
  /** Where a picture's weight is stored. */
  index(tile: number, y: number, x: number, colour: number): number;
  /** The input and output map that a picture joins, from 0; null where it stands for all of them. */
  mapsOf(tile: number): { from: number | null; to: number | null };
  /** Input maps, one picture each for every output map where there is one a pair. */
  inputs: number;
  /** How the weights are stored: the sizes of three nested dimensions, and how far a step along each moves the picture. */
  stored: { sizes: readonly [number, number, number]; steps: readonly [number, number, number] };
}

/** The sum of the squares of each picture's weights, in the order in which these are stored: there may be millions. */
export function squaredNorms({ count, stored: { sizes, steps } }: KernelTiles, values: Float32Array): Float64Array {
  const norms = new Float64Array(count);
  let at = 0;
  for (let a = 0; a < sizes[0]; a++)
    for (let b = 0; b < sizes[1]; b++) {
      let tile = a * steps[0] + b * steps[1];
      for (let c = 0; c < sizes[2]; c++, tile += steps[2]) {
        const value = values[at++]!;
        norms[tile]! += value * value;
      }
    }
  return norms;
}

type Layer = Pick<LayerSpec, 'kind' | 'input' | 'output' | 'kernel'>;

/**
 * How a layer's kernel, in the layouts that `LayerSpec` gives, is shown as pictures; neighbours share an output. `edge`
 * says that the layer reads or makes images.
 */
export function kernelTiles(layer: Layer, edge = false): KernelTiles {
  const { kind, input, output } = layer;
  switch (kind) {
    case 'conv':
    case 'transposedConv':
      if (edge && (input[2] === 3 || output[2] === 3)) return colourTiles(layer, output[2] === 3);
      return convolutionTiles(layer);
    case 'dense':
      return denseTiles(input, output);
    default:
      return kind satisfies never;
  }
}

/** Where a convolution stores the weight from one map to another at a tap. */
function storedAt({ kind, input, output, kernel }: Layer, y: number, x: number, from: number, to: number): number {
  const tap = y * kernel + x;
  return kind === 'conv' ? (tap * input[2] + from) * output[2] + to : (tap * output[2] + to) * input[2] + from;
}

/** How a convolution is stored, and how far the next input and the next output map are in pictures. */
function storage({ kind, input, output, kernel }: Layer, step: { from: number; to: number }): KernelTiles['stored'] {
  const taps = kernel ** 2;
  return kind === 'conv'
    ? { sizes: [taps, input[2], output[2]], steps: [0, step.from, step.to] }
    : { sizes: [taps, output[2], input[2]], steps: [0, step.to, step.from] };
}

function convolutionTiles(layer: Layer): KernelTiles {
  const [inputs, outputs] = [layer.input[2], layer.output[2]];
  const mapsOf = (tile: number) => ({ from: tile % inputs, to: Math.floor(tile / inputs) });
  return {
    kind: 'kernels',
    inputs,
    count: inputs * outputs,
    height: layer.kernel,
    width: layer.kernel,
    depth: 1,
    index: (tile, y, x) => storedAt(layer, y, x, tile % inputs, Math.floor(tile / inputs)),
    mapsOf,
    stored: storage(layer, { from: 1, to: inputs }),
  };
}

function colourTiles(layer: Layer, makesImage: boolean): KernelTiles {
  const shared = { kind: 'colour', inputs: layer.input[2], height: layer.kernel, width: layer.kernel, depth: 3 } as const;
  if (makesImage)
    return {
      ...shared,
      count: layer.input[2],
      index: (tile, y, x, colour) => storedAt(layer, y, x, tile, colour),
      mapsOf: (tile) => ({ from: tile, to: null }),
      stored: storage(layer, { from: 1, to: 0 }),
    };
  return {
    ...shared,
    count: layer.output[2],
    index: (tile, y, x, colour) => storedAt(layer, y, x, colour, tile),
    mapsOf: (tile) => ({ from: null, to: tile }),
    stored: storage(layer, { from: 0, to: 1 }),
  };
}

function denseTiles(input: LayerSpec['input'], output: LayerSpec['output']): KernelTiles {
  const [inHeight, inWidth, inputs] = input;
  const [outHeight, outWidth, outputs] = output;
  const units = outHeight * outWidth * outputs;
  if (outHeight * outWidth > 1)
    return {
      kind: 'project',
      inputs,
      count: inputs * outputs,
      height: outHeight,
      width: outWidth,
      depth: 1,
      index: (tile, y, x) => Math.floor(tile / outputs) * units + (y * outWidth + x) * outputs + (tile % outputs),
      mapsOf: (tile) => ({ from: Math.floor(tile / outputs), to: tile % outputs }),
      stored: { sizes: [inputs, outHeight * outWidth, outputs], steps: [outputs, 0, 1] },
    };
  if (inHeight * inWidth > 1)
    return {
      kind: 'verdict',
      inputs,
      count: inputs * outputs,
      height: inHeight,
      width: inWidth,
      depth: 1,
      index: (tile, y, x) => ((y * inWidth + x) * inputs + (tile % inputs)) * units + Math.floor(tile / inputs),
      mapsOf: (tile) => ({ from: tile % inputs, to: Math.floor(tile / inputs) }),
      stored: { sizes: [inHeight * inWidth, inputs, units], steps: [0, 1, inputs] },
    };
  return {
    kind: 'matrix',
    inputs,
    count: 1,
    height: inputs,
    width: outputs,
    depth: 1,
    index: (_, y, x) => y * outputs + x,
    mapsOf: () => ({ from: null, to: null }),
    stored: { sizes: [1, inputs, outputs], steps: [0, 0, 0] },
  };
}
