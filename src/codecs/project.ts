import * as v from 'valibot';
import type { Checkpoint, TensorMap } from '../core/checkpoint';
import { fail, succeed } from '../core/messages';
import type { Result } from '../core/messages';
import { METRICS } from '../core/metrics';
import type { StoredPin } from '../core/pins';
import { readHistory, writeHistory } from './csv';
import { formatJson, parseJson } from './json';
import { MANIFEST_FILE, parseManifest, storedManifest } from './project-manifest';
import type { Manifest } from './project-manifest';
import { expectedTensors, readTensors, TENSOR_FILES, TENSOR_PARTS } from './project-tensors';
import type { TensorPart } from './project-tensors';
import { writeSafetensors } from './safetensors';
import { openZip, readEntry, tooLarge, writeZip } from './zip';
import type { ZipArchive, ZipEntry, ZipPart } from './zip';

/**
 * The .dcgan project file: a checkpoint as a zip whose parts are all in common formats, so that reading it
 * needs nothing of ours. Reading gives a whole checkpoint or a message that names what is wrong, never an
 * exception.
 */

const RANDOM_FILE = 'random.json';
const HISTORY_FILE = 'history.csv';
const SAMPLES_FILE = 'samples.png';
/** What a whole project may take when unpacked: about what one ArrayBuffer can hold in every browser. */
const LARGEST_PROJECT = 2_000_000_000;
const LARGEST_JSON = 1_000_000;
/** A million steps, the most that a run can be set to, with 17 digits in every column. */
const LARGEST_HISTORY = 250_000_000;
/** More images than fit in memory; keeps a made-up number from asking for a permutation of billions. */
const MOST_IMAGES = 10_000_000;

/** Stands in every tensor file, so that a reader knows which axis is which. */
const LAYOUT = {
  kernels: 'dense [in, out], conv [k, k, in, out], transposed conv [k, k, out, in]; images are NHWC',
};

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const word = v.pipe(v.number(), v.integer(), v.minValue(-(2 ** 31)), v.maxValue(2 ** 31 - 1));
const randomSchema = v.object({
  // The generator would give nothing but zeros from a state of zeros.
  latents: v.pipe(
    v.tuple([word, word, word, word]),
    v.check((state) => state.some((part) => part !== 0), 'a state of zeros'),
  ),
  order: v.pipe(
    v.object({ epoch: count, count: v.pipe(count, v.maxValue(MOST_IMAGES)), position: count }),
    v.check(({ count: images, position }) => position <= images, 'a position past the end'),
  ),
});

/** What goes into a project beside the checkpoint: who wrote it, the person's pins, and its sample sheet as PNG bytes. */
export interface ProjectExtras {
  app: string;
  pins: readonly StoredPin[];
  samples: Uint8Array;
}

/** A checkpoint as the bytes of a .dcgan file; fails only when it is larger than could be read again. */
export function writeProject(
  checkpoint: Checkpoint,
  { app, pins, samples }: ProjectExtras,
): Result<Uint8Array<ArrayBuffer>> {
  const { config, dataId, dataHash, dataName, step, adamTime, random, history } = checkpoint;
  const manifest: Manifest = { app, config, dataId, dataHash, dataName, step, adamTime, pins };
  const unpacked = TENSOR_PARTS.flatMap((part) => [...checkpoint[part].values()]).reduce(
    (sum, { values }) => sum + values.byteLength,
    samples.length,
  );
  if (unpacked > LARGEST_PROJECT) return tooLarge('.dcgan', unpacked, LARGEST_PROJECT);
  const tensors = TENSOR_PARTS.filter((part) => checkpoint[part].size > 0).map((part): ZipPart => {
    // Weights are close to noise: deflating them takes long and gains little.
    return { name: TENSOR_FILES[part], bytes: writeSafetensors(checkpoint[part], LAYOUT), compress: false };
  });
  return succeed(
    writeZip([
      { name: MANIFEST_FILE, bytes: formatJson(storedManifest(manifest)), compress: true },
      ...tensors,
      { name: RANDOM_FILE, bytes: formatJson(random), compress: true },
      { name: HISTORY_FILE, bytes: new TextEncoder().encode(writeHistory(history)), compress: true },
      { name: SAMPLES_FILE, bytes: samples, compress: false },
    ]),
  );
}

