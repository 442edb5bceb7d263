import type { LayerSpec } from '../../core/architecture';

/**
 * A kernel as small pictures of `height` x `width` weights. `kernels`: a convolution's, one per output and input map.
 * `project`: a dense layer that makes a map, one per input and map. `verdict`: a dense layer that reads a map, one per
 * unit and map. `matrix`: a dense layer between vectors, all its weights as one table.
 */
export interface KernelTiles {
  kind: 'kernels' | 'project' | 'verdict' | 'matrix';
  count: number;
  height: number;
  width: number;
  /** Where a picture's weight is stored. */
  index(tile: number, y: number, x: number): number;
}

/** How a layer's kernel, in the layouts that `LayerSpec` gives, is shown as pictures; neighbours share an output. */
export function kernelTiles({ kind, input, output, kernel }: Pick<LayerSpec, 'kind' | 'input' | 'output' | 'kernel'>): KernelTiles {
  const [inputs, outputs] = [input[2], output[2]];
  switch (kind) {
    case 'conv':
    case 'transposedConv':
      return {
        kind: 'kernels',
        count: inputs * outputs,
        height: kernel,
        width: kernel,
        index: (tile, y, x) => {
          const [from, to] = [tile % inputs, Math.floor(tile / inputs)];
          const place = y * kernel + x;
          return kind === 'conv' ? (place * inputs + from) * outputs + to : (place * outputs + to) * inputs + from;
        },
      };
    case 'dense':
      return denseTiles(input, output);
    default:
      return kind satisfies never;
  }
}

function denseTiles(input: LayerSpec['input'], output: LayerSpec['output']): KernelTiles {
  const [inHeight, inWidth, inputs] = input;
  const [outHeight, outWidth, outputs] = output;
  const units = outHeight * outWidth * outputs;
  if (outHeight * outWidth > 1)
    return {
      kind: 'project',
      count: inputs * outputs,
      height: outHeight,
      width: outWidth,
      index: (tile, y, x) => Math.floor(tile / outputs) * units + (y * outWidth + x) * outputs + (tile % outputs),
    };
  if (inHeight * inWidth > 1)
    return {
      kind: 'verdict',
      count: inputs * outputs,
      height: inHeight,
      width: inWidth,
      index: (tile, y, x) => ((y * inWidth + x) * inputs + (tile % inputs)) * units + Math.floor(tile / inputs),
    };
  return { kind: 'matrix', count: 1, height: inputs, width: outputs, index: (_, y, x) => y * outputs + x };
}
