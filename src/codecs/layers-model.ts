import { BATCH_NORM_EPSILON, BATCH_NORM_MOMENTUM, elements, LEAKY_SLOPE } from '../core/architecture';
import type { LayerSpec } from '../core/architecture';
import type { TensorData, TensorMap } from '../core/checkpoint';
import { STRIDE } from '../core/config';
import { formatJson } from './json';
import { writeZip } from './zip';
import type { ZipPart } from './zip';

/**
 * A network as a tfjs layers model, which `tf.loadLayersModel` opens: a `model.json` with a Keras sequence of layers and
 * the list of its weights, and their bytes beside it. Kernels keep their layout. A generator takes z as [n, zSize].
 */

const WEIGHTS_FILE = 'weights.bin';
/** What Keras calls a layer, and its weights by the names that tfjs gives them. */
interface KerasLayer {
  className: string;
  config: Record<string, unknown>;
  weights?: readonly (readonly [name: string, tensor: TensorData])[];
}

/** A network to be written: its layers, and its tensors by their names. */
export interface NamedNetwork {
  name: string;
  layers: readonly LayerSpec[];
  tensors: TensorMap;
}

/** Networks as a zip with a folder for each, which holds a layers model. */
export function writeLayersModels(networks: readonly NamedNetwork[], app: string): Uint8Array<ArrayBuffer> {
  return writeZip(networks.flatMap((network) => layersModel(network, app)));
}

function layersModel({ name, layers, tensors }: NamedNetwork, app: string): ZipPart[] {
  const sequence = layers.flatMap((layer) => kerasLayers(layer, tensors));
  const [height, width, channels] = layers[0]!.input;
  const inputShape = height === 1 && width === 1 ? [channels] : [height, width, channels];
  const config = {
    name,
    layers: sequence.map(({ className, config: own }, n) => ({
      class_name: className,
      config: { ...own, trainable: true, dtype: 'float32', ...(n === 0 && { batch_input_shape: [null, ...inputShape] }) },
    })),
  };
  const weights = sequence.flatMap(({ config: own, weights: listed = [] }) =>
    listed.map(([weight, tensor]) => ({ name: `${String(own.name)}/${weight}`, tensor })),
  );
  const model = {
    format: 'layers-model',
    generatedBy: `DCGAN playground ${app}`,
    convertedBy: null,
    modelTopology: {
      class_name: 'Sequential',
      config,
      keras_version: 'tfjs-layers 4.22.0',
      backend: 'tensor_flow.js',
    },
    weightsManifest: [
      {
        paths: [WEIGHTS_FILE],
        weights: weights.map(({ name: weight, tensor }) => ({ name: weight, shape: tensor.shape, dtype: 'float32' })),
      },
    ],
  };
  return [
    { name: `${name}/model.json`, bytes: formatJson(model), compress: true },
    { name: `${name}/${WEIGHTS_FILE}`, bytes: joined(weights.map(({ tensor }) => tensor.values)), compress: false },
  ];
}

function joined(parts: readonly Float32Array[]): Uint8Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return new Uint8Array(all.buffer);
}

function kerasLayers(layer: LayerSpec, tensors: TensorMap): KerasLayer[] {
  const { name } = layer;
  const tensor = (role: string) => {
    const found = tensors.get(`${name}.${role}`);
    if (!found) throw new Error(`there is no tensor ${name}.${role}`);
    return found;
  };
  const list: KerasLayer[] = [];
  const add = (suffix: string, className: string, config: object, weights?: KerasLayer['weights']) =>
    list.push({ className, config: { name: `${name}_${suffix}`, ...config }, weights });
  if (layer.upsample) add('upsample', 'UpSampling2D', { size: [STRIDE, STRIDE], data_format: 'channels_last' });
  if (layer.kind === 'dense' && layer.input[0] > 1) add('flatten', 'Flatten', {});
  list.push(linearLayer(layer, tensor));
  if (layer.kind === 'dense' && layer.output[0] > 1) add('reshape', 'Reshape', { target_shape: layer.output });
  if (layer.norm === 'batch')
    add('norm', 'BatchNormalization', { axis: -1, momentum: BATCH_NORM_MOMENTUM, epsilon: BATCH_NORM_EPSILON, center: true, scale: true }, [
      ['gamma', tensor('gamma')],
      ['beta', tensor('beta')],
      ['moving_mean', tensor('mean')],
      ['moving_variance', tensor('variance')],
    ]);
  if (layer.activation === 'leakyRelu') add('activation', 'LeakyReLU', { alpha: LEAKY_SLOPE });
  else if (layer.activation !== 'linear') add('activation', 'Activation', { activation: layer.activation });
  if (layer.pool)
    add('pool', 'MaxPooling2D', {
      pool_size: [STRIDE, STRIDE],
      strides: [STRIDE, STRIDE],
      padding: 'valid',
      data_format: 'channels_last',
    });
  return list;
}

const CONVOLUTIONS = { conv: 'Conv2D', transposedConv: 'Conv2DTranspose' } as const;

function linearLayer(layer: LayerSpec, tensor: (role: string) => TensorData): KerasLayer {
  const { name, kind, kernel, stride, output } = layer;
  const biased = layer.norm === 'bias';
  const shared = { name: `${name}_${kind}`, activation: 'linear', use_bias: biased };
  const kernelWeight = ['kernel', tensor('kernel')] as const;
  if (kind === 'dense') {
    const config = { ...shared, units: elements(output) };
    return {
      className: 'Dense',
      config,
      weights: biased ? [kernelWeight, ['bias', repeated(tensor('bias'), elements(output))]] : [kernelWeight],
    };
  }
  return {
    className: CONVOLUTIONS[kind],
    config: {
      ...shared,
      filters: output[2],
      kernel_size: [kernel, kernel],
      strides: [stride, stride],
      padding: 'same',
      data_format: 'channels_last',
    },
    weights: biased ? [kernelWeight, ['bias', tensor('bias')]] : [kernelWeight],
  };
}

/** Ours is one shift a channel, Keras's one a unit: the shifts again for each position of the map. */
function repeated({ values }: TensorData, units: number): TensorData {
  return { shape: [units], values: Float32Array.from({ length: units }, (_, n) => values[n % values.length]!) };
}
