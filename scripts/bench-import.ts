/**
 * Measures the import of a large zip archive in a headless browser: how many pictures a second, and how much memory the
 * page's process takes at most. `node --import tsx scripts/bench-import.ts [--images 50000] [--size 64] [--archive FILE]`
 * writes the pictures, to FILE where one is named and not there yet, and prints one line of JSON.
 */
import { once } from 'node:events';
import { createWriteStream, existsSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { Zip, ZipPassThrough } from 'fflate';
import { encodePng } from '../src/codecs/png';
import { PRESETS } from '../src/core/presets';
import { RandomStream } from '../src/core/random';
import { SETTINGS } from '../src/core/settings';
import type { Config } from '../src/core/settings';
import { Automation } from './lib/automation';

const CLASSES = 10;
/** Networks so thin that a step is mostly the reading of its batch. */
const TRAINED: Config = { ...PRESETS.tiny, channels: 3, baseFilters: 2, batchSize: 64, steps: 5 };

/** Writes an archive of pictures of `side` pixels: smooth waves, each its own, in a folder for each class. */
async function writeArchive(file: string, count: number, side: number): Promise<void> {
  const out = createWriteStream(file);
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    out.write(chunk);
  });
  for (let n = 0; n < count; n++) {
    const entry = new ZipPassThrough(`class-${n % CLASSES}/${n}.png`);
    zip.add(entry);
    entry.push(encodePng(picture(n, side), side, side), true);
    if (out.writableNeedDrain) await once(out, 'drain');
  }
  zip.end();
  out.end();
  await finished(out);
}

function picture(seed: number, side: number): Uint8Array {
  const random = new RandomStream(seed, 'picture');
  const [a, b, c, d] = Array.from({ length: 4 }, () => random.uniform() * 8 - 4) as [number, number, number, number];
  const rgba = new Uint8Array(side * side * 4);
  for (let y = 0, at = 0; y < side; y++)
    for (let x = 0; x < side; x++, at += 4) {
      const [u, v] = [x / side, y / side];
      rgba[at] = 128 + 120 * Math.sin(a * u + b * v + seed);
      rgba[at + 1] = 128 + 120 * Math.sin(c * u - d * v);
      rgba[at + 2] = 128 + 120 * Math.sin(b * u * v + a);
      rgba[at + 3] = 255;
    }
  return rgba;
}

/** The most megabytes that the largest of these processes has had in memory; null where the system does not tell. */
function peakMegabytes(pids: readonly number[]): number | null {
  const peaks = pids.flatMap((pid) => {
    const file = `/proc/${pid}/status`;
    if (!existsSync(file)) return [];
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(file, 'utf8'));
    return peak ? [Math.round(Number(peak[1]) / 1000)] : [];
  });
  return peaks.length > 0 ? Math.max(...peaks) : null;
}

async function measure(archive: string, size: Config['imageSize']) {
  const automation = await Automation.open(() => undefined);
  try {
    await automation.connect('wasm');
    const pids = await automation.rendererPids();
    const before = peakMegabytes(pids);
    const began = performance.now();
    const { set, pictures, skippedCount } = await automation.importPath(archive, { size, channels: 3 });
    const seconds = (performance.now() - began) / 1000;
    if (!set) throw new Error('nothing was imported');
    const imported = peakMegabytes(pids);
    const config = { ...TRAINED, imageSize: size };
    await automation.request('loadData', { id: set.id, imageSize: size, channels: 3 });
    const run = await automation.request('createRun', { dataId: set.id, config });
    const trained = performance.now();
    for (let step = 0; step < config.steps; step++) await automation.request('step', { run: run.id, part: 'both' });
    return {
      images: pictures,
      size,
      skipped: skippedCount,
      archiveMegabytes: Math.round(statSync(archive).size / 1e6),
      imageMegabytes: Math.round(set.bytes / 1e6),
      seconds: Number(seconds.toFixed(1)),
      imagesPerSecond: Math.round(pictures / seconds),
      megabytesBefore: before,
      peakMegabytes: imported,
      peakMegabytesTrained: peakMegabytes(pids),
      msPerThinStep: Math.round((performance.now() - trained) / config.steps),
    };
  } finally {
    await automation.close();
  }
}

const SIZES = SETTINGS.imageSize.options;
const { values } = parseArgs({
  options: {
    images: { type: 'string', default: '50000' },
    size: { type: 'string', default: '64' },
    archive: { type: 'string' },
  },
});
const size = SIZES.find((option) => String(option) === values.size);
if (size === undefined) throw new RangeError(`--size is one of ${SIZES.join(', ')}`);
const folder = await mkdtemp(path.join(os.tmpdir(), 'bench-import-'));
try {
  const archive = values.archive ?? path.join(folder, 'pictures.zip');
  if (!existsSync(archive)) {
    console.error(`Writing ${values.images} pictures ...`);
    await writeArchive(archive, Number(values.images), size);
  }
  console.error('Importing ...');
  console.log(JSON.stringify(await measure(archive, size)));
} finally {
  await rm(folder, { recursive: true, force: true });
}
