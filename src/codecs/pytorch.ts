import { LEAKY_SLOPE } from '../core/architecture';
import type { LayerSpec } from '../core/architecture';
import type { TensorData, TensorMap } from '../core/checkpoint';
import { STRIDE } from '../core/config';
import { writeSafetensors } from './safetensors';

/**
 * A network as PyTorch's DCGAN example lays it out: one `nn.Sequential` called `main`, whose tensors are called by
 * their module's place in it (`main.0.weight`).
 *
 * tfjs keeps kernels as [k, k, in, out], and of transposed convolutions as [k, k, out, in]; PyTorch as [out, in, k, k] and
 * [in, out, k, k]. Axes change places, and nothing is flipped: in both libraries a convolution is a correlation and a
 * transposed convolution its adjoint. (A kernel would have to be flipped only where a transposed convolution is computed
 * as an ordinary one on a map with zeros put in between.)
 *
 * A dense layer between a vector and a map is a convolution that covers the whole map. Where tfjs's `same` pads one side
 * more than the other, which PyTorch's strided layers cannot, the kernel gets a first row and column of zeros.
 */

/** One module of the sequence: how Python makes it, and its tensors by their name within it. */
interface Module {
  code: string;
  tensors: readonly (readonly [name: string, tensor: TensorData])[];
}

/** A network in PyTorch's terms: the Python that makes the sequence, one module a line, and its tensors by name. */
export interface TorchNetwork {
  code: string;
  tensors: TensorMap;
}

/** A network's tensors under the names that `load_state_dict` of the sequence wants, and the sequence. */
export function toPyTorch(layers: readonly LayerSpec[], tensors: TensorMap): TorchNetwork {
  const modules = layers.flatMap((layer) => layerModules(layer, tensors));
  const named = modules.flatMap((module, n) =>
    module.tensors.map(([name, tensor]) => [`main.${n}.${name}`, tensor] as const),
  );
  return {
    code: `nn.Sequential(\n${modules.map(({ code }) => `    nn.${code},\n`).join('')})`,
    tensors: new Map(named),
  };
}

/** A network as a safetensors file, with the Python that makes its sequence in the metadata. */
export function writePyTorch(layers: readonly LayerSpec[], tensors: TensorMap): Uint8Array<ArrayBuffer> {
  const { code, tensors: named } = toPyTorch(layers, tensors);
  return writeSafetensors(named, { format: 'pt', main: code });
}

function layerModules(layer: LayerSpec, tensors: TensorMap): Module[] {
  const plain = (code: string): Module => ({ code, tensors: [] });
  const list: Module[] = [];
  if (layer.upsample) list.push(plain(`Upsample(scale_factor=${STRIDE})`));
  list.push(linearModule(layer, tensors));
  if (layer.norm === 'batch') list.push(batchNorm(layer, tensors));
  const activation = activationCode(layer);
  if (activation !== null) list.push(plain(activation));
  if (layer.pool) list.push(plain(`MaxPool2d(${STRIDE})`));
  return list;
}

function tensorOf({ name }: LayerSpec, role: string, tensors: TensorMap): TensorData {
  const tensor = tensors.get(`${name}.${role}`);
  if (!tensor) throw new Error(`there is no tensor ${name}.${role}`);
  return tensor;
}

function linearModule(layer: LayerSpec, tensors: TensorMap): Module {
  const bias = layer.norm === 'bias';
  const { code, weight } = linear(layer, tensorOf(layer, 'kernel', tensors));
  return {
    code: `${code}, bias=${bias ? 'True' : 'False'})`,
    tensors: [['weight', weight], ...(bias ? [['bias', tensorOf(layer, 'bias', tensors)] as const] : [])],
  };
}

/** The convolution that a layer is, its code without the closing bracket. */
function linear(layer: LayerSpec, { values }: TensorData): { code: string; weight: TensorData } {
  const { kind, kernel, stride } = layer;
  const [height, width, inputs] = layer.input;
  const [outHeight, outWidth, outputs] = layer.output;
  const odd = stride > 1 ? kernel % 2 : 0;
  const size = kernel + odd;
  const padding = (size - stride) / 2;
  // A value of the framed kernel; zero in the row and column that the frame adds.
  const framed = (y: number, x: number, index: (y: number, x: number) => number) =>
    y < odd || x < odd ? 0 : values[index(y - odd, x - odd)]!;
  switch (kind) {
    case 'dense':
      if (outHeight > 1)
        return {
          code: `ConvTranspose2d(${inputs}, ${outputs}, ${outHeight}, 1, 0`,
          weight: filled([inputs, outputs, outHeight, outWidth], (i, o, y, x) =>
            values[(i * outHeight * outWidth + y * outWidth + x) * outputs + o]!,
          ),
        };
      return {
        code: `Conv2d(${inputs}, ${outputs}, ${height}, 1, 0`,
        weight: filled([outputs, inputs, height, width], (o, i, y, x) => values[((y * width + x) * inputs + i) * outputs + o]!),
      };
    case 'conv':
      return {
        code: `Conv2d(${inputs}, ${outputs}, ${size}, ${stride}, ${stride > 1 ? padding : "padding='same'"}`,
        weight: filled([outputs, inputs, size, size], (o, i, y, x) =>
          framed(y, x, (row, column) => ((row * kernel + column) * inputs + i) * outputs + o),
        ),
      };
    case 'transposedConv':
      return {
        code: `ConvTranspose2d(${inputs}, ${outputs}, ${size}, ${stride}, ${padding}`,
        weight: filled([inputs, outputs, size, size], (i, o, y, x) =>
          framed(y, x, (row, column) => ((row * kernel + column) * outputs + o) * inputs + i),
        ),
      };
    default:
      return kind satisfies never;
  }
}

type Shape4 = readonly [number, number, number, number];

/** A row-major tensor of four axes with each value as `at` says. */
function filled(shape: Shape4, at: (a: number, b: number, c: number, d: number) => number): TensorData {
  const [first, second, third, fourth] = shape;
  const values = new Float32Array(first * second * third * fourth);
  let n = 0;
  for (let a = 0; a < first; a++)
    for (let b = 0; b < second; b++)
      for (let c = 0; c < third; c++) for (let d = 0; d < fourth; d++) values[n++] = at(a, b, c, d);
  return { shape, values };
}

/** PyTorch's own epsilon is ours; its count of batches is left out, which loading takes for 0. */
function batchNorm(layer: LayerSpec, tensors: TensorMap): Module {
  return {
    code: `BatchNorm2d(${layer.output[2]})`,
    tensors: [
      ['weight', tensorOf(layer, 'gamma', tensors)],
      ['bias', tensorOf(layer, 'beta', tensors)],
      ['running_mean', tensorOf(layer, 'mean', tensors)],
      ['running_var', tensorOf(layer, 'variance', tensors)],
    ],
  };
}

function activationCode({ activation }: LayerSpec): string | null {
  switch (activation) {
    case 'relu':
      return 'ReLU(inplace=True)';
    case 'leakyRelu':
      return `LeakyReLU(${LEAKY_SLOPE}, inplace=True)`;
    case 'tanh':
      return 'Tanh()';
    case 'sigmoid':
      return 'Sigmoid()';
    case 'linear':
      return null;
    default:
      return activation satisfies never;
  }
}
