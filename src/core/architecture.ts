import { SMALLEST_MAP, STRIDE } from './config';
import type { Config } from './settings';

/** Height, width, channels of one example. */
export type MapShape = readonly [height: number, width: number, channels: number];
export type Activation = 'relu' | 'leakyRelu' | 'tanh' | 'sigmoid' | 'linear';
/** `batch`: batch normalization; `bias`: a learned shift alone, where batch norm is switched off; `none`: neither. */
export type Norm = 'batch' | 'bias' | 'none';
export type NetworkName = 'generator' | 'discriminator';

/** One stored tensor of a layer, in the layout that tfjs uses. */
export interface ParameterSpec {
  /** Layer and role, unique in the pair: `g1.kernel`. */
  name: string;
  role: 'kernel' | 'gamma' | 'beta' | 'bias' | 'mean' | 'variance';
  shape: readonly number[];
  /** Changed by the optimizer; running statistics are not. */
  trainable: boolean;
}

/**
 * One layer, computed in this order: nearest-neighbour upsampling by 2 (if `upsample`), the linear operation, the
 * norm, the activation, 2x2 max pooling (if `pool`). Kernels: dense [inputs, outputs], conv [k, k, in, out],
 * transposedConv [k, k, out, in]; padding is tfjs's `same`.
 */
export interface LayerSpec {
  name: string;
  kind: 'dense' | 'conv' | 'transposedConv';
  input: MapShape;
  output: MapShape;
  /** Kernel height and width; 0 for a dense layer. */
  kernel: number;
  stride: number;
  upsample: boolean;
  pool: boolean;
  norm: Norm;
  activation: Activation;
  parameters: readonly ParameterSpec[];
}

/** Both networks, layer by layer, as data: the model, the planned step and the drawing are all made from it. */
export interface Architecture {
  generator: readonly LayerSpec[];
  discriminator: readonly LayerSpec[];
}

/** The slope of LeakyReLU for negative inputs (paper, section 4). */
export const LEAKY_SLOPE = 0.2;
/** Added to the variance in batch norm; the value of dcgan.torch. */
export const BATCH_NORM_EPSILON = 1e-5;
/** Share of the old running statistic that each update keeps. */
export const BATCH_NORM_MOMENTUM = 0.9;

/** The layers of both networks for a valid config (paper, figure 1 and section 3). */
export function architecture(config: Config): Architecture {
  return { generator: generatorLayers(config), discriminator: discriminatorLayers(config) };
}

function doublings(config: Config): number {
  return Math.log2(config.imageSize / SMALLEST_MAP);
}

/** Filters at the resolution of `size`: base filters at half the image size, doubling as resolution halves. */
function filtersAt(config: Config, size: number): number {
  return config.baseFilters * (config.imageSize / STRIDE / size);
}

function hiddenNorm(switched: Config['batchNormG'], atEdge: boolean): Norm {
  if (switched === 'off') return atEdge ? 'none' : 'bias';
  return atEdge && switched === 'paper' ? 'none' : 'batch';
}

function generatorLayers(config: Config): LayerSpec[] {
  const layers: LayerSpec[] = [];
  const norm = hiddenNorm(config.batchNormG, false);
  const activation = config.activationG;
  const add = (layer: Omit<LayerSpec, 'name' | 'parameters'>) =>
    layers.push(named(`g${layers.length + 1}`, layer));
  const widest = filtersAt(config, SMALLEST_MAP);
  let input: MapShape = [1, 1, config.zSize];
  if (config.hiddenLayer) {
    const output: MapShape = [1, 1, hiddenUnits(config)];
    add({ ...dense(input, output), norm, activation });
    input = output;
  }
  const projected: MapShape = [SMALLEST_MAP, SMALLEST_MAP, widest];
  add({ ...dense(input, projected), norm, activation });
  input = projected;
  for (let n = 1; n <= doublings(config); n++) {
    const last = n === doublings(config);
    const size = input[0] * STRIDE;
    const output: MapShape = [size, size, last ? config.channels : filtersAt(config, size)];
    const pooled = config.resampling === 'pooling';
    add({
      kind: pooled ? 'conv' : 'transposedConv',
      input,
      output,
      kernel: config.kernel,
      stride: pooled ? 1 : STRIDE,
      upsample: pooled,
      pool: false,
      norm: last ? hiddenNorm(config.batchNormG, true) : norm,
      activation: last ? config.outputG : activation,
    });
    input = output;
  }
  return layers;
}

