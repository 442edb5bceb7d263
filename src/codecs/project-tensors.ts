import { architecture, elements } from '../core/architecture';
import type { LayerSpec, ParameterSpec } from '../core/architecture';
import type { TensorData, TensorMap } from '../core/checkpoint';
import { fail, succeed } from '../core/messages';
import type { Result } from '../core/messages';
import type { Config } from '../core/settings';
import { readSafetensors } from './safetensors';
import { readEntry } from './zip';
import type { ZipArchive, ZipEntry } from './zip';

/** The parts of a project that hold tensors. */
export const TENSOR_FILES = {
  generator: 'generator.safetensors',
  discriminator: 'discriminator.safetensors',
  average: 'average.safetensors',
  optimizer: 'optimizer.safetensors',
} as const;
export type TensorPart = keyof typeof TENSOR_FILES;
export const TENSOR_PARTS = Object.keys(TENSOR_FILES) as TensorPart[];

/** A tensor that a project must have. */
export interface ExpectedTensor {
  name: string;
  shape: readonly number[];
  /** A variance or second moment: its root is taken. */
  nonNegative: boolean;
}

/** Room for a safetensors header beside the data; ours take a few kB. */
const HEADER_ROOM = 1_000_000;

/**
 * Every tensor of a config's project in order, by part: parameters by name, Adam's moments with `.m` and
 * `.v`. A part without tensors has no file.
 */
export function expectedTensors(config: Config): Record<TensorPart, ExpectedTensor[]> {
  const { generator, discriminator } = architecture(config);
  const parametersOf = (layers: readonly LayerSpec[]) => layers.flatMap((layer) => layer.parameters);
  const stored = ({ name, shape, role }: ParameterSpec) => ({
    name,
    shape,
    nonNegative: role === 'variance',
  });
  const trainable = parametersOf([...generator, ...discriminator]).filter((parameter) => parameter.trainable);
  return {
    generator: parametersOf(generator).map(stored),
    discriminator: parametersOf(discriminator).map(stored),
    average: config.emaDecay === 'off' ? [] : parametersOf(generator).map(stored),
    optimizer: trainable.flatMap(({ name, shape }) => [
      { name: `${name}.m`, shape, nonNegative: false },
      { name: `${name}.v`, shape, nonNegative: true },
    ]),
  };
}

/** Reads one part and holds it against what the config demands: every tensor, of its shape, and no other. */
export function readTensors(
  archive: ZipArchive,
  entry: ZipEntry,
  expected: readonly ExpectedTensor[],
): Result<TensorMap> {
  const limit = 4 * expected.reduce((sum, { shape }) => sum + elements(shape), 0) + HEADER_ROOM;
  const bytes = readEntry(archive, entry, limit);
  if (!bytes.ok) return bytes;
  const found = readSafetensors(bytes.value, entry.name);
  return found.ok ? checkTensors(found.value, expected, entry.name) : found;
}

function checkTensors(
  found: TensorMap,
  expected: readonly ExpectedTensor[],
  file: string,
): Result<TensorMap> {
  const tensors = new Map<string, TensorData>();
  for (const { name, shape, nonNegative } of expected) {
    const tensor = found.get(name);
    if (!tensor) return fail('fileTensorMissing', { file, tensor: name });
    if (shapeText(tensor.shape) !== shapeText(shape))
      return fail('fileTensorShape', {
        file,
        tensor: name,
        expected: shapeText(shape),
        found: shapeText(tensor.shape),
      });
    const bad = tensor.values.find((value) => !Number.isFinite(value) || (nonNegative && value < 0));
    if (bad !== undefined) return fail('fileTensorValue', { file, tensor: name, value: String(bad) });
    tensors.set(name, tensor);
  }
  const extra = [...found.keys()].find((name) => !tensors.has(name));
  if (extra !== undefined) return fail('fileTensorUnknown', { file, tensor: extra });
  return succeed(tensors);
}

function shapeText(shape: readonly number[]): string {
  return shape.length > 0 ? shape.join(' × ') : '1';
}