/** What a .dcgan file says of itself; its tensors are not looked at. */
export function readManifest(bytes: Uint8Array): Result<Manifest> {
  const archive = openZip(bytes, '.dcgan');
  return archive.ok ? manifestOf(archive.value) : archive;
}

/** The history of a .dcgan file, row-major as a checkpoint has it; its tensors are not looked at. */
export function readProjectHistory(bytes: Uint8Array): Result<Checkpoint['history']> {
  const opened = openZip(bytes, '.dcgan');
  if (!opened.ok) return opened;
  const manifest = manifestOf(opened.value);
  if (!manifest.ok) return manifest;
  const entry = opened.value.entries.get(HISTORY_FILE);
  if (!entry) return fail('filePartMissing', { file: HISTORY_FILE });
  return historyOf(opened.value, entry, manifest.value.step);
}

/** The checkpoint in a .dcgan file, with every part checked against the config that the file names. */
export function readProject(bytes: Uint8Array): Result<Checkpoint> {
  const opened = openZip(bytes, '.dcgan');
  if (!opened.ok) return opened;
  const archive = opened.value;
  const manifest = manifestOf(archive);
  if (!manifest.ok) return manifest;
  const { config, dataId, dataHash, dataName, step, adamTime } = manifest.value;

  const expected = expectedTensors(config);
  const parts = TENSOR_PARTS.filter((part) => expected[part].length > 0);
  const needed = [...parts.map((part) => TENSOR_FILES[part]), RANDOM_FILE, HISTORY_FILE];
  const missing = needed.find((name) => !archive.entries.has(name));
  if (missing !== undefined) return fail('filePartMissing', { file: missing });
  const entry = (name: string): ZipEntry => archive.entries.get(name)!;
  const unpacked = needed.reduce((sum, name) => sum + entry(name).size, 0);
  if (unpacked > LARGEST_PROJECT) return tooLarge('.dcgan', unpacked, LARGEST_PROJECT);

  const tensors: Record<TensorPart, TensorMap> = {
    generator: new Map(),
    discriminator: new Map(),
    average: new Map(),
    optimizer: new Map(),
  };
  for (const part of parts) {
    const read = readTensors(archive, entry(TENSOR_FILES[part]), expected[part]);
    if (!read.ok) return read;
    tensors[part] = read.value;
  }
  const random = randomOf(archive, entry(RANDOM_FILE));
  if (!random.ok) return random;
  const history = historyOf(archive, entry(HISTORY_FILE), step);
  if (!history.ok) return history;
  return succeed({
    config,
    dataId,
    dataHash,
    dataName,
    step,
    adamTime,
    ...tensors,
    random: random.value,
    history: history.value,
  });
}

function manifestOf(archive: ZipArchive): Result<Manifest> {
  const entry = archive.entries.get(MANIFEST_FILE);
  if (!entry) return fail('fileNotProject', {}, `no ${MANIFEST_FILE}`);
  const bytes = readEntry(archive, entry, LARGEST_JSON);
  return bytes.ok ? parseManifest(bytes.value) : bytes;
}

function randomOf(archive: ZipArchive, entry: ZipEntry): Result<Checkpoint['random']> {
  const bytes = readEntry(archive, entry, LARGEST_JSON);
  return bytes.ok ? parseJson(bytes.value, randomSchema, RANDOM_FILE) : bytes;
}

function historyOf(archive: ZipArchive, entry: ZipEntry, step: number): Result<Checkpoint['history']> {
  const bytes = readEntry(archive, entry, LARGEST_HISTORY);
  if (!bytes.ok) return bytes;
  const history = readHistory(new TextDecoder().decode(bytes.value), HISTORY_FILE);
  if (!history.ok) return history;
  const width = METRICS.length + 1;
  let before = 0;
  for (let at = 0; at < history.value.length; at += width) {
    const number = history.value[at]!;
    if (!Number.isInteger(number) || number <= before || number > step)
      return fail(
        'fileDamaged',
        { file: HISTORY_FILE },
        `step ${number} after ${before} in a run of ${step}`,
      );
    before = number;
  }
  return history;
}