function discriminatorLayers(config: Config): LayerSpec[] {
  const layers: LayerSpec[] = [];
  const activation = config.activationD;
  const add = (layer: Omit<LayerSpec, 'name' | 'parameters'>) =>
    layers.push(named(`d${layers.length + 1}`, layer));
  let input: MapShape = [config.imageSize, config.imageSize, config.channels];
  for (let n = 1; n <= doublings(config); n++) {
    const size = input[0] / STRIDE;
    const output: MapShape = [size, size, filtersAt(config, size)];
    const pooled = config.resampling === 'pooling';
    add({
      kind: 'conv',
      input,
      output,
      kernel: config.kernel,
      stride: pooled ? 1 : STRIDE,
      upsample: false,
      pool: pooled,
      norm: hiddenNorm(config.batchNormD, n === 1),
      activation,
    });
    input = output;
  }
  if (config.hiddenLayer) {
    const output: MapShape = [1, 1, hiddenUnits(config)];
    add({ ...dense(input, output), norm: hiddenNorm(config.batchNormD, false), activation });
    input = output;
  }
  // The logit never has batch norm: its mean over a batch would be a constant that says nothing about the images.
  add({ ...dense(input, [1, 1, 1]), norm: 'none', activation: 'linear' });
  return layers;
}

/** Units of the fully connected hidden layer that guideline 3 argues against: four per widest filter. */
function hiddenUnits(config: Config): number {
  return 4 * filtersAt(config, SMALLEST_MAP);
}

function dense(input: MapShape, output: MapShape) {
  return { kind: 'dense', input, output, kernel: 0, stride: 1, upsample: false, pool: false } as const;
}

/** A layer with the tensors that it stores, named after it. */
export function named(name: string, layer: Omit<LayerSpec, 'name' | 'parameters'>): LayerSpec {
  const channels = layer.output[2];
  const stored = (role: ParameterSpec['role'], shape: readonly number[], trainable = true): ParameterSpec => ({
    name: `${name}.${role}`,
    role,
    shape,
    trainable,
  });
  const parameters = [stored('kernel', kernelShape(layer))];
  if (layer.norm === 'bias') parameters.push(stored('bias', [channels]));
  if (layer.norm === 'batch')
    parameters.push(
      stored('gamma', [channels]),
      stored('beta', [channels]),
      stored('mean', [channels], false),
      stored('variance', [channels], false),
    );
  return { name, ...layer, parameters };
}

function kernelShape(layer: Pick<LayerSpec, 'kind' | 'input' | 'output' | 'kernel'>): readonly number[] {
  const { kind, input, output, kernel } = layer;
  switch (kind) {
    case 'dense':
      return [elements(input), elements(output)];
    case 'conv':
      return [kernel, kernel, input[2], output[2]];
    case 'transposedConv':
      return [kernel, kernel, output[2], input[2]];
    default:
      return kind satisfies never;
  }
}

/** Number of values in a shape. */
export function elements(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Trainable parameters of a layer or of a whole network. */
export function countParameters(layers: LayerSpec | readonly LayerSpec[]): number {
  const list: readonly LayerSpec[] = 'parameters' in layers ? [layers] : layers;
  return list
    .flatMap((layer) => layer.parameters)
    .filter((parameter) => parameter.trainable)
    .reduce((sum, parameter) => sum + elements(parameter.shape), 0);
}
